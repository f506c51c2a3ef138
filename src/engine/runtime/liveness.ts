/**
 * Is a cluster that works for us still there? Heartbeats first, a direct probe second.
 *
 * Three missing heartbeats and no answer to a probe of its HDFS endpoint: the cluster is lost, and its attempts move at once. No heartbeat but an
 * answer: the worker has a problem; it gets a minute, because a broker that restarts silences every worker. So do all clusters when none of
 * them, and no broker, can be heard: it is this machine's network then.
 */
import type { ClusterName, Millis } from '../../shared/model/ids.js'
import { readyClusters } from '../domain/run/change.js'
import { isOpen } from '../domain/run/state.js'
import type { RunContext } from './context.js'

const CHECK_MS = 1_000
/** Three periods of Celery's 2 s. */
const SILENT_MS = 6_000
const WORKER_SILENT_MS = 60_000
const PROBE_MS = 3_000

export class Liveness {
  readonly #probing = new Set<ClusterName>()
  readonly #since: Millis
  #stopped = false
  #cancel: () => void = () => undefined

  /**
   * @param heartbeats - when each cluster was last heard of
   * @param brokerUp - is the console's own link to that cluster's vhost up?
   */
  constructor(
    private readonly context: RunContext & { hasBegun(): boolean },
    private readonly heartbeats: ReadonlyMap<ClusterName, Millis>,
    private readonly brokerUp: (cluster: ClusterName) => boolean
  ) {
    this.#since = context.ports.clock.now()
  }

  /** @returns its stop */
  start(): () => void {
    this.#schedule()
    return () => {
      this.#stopped = true
      this.#cancel()
    }
  }

  #schedule(): void {
    if (this.#stopped) return
    this.#cancel = this.context.ports.clock.after(CHECK_MS, () => {
      if (this.context.hasBegun()) this.#check()
      this.#schedule()
    })
  }

  #check(): void {
    const state = this.context.state()
    const working = new Set([
      ...(state.phase === 'pinning' ? readyClusters(state) : []),
      ...state.attempts.filter(isOpen).map((attempt) => attempt.cluster),
      ...state.copies
        .filter((copy) => copy.stage === 'running')
        .flatMap((copy) => (copy.from === null ? [copy.to] : [copy.to, copy.from])),
      ...state.publications.filter((one) => one.at === null).map((one) => one.cluster)
    ])
    const now = this.context.ports.clock.now()
    for (const cluster of working) {
      const heard = Math.max(this.heartbeats.get(cluster) ?? 0, this.#since)
      if (now - heard >= SILENT_MS && !this.#probing.has(cluster))
        void this.#probe(cluster, now - heard)
    }
  }

  #hearsNobody(): boolean {
    const now = this.context.ports.clock.now()
    return this.context.plan.clusters.every(
      ({ name }) =>
        !this.brokerUp(name) &&
        now - Math.max(this.heartbeats.get(name) ?? 0, this.#since) >= CHECK_MS
    )
  }

  async #probe(cluster: ClusterName, silentMs: number): Promise<void> {
    this.#probing.add(cluster)
    const { fileSystem, clock } = this.context.ports
    const answers = await fileSystem.answers(cluster, PROBE_MS)
    this.#probing.delete(cluster)
    if (this.#stopped) return
    const seconds = String(Math.round(silentMs / 1000))
    const evidence = answers
      ? `its worker has been silent for ${seconds} s, though its HDFS answers`
      : `no heartbeat for ${seconds} s and no answer from its HDFS`
    if (answers && (silentMs < WORKER_SILENT_MS || !this.brokerUp(cluster))) return
    // Brokers and clouds all at once: more likely it is this machine that has no network for a moment.
    if (silentMs < WORKER_SILENT_MS && this.#hearsNobody()) return
    this.context.emit({ type: 'cluster-lost', at: clock.now(), cluster, evidence })
  }
}
