/**
 * Watches an environment while anybody looks: heartbeats and links as they come, questions at a calm pace, the runs of this machine.
 *
 * Snapshots are whole, come at most once a second, and only when something changed; the ages in them are the page's business. One broken
 * cluster costs its own time limits and nothing else. Nobody listens: nothing is asked.
 */
import { ConsoleError } from '../../../shared/model/errors.js'
import type { ClusterName, Millis } from '../../../shared/model/ids.js'
import type { Environment } from '../../../shared/model/settings.js'
import type { LaneBar, TimelineEvent } from '../../../shared/model/timeline.js'
import type { EnvironmentSnapshot, Trial } from '../../../shared/model/watch.js'
import { brokerPicture, type BrokerPicture } from '../../domain/watch/broker-link.js'
import { judgeCluster } from '../../domain/watch/judge-cluster.js'
import type { BrokerState, Heartbeat } from '../../ports/workers.js'
import { PROTOCOL_VERSION } from '../../protocol/tasks/names.js'
import type { EnginePorts } from '../ports.js'
import type { RunArchive } from '../recorded-run.js'
import { ClusterRecord, questionKinds, type QuestionKind } from './cluster-record.js'
import { EnvironmentTimeline } from './environment-timeline.js'
import { canAsk, dueAfter, isHeard, stretch } from './pace.js'
import { ProbeSchedule } from './probe-schedule.js'
import { askCluster } from './questions.js'
import { RunHistory } from './run-history.js'
import { watchSnapshot } from './watch-snapshot.js'

export interface EnvironmentWatch {
  /** What is known now; before anybody has listened that nothing is. */
  snapshot(): EnvironmentSnapshot
  /** Watching goes on while anybody listens. @returns a disposer */
  listen(listener: (snapshot: EnvironmentSnapshot) => void): () => void
  /** Asks one cluster everything, without waiting for its turn; resolves when all has been answered or given up. @throws ConsoleError `CLUSTER_UNKNOWN` */
  probe(cluster: ClusterName): Promise<void>
  /** How it was asked, newest first. @throws ConsoleError `CLUSTER_UNKNOWN` */
  tried(cluster: ClusterName): readonly Trial[]
  /** Events of broker, clusters and runs, newest first. */
  timeline(limit: number): Promise<readonly TimelineEvent[]>
  /** Told of new events, oldest first. @returns a disposer */
  onTimeline(listener: (events: readonly TimelineEvent[]) => void): () => void
  /** Attempts that were on a cluster at or after `from`, oldest first. */
  lanes(from: Millis): Promise<readonly LaneBar[]>
  close(): void
}

interface Key {
  readonly record: ClusterRecord
  readonly index: number
  readonly kind: QuestionKind
}

const TICK_MS = 1_000
/** Nobody could be heard for so long: this computer slept, or had other things to do. */
const GAP_MS = 5_000
const HISTORY_MS = 5_000
/** While the broker is away one cluster is tried for all. */
const CANARY_MS = 5_000
const PLACES = { well: 24, ill: 8 }

export function createWatch(
  environmentName: string,
  environment: Environment,
  ports: EnginePorts,
  runs: Pick<RunArchive, 'readRun'>
): EnvironmentWatch {
  return new RunningWatch(environmentName, environment, ports, runs)
}

class RunningWatch implements EnvironmentWatch {
  readonly #records: readonly ClusterRecord[]
  readonly #byName: ReadonlyMap<ClusterName, ClusterRecord>
  readonly #schedule: ProbeSchedule<Key>
  readonly #keys: readonly Key[]
  readonly #history: RunHistory
  readonly #timeline: EnvironmentTimeline
  readonly #listeners = new Set<(snapshot: EnvironmentSnapshot) => void>()
  readonly #timelineListeners = new Set<(events: readonly TimelineEvent[]) => void>()
  readonly #stops: (() => void)[]
  #stopTick: (() => void) | null = null
  #broker: BrokerPicture & { readonly since: Millis }
  #version = 0
  #changed = true
  #lastTick: Millis
  #lastTold = 0
  #lastHistory = 0
  #canary: { at: number; out: boolean } = { at: 0, out: false }
  #last: EnvironmentSnapshot | null = null

