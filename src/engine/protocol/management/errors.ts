/**
 * What the management API says when it refuses, as our errors. The texts quoted here are those of RabbitMQ 3.10.8.
 */
import { ConsoleError } from '../../../shared/model/errors.js'

export interface Asked {
  /** For people: `deleting user "x"`. */
  readonly what: string
  readonly base: string
  readonly user: string
  readonly status: number
}

/** @param text - the answer's body, at most some kB */
export function managementError(asked: Asked, text: string): ConsoleError {
  const { what, base, user, status } = asked
  const { error, reason } = body(text)
  const facts = { status, error, reason, base, user }
  const fail = (
    code: ConstructorParameters<typeof ConsoleError>[0],
    message: string,
    hint: string
  ): ConsoleError => new ConsoleError(code, message, { facts, hint })
  // n.b. two spellings: {"error":"not_authorized","reason":"Login failed"} and {"error":"not_authorised","reason":"Not management user"}.
  if (status === 401 && reason.includes('Not administrator user'))
    return fail(
      'NOT_PERMITTED',
      `${what} needs a user with the tag "administrator"; "${user}" has not got it`,
      `sign in as an administrator on this page, or on the broker: sudo rabbitmqctl set_user_tags ${user} administrator`
    )
  if (status === 401 && /Not (management|monitor|policymaker)/i.test(reason))
    return fail(
      'NOT_PERMITTED',
      `the management plugin does not serve "${user}", whose password is right but who lacks a tag: ${reason}`,
      `on the broker: sudo rabbitmqctl set_user_tags ${user} monitoring`
    )
  if (status === 401 && /User not authorized|access refused/i.test(reason))
    return fail(
      'NOT_PERMITTED',
      `"${user}" has no rights for ${what}: ${reason}`,
      'give the user rights in this vhost, or sign in as an administrator'
    )
  if (status === 401)
    return fail(
      'AUTH_REFUSED',
      `the management plugin at ${base} refused user "${user}": wrong name or password (${reason})`,
      'check broker.user in the settings and the broker’s password'
    )
  return refused(asked, { error, reason }, fail)
}

function refused(
  { what, status, base }: Asked,
  { error, reason }: { readonly error: string; readonly reason: string },
  fail: (
    code: ConstructorParameters<typeof ConsoleError>[0],
    message: string,
    hint: string
  ) => ConsoleError
): ConsoleError {
  if (status === 404)
    return fail(
      'BROKER_REFUSED',
      `${what}: it is not there`,
      'look at the list again: somebody may have removed it'
    )
  if (reason.includes('invalid_regexp'))
    return fail(
      'BROKER_REFUSED',
      `${what}: RabbitMQ cannot compile a pattern: ${reason}`,
      'everything is ".*", nothing is "^$"'
    )
  if (reason.includes('vhost_or_user_not_found'))
    return fail('BROKER_REFUSED', `${what}: the user or the vhost is not there`, 'create it first')
  if (/key_missing|tags_not_present/.test(reason))
    return fail(
      'BROKER_REFUSED',
      `${what}: RabbitMQ misses a part: ${reason}`,
      'this is a fault of this program: report it with this text'
    )
  if (status === 405)
    return fail(
      'BROKER_REFUSED',
      `${what}: the queue is in use or locked: ${reason}`,
      'close the connection that holds it first'
    )
  if (status >= 500)
    return fail(
      'MANAGEMENT_UNREACHABLE',
      `${what}: the plugin at ${base} answers ${status} ${reason}`,
      'the broker may be starting or out of memory: look into its log'
    )
  return fail(
    'BROKER_REFUSED',
    `${what}: RabbitMQ answers ${status} ${error} ${reason}`.trim(),
    'correct it and try again'
  )
}

/** `reason` may be a text, or Erlang terms as nested arrays (with texts as lists of character codes). */
function body(text: string): { readonly error: string; readonly reason: string } {
  try {
    const parsed = JSON.parse(text) as { error?: unknown; reason?: unknown } | null
    return { error: plain(parsed?.error), reason: plain(parsed?.reason) }
  } catch {
    // Something between us and RabbitMQ answered in its own way; its first words are all there is.
    return { error: '', reason: text.slice(0, 200) }
  }
}

function plain(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === undefined || value === null) return ''
  if (!Array.isArray(value)) return JSON.stringify(value)
  const codes: readonly unknown[] = value
  if (codes.length > 0 && codes.every((code) => typeof code === 'number' && code > 31))
    return String.fromCharCode(...(codes as number[]))
  return codes
    .map(plain)
    .filter((part) => part !== '')
    .join(' ')
}
