/**
 * What amqplib and RabbitMQ say, as our errors. The texts quoted here are those of amqplib 2.3.1 and RabbitMQ 3.10.8.
 */
import { ConsoleError } from '../../../shared/model/errors.js'

/** Whom we talk to, for messages. */
export interface BrokerAddress {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly vhost: string
}

/**
 * The server's words are final: trying again cannot help. Only said while logging in.
 *
 * n.b. amqplib quotes no reason when a vhost is refused: `Expected ConnectionOpenOk; got <ConnectionClose channel:0>` stands for
 * a missing vhost, missing rights, and a vhost that is down or full.
 */
export const isLoginRefusal = (error: Error): boolean =>
  isPasswordRefusal(error) || isVhostRefusal(error)

/** `Handshake terminated by server: 403 (ACCESS-REFUSED) with message "ACCESS_REFUSED - Login was refused using …"` */
export const isPasswordRefusal = (error: Error): boolean =>
  /ACCESS[_-]REFUSED.*Login was refused/i.test(error.message)

const isVhostRefusal = (error: Error): boolean =>
  error.message.includes('Expected ConnectionOpenOk; got <ConnectionClose')

/** An error of the connection or of a channel. */
export function brokerError(thrown: unknown, address: BrokerAddress): ConsoleError {
  if (thrown instanceof ConsoleError) return thrown
  const cause = thrown instanceof Error ? thrown : new Error(String(thrown))
  const { host, port, user, vhost } = address
  const facts = { host, port, user, vhost }
  if (isPasswordRefusal(cause))
    return new ConsoleError(
      'AUTH_REFUSED',
      `the broker ${host}:${port} refused user "${user}": wrong name or password`,
      {
        cause,
        facts,
        hint: 'check broker.user in the settings and brokerPassword in the secrets file'
      }
    )
  if (isVhostRefusal(cause))
    return new ConsoleError(
      'VHOST_REFUSED',
      `the broker ${host}:${port} refused vhost "${vhost}" to user "${user}"`,
      {
        cause,
        facts,
        hint: `either the vhost does not exist, or the user has no rights there, or it is down or full: rabbitmqctl list_permissions -p ${vhost}`
      }
    )
  if (/ACCESS[_-]REFUSED/.test(cause.message))
    return new ConsoleError(
      'VHOST_REFUSED',
      `user "${user}" lacks a right in vhost "${vhost}": ${cause.message}`,
      { cause, facts, hint: `rabbitmqctl set_permissions -p ${vhost} ${user} ".*" ".*" ".*"` }
    )
  return new ConsoleError(
    'BROKER_UNREACHABLE',
    `the broker ${host}:${port} cannot be reached: ${reason(cause)}`,
    { cause, facts, hint: reachHint(cause) }
  )
}

/** `connection-forced`: "An operator intervened to close the connection for some reason", also when the broker stops (AMQP 0-9-1, 1.2). */
const CONNECTION_FORCED = 320

/** For people; an error without words (AggregateError of several addresses) gets its code. What was said stays in the error's cause. */
export function reason(error: Error): string {
  // n.b. amqplib puts the reply code of a close into `code`, as a number.
  if ('code' in error && error.code === CONNECTION_FORCED)
    return 'the broker shut down, or closed the connection'
  const code = errorCode(error)
  switch (code) {
    case 'ECONNREFUSED':
      return 'connection refused'
    case 'ENOTFOUND':
      return 'no such host'
    case 'ECONNRESET':
      return 'connection cut'
    default:
      return error.message === '' ? (code ?? error.name) : error.message
  }
}

function errorCode(error: Error): string | null {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error
  return first instanceof Error && 'code' in first && typeof first.code === 'string'
    ? first.code
    : null
}

function reachHint(error: Error): string {
  if (/certificate|self.signed|SSL|TLS/i.test(error.message))
    return 'TLS failed: check broker.tls and port in the settings, and the certificate'
  if (/abruptly|Frame|Invalid/.test(error.message))
    return 'something else than RabbitMQ listens there, or it wants TLS: check broker.port and broker.tls in the settings'
  return 'is RabbitMQ running there, and is broker.host and broker.port right in the settings?'
}
