/** {@link Yarn} over the ResourceManager's REST interface. */
import { ConsoleError } from '../../../shared/model/errors.js'
import type { ClusterName } from '../../../shared/model/ids.js'
import type { ClusterSettings, Environment } from '../../../shared/model/settings.js'
import type { Clock } from '../../ports/system.js'
import type { Yarn, YarnMetrics } from '../../ports/yarn.js'
import { decodeMetrics } from '../../protocol/yarn/metrics.js'
import { isAbort, reasonOf } from './errors.js'
import { exchange, textOf, type Timing } from './exchange.js'

export interface RestYarnOptions {
  readonly environment: Pick<Environment, 'clusters'>
  readonly clock: Clock
}

/** The answer has some 3 kB. */
const LARGEST_BYTES = 256 * 1024

export const metricsUrl = (yarn: string): string =>
  `${yarn.replace(/\/+$/, '')}/ws/v1/cluster/metrics`

export class RestYarn implements Yarn {
  readonly #clusters: ReadonlyMap<ClusterName, ClusterSettings>

  constructor(private readonly options: RestYarnOptions) {
    this.#clusters = new Map(options.environment.clusters.map((cluster) => [cluster.name, cluster]))
  }

  async metrics(cluster: ClusterName, timeoutMs: number): Promise<YarnMetrics> {
    const settings = this.#clusters.get(cluster)
    if (settings === undefined)
      throw new ConsoleError('CLUSTER_UNKNOWN', `there is no cluster "${cluster}" in the settings`)
    const url = metricsUrl(settings.yarn)
    const { clock } = this.options
    const timing: Timing = { clock, connectMs: timeoutMs, idleMs: timeoutMs }
    // The two clocks limit silence; this one the whole, against a server that sends a byte a second.
    const limit = new AbortController()
    const stopTimer = clock.after(timeoutMs, () => limit.abort())
    try {
      // n.b. a standby ResourceManager answers 307 with a Refresh header; it is not followed: it is not the one that counts.
      const response = await exchange({
        method: 'GET',
        url,
        timing,
        agent: false,
        signal: limit.signal
      })
      const status = response.statusCode ?? 0
      const text = await textOf(response, timing, LARGEST_BYTES)
      const metrics = status === 200 ? decodeMetrics(text) : null
      if (metrics !== null) return metrics
      throw new Error(status === 200 ? 'it answered something else' : `it answered ${status}`)
    } catch (thrown) {
      // n.b. an abort in the middle of the body comes as `aborted` (ECONNRESET), not as an AbortError.
      const late = limit.signal.aborted || isAbort(thrown)
      throw unreachable(
        cluster,
        url,
        late ? `no answer within ${timeoutMs / 1000} s` : null,
        thrown
      )
    } finally {
      stopTimer()
    }
  }
}

function unreachable(
  cluster: ClusterName,
  url: string,
  late: string | null,
  cause: unknown
): ConsoleError {
  const why = late ?? (cause instanceof Error ? reasonOf(cause) : String(cause))
  return new ConsoleError('CLUSTER_UNREACHABLE', `the ResourceManager of "${cluster}": ${why}`, {
    cause,
    facts: { cluster, url },
    hint: `does ${new URL(url).host} answer from this machine? See "yarn" of the cluster in the settings`
  })
}
