/**
 * One user's way to RabbitMQ's management API: JSON in, JSON out, errors as ours.
 *
 * n.b. the password stands in the `authorization` header only; it is in no URL, message or log.
 */
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { ConsoleError } from '../../../shared/model/errors.js'
import type { Clock } from '../../ports/system.js'
import { managementError } from '../../protocol/management/errors.js'
import { managementUrl } from '../../protocol/management/urls.js'
import { reasonOf } from './errors.js'
import { exchange, StaleConnection, textOf, type Timing } from './exchange.js'

export interface ManagementAccess {
  /** Base URL of the settings, for example `http://127.0.0.1:15672`. */
  readonly base: string
  readonly user: string
  readonly password: string
}

/** All statistics of 5,000 queues are 7 MB; more than this is no answer to a page's question. */
const LARGEST_ANSWER_BYTES = 64 * 1024 * 1024
const LARGEST_ERROR_BYTES = 64 * 1024
const CONNECT_MS = 3_000
/** A broker under load takes seconds for thousands of queues. */
const IDLE_MS = 10_000
/** What is refused would be refused again: not tried twice. */
const MOST_SOCKETS = 6

export interface Call {
  /** For people: `deleting user "x"`. */
  readonly what: string
  readonly method?: 'GET' | 'PUT' | 'DELETE'
  readonly path: readonly string[]
  readonly query?: Readonly<Record<string, string>>
  readonly body?: Readonly<Record<string, unknown>> | null
}

export class ManagementClient {
  readonly #agents = {
    http: new HttpAgent({ keepAlive: true, maxSockets: MOST_SOCKETS }),
    https: new HttpsAgent({ keepAlive: true, maxSockets: MOST_SOCKETS })
  }
  readonly #timing: Timing

  constructor(
    private readonly access: ManagementAccess,
    clock: Clock
  ) {
    this.#timing = { clock, connectMs: CONNECT_MS, idleMs: IDLE_MS }
  }

  /** @returns the text of a 2xx answer; `null` for 404 @throws ConsoleError */
  async text(call: Call): Promise<string | null> {
    const { what } = call
    const { base, user } = this.access
    try {
      const response = await this.#send(call)
      const status = response.statusCode ?? 0
      const ok = status >= 200 && status < 300
      const limit = ok ? LARGEST_ANSWER_BYTES : LARGEST_ERROR_BYTES
      const text = await textOf(response, this.#timing, limit)
      if (ok) return text
      if (status === 404 && (call.method ?? 'GET') === 'GET') return null
      throw managementError({ what, base, user, status }, text)
    } catch (thrown) {
      throw this.#translated(what, thrown)
    }
  }

  async json(call: Call): Promise<unknown> {
    const text = await this.text(call)
    if (text === null)
      throw new ConsoleError('BROKER_REFUSED', `${call.what}: it is not there`, {
        hint: 'does "broker.management" in the settings name RabbitMQ’s management plugin?'
      })
    return parsed(call.what, text)
  }

  close(): void {
    this.#agents.http.destroy()
    this.#agents.https.destroy()
  }

  async #send(call: Call): ReturnType<typeof exchange> {
    const { base, user, password } = this.access
    const url = managementUrl(base, call.path, call.query)
    const body = call.body ?? null
    const content = body === null ? null : new TextEncoder().encode(JSON.stringify(body))
    const authorization = `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`
    const options = {
      method: call.method ?? 'GET',
      url,
      timing: this.#timing,
      headers: {
        authorization,
        ...(content === null
          ? {}
          : { 'content-type': 'application/json', 'content-length': String(content.length) })
      }
    } as const
    const send = (agent: HttpAgent | HttpsAgent | false): ReturnType<typeof exchange> =>
      exchange({ ...options, agent, ...(content === null ? {} : { body: once(content) }) })
    try {
      return await send(url.startsWith('https:') ? this.#agents.https : this.#agents.http)
    } catch (thrown) {
      if (!(thrown instanceof StaleConnection)) throw thrown
      return send(false)
    }
  }

  #translated(what: string, thrown: unknown): ConsoleError {
    if (thrown instanceof ConsoleError) return thrown
    const cause = thrown instanceof Error ? thrown : new Error(String(thrown))
    const { base, user } = this.access
    return new ConsoleError(
      'MANAGEMENT_UNREACHABLE',
      `${what}: the management plugin at ${base} does not answer: ${reasonOf(cause)}`,
      { cause, facts: { base, user }, hint: hintOf(cause, base) }
    )
  }
}

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(content)
}

function hintOf(cause: Error, base: string): string {
  const { code } = cause as NodeJS.ErrnoException
  if (code === 'ENOTFOUND') return `no host has this name: check "broker.management" (${base})`
  if (code === 'EPROTO' || /SSL|TLS|certificate|self.signed/i.test(cause.message))
    return 'TLS failed: is it "http" or "https" in "broker.management", and does the certificate name this host?'
  return 'is the plugin on (sudo rabbitmq-plugins enable rabbitmq_management), does it listen where "broker.management" says, and is no firewall between?'
}

export function parsed(what: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ConsoleError('BROKER_REFUSED', `${what}: the answer is no JSON`, {
      cause,
      hint: 'does "broker.management" in the settings name RabbitMQ’s management plugin?'
    })
  }
}
