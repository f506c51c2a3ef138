/**
 * Attempts over time, as plain numbers for the chart: seconds since the run's start, one row an attempt, failed ones too.
 *
 * What is not known is not drawn: where map ended is known only when the timings say so, otherwise map and reduce share one bar.
 * The axis of an open run grows in steps, so that bars stay where they are between two of them.
 */
import type { AttemptTimings, AttemptView, RunSnapshot, VoteView } from '@shared/model/run.js'
import { attemptLook, phaseLook, type Look } from '../../lib/states.js'
import { axisTime, duration, ticking } from '../../lib/format.js'
import { attemptsText } from '../../text/run.js'
import { percentOf, progressText } from './attempt-progress.js'
import { replacements } from './replacements.js'
import { voteLabel } from './vote-label.js'

const { bars: names, differing, how, percent } = attemptsText

/** `job`: map and reduce, where one ended and the other began is not known. */
export type BarPhase = 'queued' | 'copy' | 'map' | 'reduce' | 'job' | 'digest'

export interface Bar {
  readonly phase: BarPhase
  /** Seconds since the run's start. */
  readonly from: number
  readonly to: number
  readonly label: string
  /** Second part of the label, left out first when there is no room. */
  readonly note: string
}

export interface Row {
  readonly id: string
  readonly cluster: string
  /** Why it runs: `first two`, `joined at vote 1`. */
  readonly how: string
  readonly bars: readonly Bar[]
  /** Dots from its digests to the vote. */
  readonly wait: { readonly from: number; readonly to: number } | null
  /** Where the shape stands; `null` while it works. */
  readonly endAt: number | null
  readonly look: Look
  /** Beside the word: progress, or why it ended. */
  readonly endNote: string
}

export interface VoteMark {
  readonly at: number
  readonly state: 'agreed' | 'inconclusive'
  readonly label: string
  /** Index of the row it started; `null` when none. */
  readonly starts: number | null
}

export interface Timeline {
  /** Seconds on the chart. */
  readonly span: number
  readonly rows: readonly Row[]
  readonly votes: readonly VoteMark[]
  readonly ticks: readonly { readonly at: number; readonly label: string }[]
}

const STEPS = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400]

/** @param now - milliseconds; the right end of what is still open */
export function timeline(snapshot: RunSnapshot, now: number): Timeline {
  const end = snapshot.finishedAt ?? now
  const seconds = (at: number): number => Math.max(0, (at - snapshot.startedAt) / 1_000)
  const length = Math.max(seconds(end), 10)
  const step = STEPS.find((each) => length / each <= 6) ?? 86_400
  const span =
    snapshot.finishedAt === null ? Math.ceil((length * 1.05) / step) * step : length * 1.04
  const rows = snapshot.attempts.map((attempt) => rowOf(attempt, snapshot, end, seconds))
  return {
    span,
    rows,
    votes: snapshot.units.flatMap((unit) =>
      unit.votes.map((vote, index) => markOf(vote, index, snapshot, seconds))
    ),
    ticks: Array.from({ length: Math.floor(span / step) + 1 }, (_, index) => index * step)
      .filter((at) => at <= span * 0.98)
      .map((at) => ({ at, label: axisTime(at) }))
  }
}

function rowOf(
  attempt: AttemptView,
  snapshot: RunSnapshot,
  end: number,
  seconds: (at: number) => number
): Row {
  const { timings, verdict } = attempt
  const until = endOf(attempt, snapshot, end)
  const decidedAt = snapshot.units
    .find((unit) => unit.id === attempt.unit)
    ?.votes.find((vote) => vote.outcome === 'decided')?.at
  const judged = verdict === 'agreed' || verdict === 'outvoted' || verdict === 'inconclusive'
  const waits = timings.digested > 0 && (verdict === null || judged)
  const waitEnd = waits ? Math.max(decidedAt ?? end, timings.digested) : until
  return {
    id: attempt.id,
    cluster: attempt.cluster,
    how: howOf(attempt, snapshot),
    bars: barsOf(attempt, until).map((bar) => ({
      ...bar,
      from: seconds(bar.from),
      to: seconds(bar.to)
    })),
    wait:
      waits && waitEnd - timings.digested > 500
        ? { from: seconds(timings.digested + 400), to: seconds(waitEnd) }
        : null,
    endAt: verdict === null ? null : seconds(waitEnd),
    look:
      verdict === null
        ? { ...phaseLook[attempt.phase], word: progressText(attempt) }
        : attemptLook[verdict],
    endNote: verdict === null ? '' : endNote(attempt, snapshot)
  }
}

