/** What the watch keeps of a run: its attempts as bars of lanes and as votes, and its events. Small, because hundreds are kept. */
import type { Millis } from '../../../shared/model/ids.js'
import type { LaneBar, TimelineEvent } from '../../../shared/model/timeline.js'
import type {
  AttemptVerdict,
  AttemptView,
  RunSnapshot,
  RunVerdict
} from '../../../shared/model/run.js'
import type { WatchedCluster } from '../../../shared/model/watch.js'

export interface RunTrace {
  readonly run: RunSnapshot['run']
  readonly environment: string
  readonly startedAt: Millis
  /** Nothing of it will change any more. */
  readonly over: boolean
  readonly live: boolean
  readonly bars: readonly LaneBar[]
  readonly events: readonly TimelineEvent[]
}

export function traceOf(snapshot: RunSnapshot): RunTrace {
  const bars = snapshot.attempts.flatMap((attempt) => barOf(attempt, snapshot))
  return {
    run: snapshot.run,
    environment: snapshot.environment,
    startedAt: snapshot.startedAt,
    over: snapshot.verdict !== null,
    live: snapshot.live,
    bars,
    events: eventsOf(snapshot)
  }
}

/** @returns the last 16 judgements of each cluster, oldest first */
export function votesOf(traces: readonly RunTrace[]): ReadonlyMap<string, WatchedCluster['votes']> {
  const votes = new Map<string, { readonly at: number; readonly vote: Vote }[]>()
  for (const { bars } of traces)
    for (const { cluster, to, from, verdict } of bars) {
      const vote = verdict === null ? null : VOTES[verdict]
      if (vote === null) continue
      const of = votes.get(cluster) ?? []
      of.push({ at: to ?? from, vote })
      votes.set(cluster, of)
    }
  return new Map(
    [...votes].map(([cluster, of]) => [
      cluster,
      of
        .sort((one, other) => one.at - other.at)
        .slice(-MOST_VOTES)
        .map(({ vote }) => vote)
    ])
  )
}

const MOST_VOTES = 16
type Vote = WatchedCluster['votes'][number]
/** `null`: it says nothing about the cluster. */
const VOTES: Readonly<Record<AttemptVerdict, Vote | null>> = {
  agreed: 'agreed',
  outvoted: 'outvoted',
  failed: 'none',
  hung: 'none',
  unreachable: 'none',
  cancelled: null,
  inconclusive: null
}

function barOf(attempt: AttemptView, snapshot: RunSnapshot): readonly LaneBar[] {
  const { queued, launched } = attempt.timings
  const from = launched > 0 ? launched : queued
  // What never got to a cluster stands in no lane.
  if (from === 0 || (attempt.verdict !== null && launched === 0)) return []
  return [
    {
      run: snapshot.run,
      name: snapshot.name,
      attempt: attempt.id,
      cluster: attempt.cluster,
      from: from as Millis,
      to: endOf(attempt, snapshot),
      verdict: attempt.verdict,
      ...(snapshot.live || snapshot.verdict !== null || attempt.verdict !== null
        ? {}
        : { interrupted: true }),
      counted: attempt.repeats === null
    }
  ]
}

/** When it left its cluster, or was last seen there: the last that is known of it, or of what came in its place. `null`: it is there. */
function endOf(attempt: AttemptView, snapshot: RunSnapshot): Millis | null {
  const { queued, launched, finished, digested } = attempt.timings
  const known = Math.max(digested, finished)
  if (known > 0 && (digested > 0 || attempt.verdict !== null)) return known as Millis
  if (attempt.verdict === null) return snapshot.finishedAt ?? (snapshot.live ? null : snapshot.now)
  const next = successorOf(attempt, snapshot)
  const end = next === null ? (snapshot.finishedAt ?? snapshot.now) : next.timings.queued
  return Math.max(end, queued, launched) as Millis
}

const successorOf = (attempt: AttemptView, { attempts }: RunSnapshot): AttemptView | null =>
  attempts.find(
    ({ unit, round, timings }) =>
      unit === attempt.unit && round > attempt.round && timings.queued >= attempt.timings.queued
  ) ?? null

const VERDICTS: Readonly<
  Record<RunVerdict, { readonly look: TimelineEvent['look']; readonly text: string }>
