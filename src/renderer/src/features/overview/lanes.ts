/**
 * Lanes of the last minutes: attempts as bars, outages as gaps, what happened as marks. Plain numbers: minutes from the left edge.
 *
 * The right edge moves in steps, so that nothing trembles while one looks at it.
 */
import type { LaneBar, TimelineEvent } from '@shared/model/timeline.js'
import type { EnvironmentSnapshot, WatchedCluster } from '@shared/model/watch.js'
import { clock } from '../../lib/format.js'
import type { Look } from '../../lib/states.js'
import { eventLook } from '../../lib/watched-states.js'
import { overviewText } from '../../text/overview.js'
import { linkText } from '../../text/shell.js'
import { statesText } from '../../text/states.js'

const text = overviewText.timeLine

export interface Bar {
  readonly id: string
  readonly from: number
  readonly to: number
  readonly label: string
  readonly title: string
  readonly run: LaneBar['run']
  readonly open: boolean
  readonly counted: boolean
}
export interface Gap {
  readonly id: string
  readonly from: number
  readonly to: number
  readonly state: 'unreachable' | 'hung'
  readonly label: string
}
export interface Mark {
  readonly id: string
  readonly at: number
  readonly look: Look
  readonly title: string
}
export interface Lane {
  readonly name: string
  readonly bars: readonly Bar[]
  readonly gaps: readonly Gap[]
  readonly marks: readonly Mark[]
}
export interface Lanes {
  /** Minutes. */
  readonly span: number
  readonly lanes: readonly Lane[]
  /** Clusters of which there is nothing to show, beyond {@link MOST_LANES}. */
  readonly quiet: number
  readonly ticks: readonly { readonly at: number; readonly label: string }[]
  readonly now: string
}

export interface LanesInput {
  readonly watch: EnvironmentSnapshot
  readonly happened: Happened
  readonly now: number
  /** Minutes. */
  readonly span: number
}

/** Events, oldest first, and attempts by whom they are about, so that a lane need not look at all of them. */
export interface Happened {
  readonly broker: readonly TimelineEvent[]
  readonly events: ReadonlyMap<string, readonly TimelineEvent[]>
  readonly bars: ReadonlyMap<string, readonly LaneBar[]>
}

/** @param events - in any order */
export function happenedBy(events: readonly TimelineEvent[], bars: readonly LaneBar[]): Happened {
  const sorted = events.toSorted((one, other) => one.at - other.at)
  return {
    broker: sorted.filter(({ source }) => source === 'broker'),
    events: grouped(
      sorted.filter(({ source }) => source === 'cluster'),
      ({ subject }) => subject
    ),
    bars: grouped(bars, ({ cluster }) => cluster)
  }
}

function grouped<T>(all: readonly T[], by: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const one of all) {
    const group = groups.get(by(one))
    if (group === undefined) groups.set(by(one), [one])
    else group.push(one)
  }
  return groups
}

const MOST_LANES = 16
const MINUTE = 60_000
const STEPS = [5, 10, 15, 30, 60, 120, 240]

export function lanesOf({ watch, happened, now, span }: LanesInput): Lanes {
  const right = Math.ceil(now / (span * 200)) * (span * 200) // 300 steps across
  const left = right - span * MINUTE
  const at = (time: number): number => Math.min(span, Math.max(0, (time - left) / MINUTE))
  const inside = (events: readonly TimelineEvent[] = []): readonly TimelineEvent[] =>
    events.filter((event) => event.at >= left)
  const lane = (cluster: WatchedCluster): Lane => {
    const own = inside(happened.events.get(cluster.name))
    return {
      name: cluster.name,
      bars: (happened.bars.get(cluster.name) ?? [])
        .filter((bar) => bar.to === null || bar.to >= left)
        .map((bar) => barOf(bar, at, now)),
      gaps: gapsOf(
        own,
        cluster.state === 'silent' || cluster.state === 'degraded'
          ? {
              state: cluster.state === 'silent' ? 'unreachable' : 'hung',
              word: statesText.watched[cluster.state],
              since: cluster.since
            }
          : null,
        at,
        now
      ),
      marks: own.map((event) => markOf(event, at))
    }
  }
  const all = watch.clusters.map(lane)
  const shown = all.length <= MOST_LANES ? all : all.filter(isBusy).slice(0, MOST_LANES)
  return {
    span,
    lanes: [brokerLane(watch, inside(happened.broker), at, now), ...shown],
    quiet: all.length - shown.length,
    ticks: ticksOf(left, right, span),
    now: clock(now).slice(0, 5)
  }
}

