/** Which two attempts of a run are compared: those that were named, or an agreeing one and the first that was outvoted. */
import { ConsoleError } from '../../shared/model/errors.js'
import type { AttemptReport, RunReport, UnitReport } from '../../shared/model/run.js'
import { canonicalText } from '../domain/vote.js'

export interface PairRequest {
  /** Id of a unit. */
  readonly unit?: string
  /** Ids of two attempts of one unit. */
  readonly attempts?: readonly [string, string]
  /** Names of two clusters. */
  readonly clusters?: readonly [string, string]
}

export interface Pair {
  readonly unit: UnitReport
  readonly left: AttemptReport
  readonly right: AttemptReport
}

type Two = readonly [AttemptReport, AttemptReport]

/** @throws ConsoleError `BAD_INPUT` naming what there is to choose from */
export function choosePair(report: RunReport, request: PairRequest): Pair {
  if (request.attempts !== undefined) return namedPair(report, request.attempts, request.unit)
  const pairIn = (unit: UnitReport): Two | null =>
    request.clusters === undefined
      ? ownPair(report, unit)
      : clusterPair(report, unit, request.clusters)
  const unit = chooseUnit(report, request.unit, pairIn)
  const pair = pairIn(unit)
  if (pair === null) throw noPair(report, unit, request.clusters)
  const [left, right] = pair
  return { unit, left, right }
}

function chooseUnit(
  { run, units }: RunReport,
  wanted: string | undefined,
  pairIn: (unit: UnitReport) => Two | null
): UnitReport {
  if (wanted !== undefined) {
    const found = units.find(({ id }) => id === wanted)
    if (found !== undefined) return found
    throw new ConsoleError('BAD_INPUT', `run ${run} has no unit "${wanted}"`, {
      hint: `Its units: ${some(units.map(({ id }) => id))}.`
    })
  }
  const pairs = units.flatMap((unit) => {
    const pair = pairIn(unit)
    return pair === null ? [] : [{ unit, equal: textOf(pair[0]) === textOf(pair[1]) }]
  })
  const differing = pairs.filter(({ equal }) => !equal)
  if (differing.length > 1)
    throw new ConsoleError(
      'BAD_INPUT',
      `in ${String(differing.length)} units of run ${run} outputs differ`,
      { hint: `Choose one with --unit: ${some(differing.map(({ unit }) => unit.id))}.` }
    )
  const unit = (differing[0] ?? pairs[0])?.unit ?? units[0]
  if (unit !== undefined) return unit
  throw new ConsoleError('BAD_INPUT', `run ${run} computed nothing`, {
    hint: `See how it ended with: npx medusa runs ${run}`
  })
}

/** The agreed output and the first outvoted one; without a decision one of each of the two largest groups. */
function ownPair(report: RunReport, unit: UnitReport): Two | null {
  const attempts = outputsOf(report, unit)
  const agreed = attempts.filter(({ verdict }) => verdict === 'agreed')
  // Under "lines" and "numeric" those that agree may have other bytes; the unit's files are what was settled on.
  const left =
    agreed.find((attempt) => textOf(attempt) === canonicalText(unit.files)) ??
    agreed[0] ??
    largestGroup(attempts)
  if (left === undefined) return null
  const others = attempts.filter((attempt) => attempt !== left)
  const differing = others.filter((attempt) => textOf(attempt) !== textOf(left))
  const right =
    others.find(({ verdict }) => verdict === 'outvoted') ?? largestGroup(differing) ?? others[0]
  return right === undefined ? null : [left, right]
}

/** The first of those attempts whose files most clusters have. */
function largestGroup(attempts: readonly AttemptReport[]): AttemptReport | undefined {
  const voices = new Map<string, Set<string>>()
  for (const attempt of attempts) {
    const text = textOf(attempt)
    voices.set(text, (voices.get(text) ?? new Set()).add(attempt.cluster))
  }
  const largest = Math.max(...[...voices.values()].map(({ size }) => size))
  return attempts.find((attempt) => voices.get(textOf(attempt))?.size === largest)
}

/** Their first attempts, for a repeat has no voice of its own. */
function clusterPair(
  report: RunReport,
  unit: UnitReport,
  [one, other]: readonly [string, string]
): Two | null {
  const attempts = outputsOf(report, unit)
  const left = attempts.find(({ cluster }) => cluster === one)
  const right = attempts.find((attempt) => attempt.cluster === other && attempt !== left)
  return left === undefined || right === undefined ? null : [left, right]
}

function namedPair(
  report: RunReport,
  [one, other]: readonly [string, string],
  unitId: string | undefined
): Pair {
  const [left, right] = [one, other].map((id) => {
    const found = report.attempts.find((attempt) => attempt.id === id)
    if (found === undefined)
      throw new ConsoleError('BAD_INPUT', `run ${report.run} has no attempt "${id}"`, {
        hint: `Attempts with an output: ${some(withOutput(report).map((attempt) => attempt.id))}.`
      })
    if (found.files.length === 0) throw noOutput(found)
    return found
  }) as [AttemptReport, AttemptReport]
  const unit = report.units.find(({ id }) => id === left.unit)
  if (left === right || unit === undefined || right.unit !== unit.id)
    throw new ConsoleError(
      'BAD_INPUT',
      `"${one}" and "${other}" are not two attempts of one unit`,
      {
        hint: `They belong to "${left.unit}" and "${right.unit}". Name two of one unit.`
      }
    )
  if (unitId !== undefined && unitId !== unit.id)
    throw new ConsoleError('BAD_INPUT', `those are attempts of "${unit.id}", not of "${unitId}"`, {
      hint: 'Leave out --unit: it follows from the attempts.'
    })
  return { unit, left, right }
}

function noPair(
  report: RunReport,
  unit: UnitReport,
  clusters: readonly [string, string] | undefined
): ConsoleError {
  const own = report.attempts.filter((attempt) => attempt.unit === unit.id)
  for (const name of clusters ?? []) {
    const ofCluster = own.filter(({ cluster }) => cluster === name)
    const last = ofCluster.at(-1)
    if (last === undefined)
      return new ConsoleError('BAD_INPUT', `"${name}" made no attempt of "${unit.id}"`, {
        hint: `Clusters that did: ${some([...new Set(own.map(({ cluster }) => cluster))])}.`
      })
    if (ofCluster.every(({ files }) => files.length === 0)) return noOutput(last)
  }
  const having = outputsOf(report, unit).length
  return new ConsoleError(
    'BAD_INPUT',
    `${having === 0 ? 'no attempt' : 'only one attempt'} of "${unit.id}" has an output, so there is nothing to compare`,
    { hint: `See why the others have none with: npx medusa runs ${report.run}` }
  )
}

const noOutput = ({ id, cluster, verdict, cause, reason }: AttemptReport): ConsoleError =>
  new ConsoleError('BAD_INPUT', `attempt ${id} on ${cluster} has no output: it ended ${verdict}`, {
    hint: `${cause ?? reason ?? 'It said no reason'}. Name an attempt that has one.`
  })

const withOutput = (report: RunReport): readonly AttemptReport[] =>
  report.attempts.filter(({ files }) => files.length > 0)

const outputsOf = (report: RunReport, unit: UnitReport): readonly AttemptReport[] =>
  withOutput(report).filter((attempt) => attempt.unit === unit.id)

const textOf = ({ files }: AttemptReport): string => canonicalText(files)

const MOST_NAMES = 20
const some = (names: readonly string[]): string =>
  names.length <= MOST_NAMES
    ? names.join(', ')
    : `${names.slice(0, MOST_NAMES).join(', ')} and ${String(names.length - MOST_NAMES)} more`
