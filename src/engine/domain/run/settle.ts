/**
 * From a decided vote to a data set that others may use: which bytes are the output?
 *
 * Where f+1 agreeing attempts have the same manifest, that is it. Where outputs are equal under the rule and differ in bytes, one accepted
 * attempt becomes canonical. Its manifest is one cluster's word until others have its bytes and found them equal under the rule: so it is
 * copied until f+1 clusters hold it. Under `lines` they find it equal themselves; under `numeric` the console did, and the copies see to it that
 * the output does not depend on the one cluster whose bytes were taken.
 */
import type { ClusterName, Millis } from '../../../shared/model/ids.js'
import { canonicalText } from '../vote.js'
import { cancelCopies } from './copies.js'
import { andThen, stay, withNote, withUnit, type Step } from './change.js'
import { datasetOf, outputDataset, pieceDataset, withDataset } from './datasets.js'
import { endRun } from './end-run.js'
import type { Piece } from './events.js'
import { attemptsOf } from './lookup.js'
import { replicate } from './replicate.js'
import {
  neededVotes,
  type Attempt,
  type Dataset,
  type Place,
  type RunState,
  type Unit
} from './state.js'

export function settle(state: RunState, at: Millis): Step {
  return state.units
    .filter((unit) => unit.agreed.length > 0 && !unit.settled)
    .reduce<Step>(
      (step, unit) =>
        step.state.phase === 'executing'
          ? andThen(step, (next) => settleUnit(next, unit, at))
          : step,
      stay(state)
    )
}

function settleUnit(state: RunState, unit: Unit, at: Millis): Step {
  const agreed = attemptsOf(state, unit.id).filter((attempt) => unit.agreed.includes(attempt.id))
  const equal = largestEqual(agreed)
  const [first] = equal
  if (first !== undefined && equal.length >= neededVotes(state)) {
    const settled = withUnit(state, unit.id, (before) => ({ ...before, settled: true }))
    if (unit.role === 'cut') return stay(withPieces(settled, unit, equal))
    return stay(withDataset(settled, outputOf(unit, first, equal)))
  }
  return settleCanonical(state, unit, agreed, at)
}

/** The most attempts with the same bytes. */
function largestEqual(attempts: readonly Attempt[]): readonly Attempt[] {
  const groups = new Map<string, Attempt[]>()
  for (const attempt of attempts) {
    const text = canonicalText(attempt.files)
    groups.set(text, [...(groups.get(text) ?? []), attempt])
  }
  return [...groups.values()].sort((a, b) => b.length - a.length)[0] ?? []
}

function outputOf(unit: Unit, canonical: Attempt, holders: readonly Attempt[]): Dataset {
  const { manifest, files } = canonical
  return {
    id: outputDataset(unit.id),
    label: `the output of ${unit.id}`,
    local: null,
    // An attempt that agreed has a manifest.
    manifest: manifest ?? ('' as never),
    files: files.length,
    bytes: files.reduce((sum, file) => sum + file.length, 0),
    holders: new Map(
      holders.map(({ cluster, id }) => [cluster, { type: 'attempt', attempt: id, folder: null }])
    ),
    lines: null
  }
}

function settleCanonical(
  state: RunState,
  unit: Unit,
  agreed: readonly Attempt[],
  at: Millis
): Step {
  const left = largestEqual(agreed.filter(({ id }) => !unit.rejected.includes(id)))
  const canonical = agreed.find(({ id }) => id === unit.canonical) ?? left[0]
  if (canonical === undefined)
    return endRun(
      withNote(state, at, 'error', `${unit.id}: no two clusters find the same bytes equal`),
      at,
      'not-verified',
      null,
      'NOT_NEEDED'
    )
  if (unit.canonical === null) return choose(state, unit, left, canonical, at)
  const dataset = datasetOf(state, outputDataset(unit.id))
  const copied = replicate(state, dataset, neededVotes(state), () => true, at)
  if (copied.holders.length >= neededVotes(state)) return stay(markSettled(copied.state, unit))
  return copied.stuck ? reject(copied.state, unit, left, canonical, at) : stay(copied.state)
}