const isBusy = ({ bars, gaps, marks }: Lane): boolean =>
  bars.length + gaps.length + marks.length > 0

function brokerLane(
  { broker }: EnvironmentSnapshot,
  own: readonly TimelineEvent[],
  at: (time: number) => number,
  now: number
): Lane {
  const down =
    broker.state === 'disconnected'
      ? ({ state: 'unreachable', word: linkText.states.disconnected, since: broker.since } as const)
      : broker.state === 'blocked'
        ? ({ state: 'hung', word: linkText.states.blocked, since: broker.since } as const)
        : null
  return {
    name: text.broker,
    bars: [],
    gaps: gapsOf(own, down, at, now),
    marks: own.map((event) => markOf(event, at))
  }
}

interface Down {
  readonly state: Gap['state']
  readonly word: string
}
const DOWN: Readonly<Partial<Record<string, Down>>> = {
  'cluster-silent': { state: 'unreachable', word: statesText.watched.silent },
  'cluster-degraded': { state: 'hung', word: statesText.watched.degraded },
  'broker-lost': { state: 'unreachable', word: linkText.states.disconnected },
  'broker-blocked': { state: 'hung', word: linkText.states.blocked }
}
const UP: ReadonlySet<string> = new Set(['cluster-back', 'broker-back', 'broker-unblocked'])

interface Change {
  readonly at: number
  /** `null`: it is well again. */
  readonly down: Down | null
}

/** Outages from their two events; the one that lasts from what is seen now. */
function gapsOf(
  events: readonly TimelineEvent[],
  lasting: (Down & { readonly since: number }) | null,
  at: (time: number) => number,
  now: number
): readonly Gap[] {
  const changes = events.flatMap(({ at: time, code }): Change[] => {
    const down = DOWN[code] ?? null
    return down !== null || UP.has(code) ? [{ at: time, down }] : []
  })
  const over = changes.flatMap(({ at: since, down }, index) => {
    const end = changes[index + 1]?.at ?? (lasting === null ? now : null)
    return down === null || end === null ? [] : [gapOf({ ...down, since }, end, at, 'over')]
  })
  if (lasting === null) return over
  const last = changes.at(-1)
  // An event comes by another way than the picture: this one is older than what is known to have ended.
  if (last?.down === null && last.at >= lasting.since) return over
  const since =
    last === undefined || last.down === null ? lasting.since : Math.min(last.at, lasting.since)
  return [...over, gapOf({ ...lasting, since }, now, at, 'lasting')]
}

const gapOf = (
  { state, word, since }: Down & { readonly since: number },
  until: number,
  at: (time: number) => number,
  how: 'over' | 'lasting'
): Gap => ({
  id: `${how} ${word} ${String(since)}`,
  from: at(since),
  to: at(until),
  state,
  label: how === 'lasting' ? text.since(word, clock(since)) : word
})

function barOf(bar: LaneBar, at: (time: number) => number, now: number): Bar {
  const end = bar.to === null ? text.now : clock(bar.to)
  const how =
    bar.verdict !== null
      ? statesText.attempts[bar.verdict]
      : bar.interrupted === true
        ? statesText.runs.interrupted
        : bar.to === null
          ? statesText.runs.running
          : statesText.phases.voting
  return {
    id: bar.attempt,
    from: at(bar.from),
    to: at(bar.to ?? now),
    label: bar.name,
    title: text.attemptTitle(bar.name, how, clock(bar.from), end),
    run: bar.run,
    open: bar.to === null,
    counted: bar.counted
  }
}

const markOf = (event: TimelineEvent, at: (time: number) => number): Mark => ({
  id: event.id,
  at: at(event.at),
  look: eventLook(event.look),
  title: `${clock(event.at)} ${event.subject} ${event.text}`
})

/** Whole five minutes, hours and so on of this computer's time zone; none under the last label. */
function ticksOf(left: number, right: number, span: number): Lanes['ticks'] {
  const step = (STEPS.find((each) => span / each <= 7) ?? 240) * MINUTE
  const zone = new Date(left).getTimezoneOffset() * MINUTE
  const first = Math.ceil((left - zone) / step) * step + zone
  return Array.from(
    { length: Math.ceil((right - first) / step) },
    (_, index) => first + index * step
  )
    .map((time) => ({ at: (time - left) / MINUTE, label: clock(time).slice(0, 5) }))
    .filter((tick) => tick.at > span * 0.02 && tick.at < span * 0.92)
}
