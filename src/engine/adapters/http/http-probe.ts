/** {@link HttpProbe} with node:http: one request, one connection, the answer as it is. */
import { ConsoleError } from '../../../shared/model/errors.js'
import type { HttpAnswer, HttpProbe } from '../../ports/http-probe.js'
import type { Clock } from '../../ports/system.js'
import { isAbort, reasonOf } from './errors.js'
import { exchange, textOf } from './exchange.js'

const LARGEST_BYTES = 64 * 1024

export class NodeHttpProbe implements HttpProbe {
  constructor(private readonly clock: Clock) {}

  async get(url: string, timeoutMs: number): Promise<HttpAnswer> {
    const timing = { clock: this.clock, connectMs: timeoutMs, idleMs: timeoutMs }
    const signal = AbortSignal.timeout(timeoutMs)
    try {
      const response = await exchange({ method: 'GET', url, timing, agent: false, signal })
      return {
        status: response.statusCode ?? 0,
        text: await textOf(response, timing, LARGEST_BYTES)
      }
    } catch (thrown) {
      const { host } = new URL(url)
      const cause = thrown instanceof Error ? thrown : new Error(String(thrown))
      const why = isAbort(cause) ? `no answer within ${timeoutMs / 1000} s` : reasonOf(cause)
      throw new ConsoleError('CLUSTER_UNREACHABLE', `${host} does not answer: ${why}`, {
        cause,
        hint: `is host and port right, does the service run, and does a firewall let us through? Try: curl -sS "${url}"`
      })
    }
  }
}
