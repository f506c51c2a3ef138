/** Which clusters answered the same, and in what others differ. */
import type { HostResult } from '@shared/model/host-command.js'
import { lineDiff, type DiffRow } from './line-diff.js'

export interface OutputGroup {
  /** What all of them have in common; unique. */
  readonly id: string
  readonly results: readonly HostResult[]
  readonly output: string
  readonly errors: string
  readonly exitCode: number | null
  /** Against the largest group; `null`: this is it, or they were not compared. */
  readonly difference: Difference | null
}

export interface Difference {
  readonly exitCode: { readonly usual: number | null } | null
  /** `null`: too long to be compared line by line. */
  readonly rows: readonly DiffRow[] | null
}

/** Those that ended, the largest group first; what runs, is silent or was stopped belongs to none. Not compared line by line yet. */
export function groupOutputs(results: readonly HostResult[]): readonly OutputGroup[] {
  const groups = new Map<string, HostResult[]>()
  for (const result of results) {
    if (result.state !== 'ended') continue
    const { exitCode, signal, output, errors } = result
    const id = `${String(exitCode)} ${String(signal)} ${String(output.length)} ${output}${errors}`
    const group = groups.get(id)
    if (group === undefined) groups.set(id, [result])
    else group.push(result)
  }
  const ordered = [...groups.values()].sort((left, right) => right.length - left.length)
  return ordered.flatMap((members) => {
    const [first] = members
    if (first === undefined) return []
    const { output, errors, exitCode } = first
    const id = members.map(({ cluster }) => cluster).join(' ')
    return [{ id, results: members, output, errors, exitCode, difference: null }]
  })
}

/** The same, each but the first with how it differs from the first. Takes long where outputs are: for a command that is over, once. */
export function comparedOutputs(groups: readonly OutputGroup[]): readonly OutputGroup[] {
  const [usual] = groups
  return groups.map((group) =>
    usual === undefined || group === usual
      ? group
      : { ...group, difference: differenceOf(usual, group) }
  )
}

function differenceOf(usual: OutputGroup, other: OutputGroup): Difference {
  return {
    exitCode: usual.exitCode === other.exitCode ? null : { usual: usual.exitCode },
    rows: lineDiff(textOf(usual), textOf(other))
  }
}

/** Both outputs, as a terminal would show them. */
export const textOf = ({ output, errors }: Pick<HostResult, 'output' | 'errors'>): string =>
  errors === '' ? output : `${output}${output === '' || output.endsWith('\n') ? '' : '\n'}${errors}`
