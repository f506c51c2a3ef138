/**
 * Which steps come when: a step is checked when all that it needs are over, and stays blocked when one of them is not good enough. Pure.
 */
import type { Level } from '../../../shared/model/setup.js'

/** `same`: of the same target. `every`: of every cluster (also of the own). */
export interface Need {
  readonly step: string
  readonly of: 'same' | 'broker' | 'every'
}

export interface Placed {
  /** `porto/httpfs` */
  readonly id: string
  readonly target: string
  readonly needs: readonly Need[]
}

/** How a step ended; `null`: not yet. */
export type Ends = ReadonlyMap<string, Level | 'blocked'>

export const idOf = (target: string, step: string): string => `${target}/${step}`

/** The ids that a step waits for. Of `every` only those that end well count, so one that fails there holds nobody up. */
export function neededBy(
  step: Placed,
  clusters: readonly string[]
): {
  readonly must: readonly string[]
  readonly over: readonly string[]
} {
  const must = step.needs.flatMap(({ step: name, of }) =>
    of === 'every' ? [] : [idOf(of === 'same' ? step.target : 'broker', name)]
  )
  const over = step.needs.flatMap(({ step: name, of }) =>
    of === 'every' ? clusters.map((cluster) => idOf(cluster, name)) : []
  )
  return { must, over }
}

const stands = (end: Level | 'blocked' | undefined): boolean => end === 'ok' || end === 'warning'

/**
 * @returns `ready`; `blocked` with what it waits for in vain; `null`: it has to wait
 */
export function readiness(
  step: Placed,
  clusters: readonly string[],
  ends: Ends
):
  { readonly type: 'ready' } | { readonly type: 'blocked'; readonly by: readonly string[] } | null {
  const { must, over } = neededBy(step, clusters)
  const by = must.filter((id) => ends.has(id) && !stands(ends.get(id)))
  if (by.length > 0) return { type: 'blocked', by }
  return [...must, ...over].every((id) => ends.has(id)) ? { type: 'ready' } : null
}
