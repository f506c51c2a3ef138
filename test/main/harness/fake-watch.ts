/** A watch that sees what it is told to. Double at the front door of the engine, for tests of the window. */
import { ConsoleError } from '@shared/model/errors.js'
import { millis, type ClusterName, type Millis } from '@shared/model/ids.js'
import type { LaneBar, TimelineEvent } from '@shared/model/timeline.js'
import type { EnvironmentSnapshot, Trial } from '@shared/model/watch.js'
import type { EnvironmentWatch } from '../../../src/engine/index.js'

/** Nothing is there and nothing is known. */
export const nothingSeen = (environment: string): EnvironmentSnapshot => ({
  environment,
  version: 1,
  at: millis(0),
  faults: 1,
  broker: {
    state: 'connecting',
    since: millis(0),
    reason: null,
    roundTripMs: { known: false, why: 'not asked yet', code: null, last: null },
    vhosts: { up: 0, all: 0 }
  },
  clusters: [],
  drift: [],
  tolerance: []
})

export class FakeWatch implements EnvironmentWatch {
  /** Clusters that were to be probed, in order. */
  readonly probed: ClusterName[] = []
  trials: readonly Trial[] = []
  bars: readonly LaneBar[] = []
  readonly events: TimelineEvent[] = []
  #snapshot: EnvironmentSnapshot
  readonly #listeners = new Set<(snapshot: EnvironmentSnapshot) => void>()
  readonly #timelineListeners = new Set<(events: readonly TimelineEvent[]) => void>()

  constructor(environment: string) {
    this.#snapshot = nothingSeen(environment)
  }

  /** It sees this now. */
  show(snapshot: EnvironmentSnapshot): void {
    this.#snapshot = snapshot
    this.#listeners.forEach((listener) => listener(snapshot))
  }

  /** These happened, oldest first. */
  happened(events: readonly TimelineEvent[]): void {
    this.events.push(...events)
    this.#timelineListeners.forEach((listener) => listener(events))
  }

  get listeners(): number {
    return this.#listeners.size
  }

  snapshot(): EnvironmentSnapshot {
    return this.#snapshot
  }

  listen(listener: (snapshot: EnvironmentSnapshot) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  probe(cluster: ClusterName): Promise<void> {
    this.#known(cluster)
    this.probed.push(cluster)
    return Promise.resolve()
  }

  tried(cluster: ClusterName): readonly Trial[] {
    this.#known(cluster)
    return this.trials
  }

  timeline(limit: number): Promise<readonly TimelineEvent[]> {
    return Promise.resolve([...this.events].reverse().slice(0, limit))
  }

  onTimeline(listener: (events: readonly TimelineEvent[]) => void): () => void {
    this.#timelineListeners.add(listener)
    return () => this.#timelineListeners.delete(listener)
  }

  lanes(from: Millis): Promise<readonly LaneBar[]> {
    return Promise.resolve(this.bars.filter(({ to }) => to === null || to >= from))
  }

  close(): void {
    this.#listeners.clear()
  }

  #known(cluster: ClusterName): void {
    if (!this.#snapshot.clusters.some(({ name }) => name === cluster))
      throw new ConsoleError('CLUSTER_UNKNOWN', `there is no cluster "${cluster}" in the settings`)
  }
}
