/**
 * Which steps come when: a step is checked when all that it needs are over, and stays blocked when one of them is not good enough. Pure.
 */
import type { Level } from '../../../shared/model/setup.js'

/** `same`: of the same target. `every`: of every cluster (also of the own). */
export interface Need {
  readonly step: string
  readonly of: 'same' | 'broker' | 'every'
  /** It is enough that it was tried: what could not be looked at holds nobody up. */
  readonly even?: 'unknown'
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

const stands = (end: Level | 'blocked' | undefined, even: Need['even']): boolean =>
  end === 'ok' || end === 'warning' || (end === 'unknown' && even === 'unknown')

/**
 * Of `every` only the end is waited for, so one that fails on another cluster holds nobody up.
 *
 * @returns `ready`; `blocked` with what it waits for in vain; `null`: it has to wait
 */
export function readiness(
  { target, needs }: Placed,
  clusters: readonly string[],
  ends: Ends
):
  { readonly type: 'ready' } | { readonly type: 'blocked'; readonly by: readonly string[] } | null {
  const must = needs.flatMap(({ step, of, even }) =>
    of === 'every' ? [] : [{ id: idOf(of === 'same' ? target : 'broker', step), even }]
  )
  const over = needs.flatMap(({ step, of }) =>
    of === 'every' ? clusters.map((cluster) => idOf(cluster, step)) : []
  )
  const by = must.filter(({ id, even }) => ends.has(id) && !stands(ends.get(id), even))
  if (by.length > 0) return { type: 'blocked', by: by.map(({ id }) => id) }
  const all = [...must.map(({ id }) => id), ...over]
  return all.every((id) => ends.has(id)) ? { type: 'ready' } : null
}
