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
  /** Against the largest group; `null`: this is it, or there is only one. */
  readonly difference: Difference | null
}

export interface Difference {
  readonly exitCode: { readonly usual: number | null } | null
  /** `null`: too long to be compared line by line. */
  readonly rows: readonly DiffRow[] | null
}

/** Those that ended, the largest group first; what runs, is silent or was stopped belongs to none. */
export function groupOutputs(results: readonly HostResult[]): readonly OutputGroup[] {
  const groups = new Map<string, HostResult[]>()
  for (const result of results) {
    if (result.state !== 'ended') continue
    const id = JSON.stringify([result.exitCode, result.signal, result.output, result.errors])
    groups.set(id, [...(groups.get(id) ?? []), result])
  }
  const ordered = [...groups.values()].sort((left, right) => right.length - left.length)
  const usual = ordered[0]?.[0]
  return ordered.flatMap((members, index) => {
    const [first] = members
    if (first === undefined || usual === undefined) return []
    const { output, errors, exitCode } = first
    return [
      {
        id: members.map(({ cluster }) => cluster).join(' '),
        results: members,
        output,
        errors,
        exitCode,
        difference: index === 0 ? null : differenceOf(usual, first)
      }
    ]
  })
}

function differenceOf(usual: HostResult, other: HostResult): Difference {
  return {
    exitCode: usual.exitCode === other.exitCode ? null : { usual: usual.exitCode },
    rows: lineDiff(textOf(usual), textOf(other))
  }
}

/** Both outputs, as a terminal would show them. */
export const textOf = ({ output, errors }: Pick<HostResult, 'output' | 'errors'>): string =>
  errors === '' ? output : `${output}${output === '' || output.endsWith('\n') ? '' : '\n'}${errors}`
