/**
 * The first difference between the outputs of two attempts: from files, by the manifests of the report, to blocks, by digests that the clusters
 * make of them, to the line, by reading that one block.
 *
 * What the clusters say is held against what they serve: a cluster that digests other bytes than it serves, or other bytes now than in the run,
 * is named, and when nothing is left to compare for that reason the outcome is `contradicted`.
 */
import { ConsoleError } from '../../shared/model/errors.js'
import type { AttemptId, ClusterName, RunId, UnitId } from '../../shared/model/ids.js'
import type {
  AttemptReport,
  AttemptVerdict,
  RunReport,
  UnitReport
} from '../../shared/model/run.js'
import type { Environment } from '../../shared/model/settings.js'
import { differingEntries, type DifferingFile } from '../domain/first-difference.js'
import { choosePair, type PairRequest } from './diff-pair.js'
import {
  DiffSearch,
  type Contradiction,
  type DiffPlace,
  type SearchOptions
} from './diff-search.js'
import { DiffSide, type SidePorts } from './diff-side.js'

export interface DiffRequest extends PairRequest, SearchOptions {
  readonly run: RunId
  /** As in the manifest. @default the first that differs, of those that both have when there is one */
  readonly file?: string
}

export interface DiffAttempt {
  readonly id: AttemptId
  readonly cluster: ClusterName
  readonly verdict: AttemptVerdict
}

export interface OutputDiff {
  readonly run: RunId
  readonly unit: UnitId
  /** How the run compared: under other rules than `bytes` outputs may agree and differ here. */
  readonly method: string
  readonly left: DiffAttempt
  readonly right: DiffAttempt
  /** `contradicted`: the clusters' answers do not fit together, so there is no place to show. */
  readonly outcome: 'equal' | 'differs' | 'contradicted'
  /** All files that differ, by the manifests. */
  readonly files: readonly DifferingFile[]
  /** The one that was looked into; `null`: none. */
  readonly file: string | null
  /** `null` also when one side has no such file. */
  readonly difference: DiffPlace | null
  readonly contradictions: readonly Contradiction[]
  /** Bytes read from each, and digests of blocks asked for of both together. */
  readonly read: { readonly left: number; readonly right: number; readonly digests: number }
}

/**
 * @param report - of a run that is over
 * @throws ConsoleError `BAD_INPUT` when there is no such unit, attempt, file; `HDFS_ERROR` when the output is gone; `CLUSTER_UNKNOWN`,
 * `CLUSTER_UNREACHABLE`, `TASK_TIMED_OUT`, `TASK_FAILED` from the clusters
 */
export async function diffOutput(
  report: RunReport,
  request: DiffRequest,
  environment: Pick<Environment, 'clusters'>,
  ports: SidePorts
): Promise<OutputDiff> {
  const { unit, left, right } = choosePair(report, request)
  const files = differingEntries(left.files, right.files)
  const chosen = chooseFile(files, request.file, [left, right])
  // The first version's reports knew one rule, for the whole run.
  const known: Partial<UnitReport> = unit
  const base = {
    run: report.run,
    unit: unit.id,
    method: known.method ?? report.method,
    left: { id: left.id, cluster: left.cluster, verdict: left.verdict },
    right: { id: right.id, cluster: right.cluster, verdict: right.verdict },
    files,
    file: chosen?.path ?? request.file ?? null
  }
  const nothing = { contradictions: [], read: { left: 0, right: 0, digests: 0 } }
  if (chosen === null) return { ...base, outcome: 'equal', difference: null, ...nothing }
  if (chosen.left === null || chosen.right === null)
    return { ...base, outcome: 'differs', difference: null, ...nothing }
  const sides = [
    new DiffSide(report, left, chosen.left, environment, ports),
    new DiffSide(report, right, chosen.right, environment, ports)
  ] as const
  const found = await new DiffSearch(sides, request).find()
  const { difference, contradictions } = found
  return {
    ...base,
    outcome: difference === null ? 'contradicted' : 'differs',
    difference,
    contradictions,
    read: {
      left: sides[0].bytesRead,
      right: sides[1].bytesRead,
      digests: sides[0].digests.count + sides[1].digests.count
    }
  }
}

/** @returns `null`: there is nothing that differs */
function chooseFile(
  files: readonly DifferingFile[],
  wanted: string | undefined,
  attempts: readonly AttemptReport[]
): DifferingFile | null {
  if (wanted === undefined)
    return files.find((one) => one.left !== null && one.right !== null) ?? files[0] ?? null
  const found = files.find(({ path }) => path === wanted)
  if (found !== undefined) return found
  if (attempts.some((attempt) => attempt.files.some(({ path }) => path === wanted))) return null
  const some = files.slice(0, 10).map(({ path }) => path)
  throw new ConsoleError('BAD_INPUT', `neither output has a file "${wanted}"`, {
    hint:
      some.length === 0
        ? 'The outputs do not differ at all.'
        : `Files that differ: ${some.join(', ')}${files.length > some.length ? ', …' : ''}.`
  })
}