> = {
  verified: { look: 'verified', text: 'verified' },
  'not-verified': { look: 'not-verified', text: 'not verified' },
  cancelled: { look: 'cancelled', text: 'cancelled' },
  failed: { look: 'failed', text: 'failed' }
}

function eventsOf(snapshot: RunSnapshot): readonly TimelineEvent[] {
  const { run, name, environment, startedAt, finishedAt, verdict } = snapshot
  const of = (
    code: string,
    event: Pick<TimelineEvent, 'at' | 'look' | 'text'> & { readonly cluster?: string }
  ): TimelineEvent => ({
    id: `${run}/${event.cluster ?? ''}/${code}`,
    at: event.at,
    environment,
    source: event.cluster === undefined ? 'run' : 'cluster',
    subject: event.cluster ?? name,
    look: event.look,
    code,
    text: event.text,
    run
  })
  const clusters = [
    ...new Set(snapshot.attempts.filter(({ round }) => round === 0).map(({ cluster }) => cluster))
  ]
  const on = clusters.length === 0 ? '' : ` on ${some(clusters)}`
  const end = verdict === null ? null : VERDICTS[verdict]
  return [
    of('run-started', {
      at: startedAt,
      look: 'running',
      text: `started${on}, f = ${String(snapshot.faults)}`
    }),
    ...troubles(snapshot).map(({ attempt, at, code, look, text }) =>
      of(`${code}-${attempt.id}`, {
        at,
        look,
        text: `${text} in ${name}`,
        cluster: attempt.cluster
      })
    ),
    ...(end === null || finishedAt === null
      ? []
      : [of('run-ended', { at: finishedAt, look: end.look, text: end.text })])
  ]
}

interface Trouble {
  readonly attempt: AttemptView
  readonly at: number
  readonly code: string
  readonly look: TimelineEvent['look']
  readonly text: string
}

/** Attempts that were outvoted or lost; of many chunks on one cluster only the first of a kind, with the number of all. */
function troubles(snapshot: RunSnapshot): readonly Trouble[] {
  const found = new Map<
    string,
    { readonly attempts: AttemptView[]; readonly verdict: AttemptVerdict }
  >()
  for (const attempt of snapshot.attempts) {
    const { verdict, cluster } = attempt
    if (verdict === null || !(verdict in TROUBLES)) continue
    const key = `${cluster} ${verdict}`
    const known = found.get(key)
    if (known === undefined) found.set(key, { attempts: [attempt], verdict })
    else known.attempts.push(attempt)
  }
  return [...found.values()].flatMap(({ attempts, verdict }) => {
    const [attempt] = attempts
    const trouble = TROUBLES[verdict]
    if (attempt === undefined || trouble === undefined) return []
    const next = successorOf(attempt, snapshot)
    const moved = next === null || verdict === 'outvoted' ? '' : `, moved to ${next.cluster}`
    const times = attempts.length === 1 ? '' : ` ${String(attempts.length)} times`
    return [
      {
        attempt,
        at: troubledAt(attempt, snapshot),
        code: trouble.code,
        look: trouble.look,
        text: `${trouble.text}${times}${moved}`
      }
    ]
  })
}

const TROUBLES: Readonly<
  Partial<
    Record<
      AttemptVerdict,
      { readonly code: string; readonly look: TimelineEvent['look']; readonly text: string }
    >
  >
> = {
  outvoted: { code: 'attempt-outvoted', look: 'outvoted', text: 'outvoted' },
  failed: { code: 'attempt-failed', look: 'failed', text: 'its attempt failed' },
  hung: { code: 'attempt-hung', look: 'attention', text: 'its attempt hung' },
  unreachable: { code: 'attempt-lost', look: 'unreachable', text: 'its attempt was lost' }
}

function troubledAt(attempt: AttemptView, snapshot: RunSnapshot): number {
  const vote = snapshot.units
    .find(({ id }) => id === attempt.unit)
    ?.votes.find(({ at, outcome }) => outcome === 'decided' && at >= attempt.timings.digested)
  if (attempt.verdict === 'outvoted' && vote !== undefined) return vote.at
  return endOf(attempt, snapshot) ?? snapshot.now
}

function some(names: readonly string[]): string {
  const most = 3
  return names.length <= most
    ? names.join(', ')
    : `${names.slice(0, most - 1).join(', ')} and ${String(names.length - most + 1)} more`
}