/** Its copies end with it: the next canonical output is another set of bytes under the same name. */
function reject(
  state: RunState,
  unit: Unit,
  equal: readonly Attempt[],
  { cluster }: Attempt,
  at: Millis
): Step {
  const text = `not enough others found its bytes equal to its digest: another accepted output of ${unit.id} is taken`
  const rejected = withUnit(withNote(state, at, 'error', text, cluster), unit.id, (before) => ({
    ...before,
    canonical: null,
    rejected: [...before.rejected, ...equal.map(({ id }) => id)]
  }))
  return cancelCopies(rejected, at, 'NOT_NEEDED', (copy) => copy.dataset === outputDataset(unit.id))
}

/** @param equal - those with the canonical one's bytes, which they found equal to their own digest: they hold it */
function choose(
  state: RunState,
  unit: Unit,
  equal: readonly Attempt[],
  canonical: Attempt,
  at: Millis
): Step {
  const named = withUnit(state, unit.id, (before) => ({ ...before, canonical: canonical.id }))
  const dataset = { ...outputOf(unit, canonical, equal), lines: canonical.lines }
  const told = withNote(
    withDataset(named, dataset),
    at,
    'info',
    `the equal outputs of ${unit.id} differ in bytes: those of ${canonical.cluster} stand for all`,
    canonical.cluster
  )
  return stay(told)
}

const markSettled = (state: RunState, unit: Unit): RunState =>
  withUnit(state, unit.id, (before) => ({ ...before, settled: true }))

/** A cut's pieces become data sets, each a chunk with attempts and votes of its own. */
function withPieces(state: RunState, unit: Unit, cutters: readonly Attempt[]): RunState {
  const pieces = cutters[0]?.pieces ?? []
  const placed = pieces.reduce<RunState>(
    (next, piece, index) =>
      withDataset(
        next,
        pieceOf(
          unit,
          piece,
          index,
          null,
          new Map(
            cutters.map(({ cluster, id }) => [
              cluster,
              { type: 'attempt', attempt: id, folder: piece.folder }
            ])
          )
        )
      ),
    state
  )
  return withChunks(placed, unit.job, pieces.length)
}

function pieceOf(
  { job }: Pick<Unit, 'job'>,
  piece: Piece,
  index: number,
  local: Dataset['local'],
  holders: ReadonlyMap<ClusterName, Place>
): Dataset {
  return {
    id: pieceDataset(job, index),
    label: `chunk ${String(index)} of ${job}`,
    local,
    manifest: piece.manifest,
    files: piece.files,
    bytes: piece.bytes,
    holders,
    lines: null
  }
}

/** Pieces that the console cut from a local input, for the job that reads it. */
export function withLocalPieces(
  state: RunState,
  job: Unit['job'],
  input: number,
  pieces: readonly Piece[]
): RunState {
  const placed = pieces.reduce<RunState>(
    (next, piece, index) =>
      withDataset(next, pieceOf({ job }, piece, index, { input, chunk: index }, new Map())),
    state
  )
  return withChunks(placed, job, pieces.length)
}

function withChunks(state: RunState, job: Unit['job'], count: number): RunState {
  const chunks = Array.from({ length: count }, (_, index) =>
    freshUnit(`${job}-${String(index)}` as Unit['id'], job, 'chunk', index)
  )
  return { ...state, units: [...state.units, ...chunks] }
}

export const freshUnit = (
  id: Unit['id'],
  job: Unit['job'],
  role: Unit['role'],
  chunk: number | null
): Unit => ({
  id,
  job,
  role,
  chunk,
  votes: [],
  agreed: [],
  comparisons: [],
  canonical: null,
  rejected: [],
  settled: false
})