  constructor(
    private readonly name: string,
    private readonly environment: Environment,
    private readonly ports: EnginePorts,
    runs: Pick<RunArchive, 'readRun'>
  ) {
    const { clock, workers, journals, log, timeline } = ports
    const now = clock.now()
    this.#lastTick = now
    this.#records = environment.clusters.map((settings) => new ClusterRecord(settings, now))
    this.#byName = new Map(this.#records.map((record) => [record.settings.name, record]))
    this.#broker = { ...this.#pictureOfBroker(), since: now }
    this.#history = new RunHistory({ environment: name, journals, runs, log })
    this.#timeline = new EnvironmentTimeline({
      environment: name,
      log: timeline,
      history: this.#history,
      now: () => clock.now(),
      onAdded: (events) => this.#timelineListeners.forEach((listener) => listener(events))
    })
    this.#keys = this.#records.flatMap((record, index) =>
      questionKinds.map((kind): Key => ({ record, index, kind }))
    )
    this.#schedule = new ProbeSchedule({
      places: PLACES,
      keys: this.#keys,
      now: () => clock.now(),
      turn: ({ record, kind }) =>
        this.#stopTick !== null && canAsk(record, kind, this.#brokerIsAway())
          ? { due: record.due[kind], ill: record.asked[kind].type === 'failed' }
          : null,
      ask: (key) => this.#ask(key)
    })
    // Heard all the time: the links also stand for runs, and their states are told only when they change.
    this.#stops = [
      workers.onHeartbeat((heartbeat) => this.#heard(heartbeat)),
      workers.onBrokerState((cluster, state) => this.#linked(cluster, state))
    ]
  }

  snapshot(): EnvironmentSnapshot {
    if (this.#last === null || this.#changed) this.#picture()
    return this.#last ?? this.#picture()
  }

  listen(listener: (snapshot: EnvironmentSnapshot) => void): () => void {
    const own = (snapshot: EnvironmentSnapshot): void => listener(snapshot)
    this.#listeners.add(own)
    if (this.#stopTick === null) this.#start()
    return () => {
      this.#listeners.delete(own)
      if (this.#listeners.size === 0) this.#pause()
    }
  }

  async probe(cluster: ClusterName): Promise<void> {
    const record = this.#record(cluster)
    await Promise.all(
      this.#keys.filter((key) => key.record === record).map((key) => this.#schedule.now(key))
    )
    this.#tell()
  }

  tried(cluster: ClusterName): readonly Trial[] {
    const record = this.#record(cluster)
    const { heartbeat, settings } = record
    const target = `exchange celeryev of vhost ${settings.vhost}`
    const says =
      heartbeat === null ? 'none was heard' : `the last one came from ${heartbeat.worker}`
    const listened: Trial = {
      kind: 'heartbeat',
      target,
      at: heartbeat?.at ?? record.since,
      tookMs: 0,
      ok: isHeard(record, this.ports.clock.now()),
      says,
      code: null,
      hint: null
    }
    return [listened, ...record.trials.values()].sort((one, other) => other.at - one.at)
  }

  async timeline(limit: number): Promise<readonly TimelineEvent[]> {
    await this.#readHistory()
    return this.#timeline.read(limit)
  }

  onTimeline(listener: (events: readonly TimelineEvent[]) => void): () => void {
    const own = (events: readonly TimelineEvent[]): void => listener(events)
    this.#timelineListeners.add(own)
    return () => this.#timelineListeners.delete(own)
  }

  async lanes(from: Millis): Promise<readonly LaneBar[]> {
    await this.#readHistory()
    return this.#history.traces
      .flatMap(({ bars }) => bars)
      .filter((bar) => bar.to === null || bar.to >= from)
      .sort((one, other) => one.from - other.from)
  }

  close(): void {
    this.#listeners.clear()
    this.#timelineListeners.clear()
    this.#pause()
    this.#stops.forEach((stop) => stop())
  }

  #start(): void {
    this.#lastTick = this.ports.clock.now()
    this.#lastHistory = 0
    void this.#timeline.open()
    const tick = (): void => {
      this.#stopTick = this.ports.clock.after(TICK_MS, tick)
      this.#tick()
    }
    this.#stopTick = this.ports.clock.after(0, tick)
  }

  #pause(): void {
    this.#stopTick?.()
    this.#stopTick = null
    this.#timeline.close()
  }

  #tick(): void {
    const now = this.ports.clock.now()
    // What was not heard while nobody could listen is not silence.
    if (now - this.#lastTick > GAP_MS)
      for (const record of this.#records)
        if (record.listeningSince !== null) record.listeningSince = now
    this.#lastTick = now
    this.#judge(now)
    this.#schedule.begin()
    this.#tryForAll(now)
    if (now - this.#lastHistory >= HISTORY_MS) void this.#readHistory()
    if (this.#changed && now - this.#lastTold >= TICK_MS * stretch(this.#records.length / 2))
      this.#tell()
  }

  #tell(): void {
    const snapshot = this.#picture()
    this.#lastTold = this.ports.clock.now()
    this.#timeline.observe(snapshot, this.#lastTick)
    this.#listeners.forEach((listener) => listener(snapshot))
  }

  #picture(): EnvironmentSnapshot {
    const now = this.ports.clock.now()
    this.#judge(now)
    this.#changed = false
    this.#version += 1
    this.#last = watchSnapshot({
      environmentName: this.name,
      environment: this.environment,
      version: this.#version,
      now,
      broker: this.#broker,
      records: this.#records,
      traces: this.#history.traces
    })
    return this.#last
  }

  #judge(now: Millis): void {
    const picture = this.#pictureOfBroker()
    if (picture.state !== this.#broker.state) this.#broker = { ...picture, since: now }
    else this.#broker = { ...picture, since: this.#broker.since }
    const brokerReached = this.#broker.vhosts.up > 0
    for (const record of this.#records) {
      if (record.link.type === 'up' && !isHeard(record, now)) this.#askAbout(record)
      const judgement = judgeCluster(record.evidence(brokerReached), {
        now,
        protocol: PROTOCOL_VERSION
      })
      if (record.judge(judgement, now)) this.#changed = true
    }
  }

  /** Not heard any more: both halves are asked once, at once. */
  #askAbout(record: ClusterRecord): void {
    const { heartbeat, asked, due } = record
    if (heartbeat === null) return
    for (const kind of ['hello', 'hdfs'] as const) {
      const last = asked[kind]
      if (last.type === 'never' || last.at < heartbeat.at) due[kind] = heartbeat.at
    }
  }

  #pictureOfBroker(): BrokerPicture {
    const links = new Map(
      this.#records.map((record) => [record.settings.vhost, record.effectiveLink()])
    )
    return brokerPicture([...links].map(([vhost, link]) => ({ vhost, link })))
  }

  /** No link stands, and what was tried said that it is the broker and not the vhost. */
  #brokerIsAway(): boolean {
    return (
      this.#broker.vhosts.up === 0 &&
      this.#records.some(
        ({ asked: { hello } }) => hello.type === 'failed' && isOfBroker(hello.code)
      )
    )
  }

  #tryForAll(now: Millis): void {
    if (!this.#brokerIsAway() || this.#canary.out || now - this.#canary.at < CANARY_MS) return
    const askedAt = ({ record }: Key): number =>
      record.asked.hello.type === 'never' ? 0 : record.asked.hello.at
    const [oldest] = this.#keys
      .filter(({ kind }) => kind === 'hello')
      .sort((one, other) => askedAt(one) - askedAt(other))
    if (oldest === undefined) return
    this.#canary = { at: now, out: true }
    void this.#schedule.now(oldest).then(() => (this.#canary.out = false))
  }

  async #ask({ record, index, kind }: Key): Promise<void> {
    const turn = record.asked[kind].type === 'never' ? 'first' : 'later'
    await askCluster(this.ports, record, kind)
    const { clock } = this.ports
    const place = { index, count: this.#records.length }
    record.due[kind] = dueAfter(record, kind, clock.now(), place, turn)
    this.#changed = true
  }

  #heard(heartbeat: Heartbeat): void {
    const record = this.#byName.get(heartbeat.cluster)
    if (record === undefined) return
    // Heard again: whether it works, too, only its answers say.
    if (!isHeard(record, heartbeat.at))
      for (const kind of questionKinds) record.due[kind] = heartbeat.at
    record.heartbeat = heartbeat
    this.#changed = true
  }

  #linked(cluster: ClusterName, state: BrokerState): void {
    const record = this.#byName.get(cluster)
    if (record === undefined) return
    this.#changed = true
    switch (state.type) {
      case 'connected': {
        const first = this.#broker.vhosts.up === 0
        record.connected(state.at)
        // The broker is back: nobody has to wait for the end of a calm interval.
        if (first) for (const { due } of this.#records) due.hello = state.at
        return
      }
      case 'blocked':
        record.disconnected({ type: 'blocked', since: state.at, reason: state.reason })
        return
      case 'disconnected':
        record.disconnected({ type: 'down', reason: state.reason })
    }
  }

  async #readHistory(): Promise<void> {
    this.#lastHistory = this.ports.clock.now()
    if (await this.#history.refresh()) this.#changed = true
    this.#timeline.runsChanged()
  }

  #record(cluster: ClusterName): ClusterRecord {
    const found = this.#byName.get(cluster)
    if (found !== undefined) return found
    throw new ConsoleError('CLUSTER_UNKNOWN', `there is no cluster "${cluster}" in the settings`)
  }
}

const isOfBroker = (code: string): boolean =>
  code === 'BROKER_UNREACHABLE' || code === 'AUTH_REFUSED'