/** When the attempt itself was over: the last that is known of it, or of what came in its place. */
function endOf(attempt: AttemptView, snapshot: RunSnapshot, end: number): number {
  const { queued, launched, finished, digested } = attempt.timings
  const known = Math.max(queued, launched, finished, digested)
  if (digested > 0) return digested
  if (attempt.verdict === null) return end
  if (finished > 0) return finished
  const next = replacements(snapshot).get(attempt.id)
  return next === undefined ? Math.max(known, end) : Math.max(known, next.timings.queued)
}

type Mapped = AttemptTimings & { readonly mapped?: number }

function barsOf(attempt: AttemptView, until: number): readonly Bar[] {
  const { queued, launched, finished, digested, mapped = 0 } = attempt.timings as Mapped
  const bars: Bar[] = []
  const add = (phase: BarPhase, from: number, to: number, label: string, note = ''): void => {
    if (from > 0 && to > from) bars.push({ phase, from, to, label, note })
  }
  const took = (from: number, to: number): string => duration(to - from)
  const open = attempt.verdict === null
  if (launched === 0) {
    const copies = attempt.phase === 'staging' && attempt.bytesTotal > 0
    add(copies ? 'copy' : 'queued', queued, until, '', copies ? percentOf(attempt) : '')
    return bars
  }
  add('queued', queued, launched, '', took(queued, launched))
  const jobEnd = finished > 0 ? finished : until
  if (mapped > 0) {
    add('map', launched, mapped, names.map, took(launched, mapped))
    add('reduce', mapped, jobEnd, names.reduce, reduceNote(attempt, mapped, jobEnd, open))
  } else if (open && finished === 0) {
    const phase = attempt.reduce > 0 ? 'job' : 'map'
    add(phase, launched, jobEnd, ...liveLabel(attempt, jobEnd - launched))
  } else add('job', launched, jobEnd, names.job, took(launched, jobEnd))
  if (finished > 0) add('digest', finished, digested > 0 ? digested : until, '')
  return bars
}

function reduceNote(attempt: AttemptView, from: number, to: number, open: boolean): string {
  return open && attempt.timings.finished === 0
    ? `${String(Math.round(attempt.reduce))} %`
    : duration(to - from)
}

function liveLabel(attempt: AttemptView, ms: number): [string, string] {
  if (attempt.phase !== 'running') return [phaseLook[attempt.phase].word, ticking(ms)]
  const map = percent(names.map, Math.round(attempt.map))
  return attempt.reduce > 0
    ? [map, percent(names.reduce, Math.round(attempt.reduce))]
    : [map, ticking(ms)]
}

function howOf(attempt: AttemptView, snapshot: RunSnapshot): string {
  if (attempt.repeats !== null) return how.repeat
  if (attempt.round === 0) return snapshot.needed === 1 ? how.alone : how.first(snapshot.needed)
  const votes = snapshot.units.find((unit) => unit.id === attempt.unit)?.votes ?? []
  const vote = votes.findIndex(
    (each) => each.joined.includes(attempt.cluster) && each.at <= attempt.timings.queued + 1_000
  )
  if (vote !== -1) return how.joined(vote + 1)
  const [before] = [...replacements(snapshot)].find(([, next]) => next.id === attempt.id) ?? []
  const replaced = snapshot.attempts.find((each) => each.id === before)
  return replaced === undefined ? how.later : how.inPlaceOf(replaced.cluster)
}

function endNote(attempt: AttemptView, snapshot: RunSnapshot): string {
  const winner = snapshot.attempts.find(
    (each) => each.unit === attempt.unit && each.verdict === 'agreed'
  )
  if (attempt.verdict !== 'outvoted' || winner === undefined) return ''
  const ours = new Map(winner.files.map((file) => [file.path, file]))
  const same = attempt.files.filter((file) => ours.get(file.path)?.sha256 === file.sha256).length
  const all = new Set([...ours.keys(), ...attempt.files.map((file) => file.path)]).size
  return differing(all - same, all)
}

function markOf(
  vote: VoteView,
  index: number,
  snapshot: RunSnapshot,
  seconds: (at: number) => number
): VoteMark {
  const first = snapshot.attempts.findIndex(
    (attempt) =>
      attempt.unit === vote.unit &&
      vote.joined.includes(attempt.cluster) &&
      attempt.timings.queued >= vote.at - 1_000
  )
  return {
    at: seconds(vote.at),
    state: vote.outcome === 'decided' ? 'agreed' : 'inconclusive',
    label: voteLabel(vote, index),
    starts: first === -1 ? null : first
  }
}
