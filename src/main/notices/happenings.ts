/** What happened between two pictures of the console that somebody who does not look at the window wants to hear of. Pure. */
import type { ClusterName, RunId } from '@shared/model/ids.js'
import type { RunSummary, RunVerdict } from '@shared/model/run.js'
import type { EnvironmentSnapshot, WatchedState } from '@shared/model/watch.js'

export type Happening =
  | {
      readonly kind: 'runs'
      readonly run: RunId
      readonly name: string
      /** `interrupted`: its process ended without one. */
      readonly verdict: RunVerdict | 'interrupted'
    }
  | {
      readonly kind: 'clusters'
      readonly environment: string
      readonly cluster: ClusterName
      readonly change: 'down' | 'back'
      /** Why, as the watch tells it. */
      readonly reason: string | null
    }

/** Runs that were going on and are not any more. Runs that were not there before are no news: they may be old. */
export function endedRuns(
  before: readonly RunSummary[],
  after: readonly RunSummary[]
): readonly Happening[] {
  const going = new Set(before.filter(isGoing).map(({ run }) => run))
  if (going.size === 0) return []
  return after
    .filter((run) => going.has(run.run) && !isGoing(run))
    .map(({ run, name, verdict }) => ({
      kind: 'runs',
      run,
      name,
      verdict: verdict ?? 'interrupted'
    }))
}

const isGoing = ({ live, verdict }: RunSummary): boolean => live && verdict === null

/** What was last seen of each cluster of one environment, while it could be seen. */
export interface KnownClusters {
  readonly environment: string
  readonly up: ReadonlyMap<ClusterName, boolean>
}

/**
 * Clusters that went down or came back. What is unknown (this console is blind, or nobody asked yet) changes nothing; one that is left out
 * on purpose is forgotten; the first look at a cluster is no news.
 */
export function clusterChanges(
  known: KnownClusters | null,
  { environment, clusters }: EnvironmentSnapshot
): { readonly known: KnownClusters; readonly happened: readonly Happening[] } {
  const before = known?.environment === environment ? known.up : new Map<ClusterName, boolean>()
  const up = new Map<ClusterName, boolean>()
  const happened: Happening[] = []
  for (const { name, state, reason } of clusters) {
    const was = before.get(name)
    const is = isUp(state) ?? (state === 'out' ? undefined : was)
    if (is !== undefined) up.set(name, is)
    if (is === undefined || was === undefined || is === was) continue
    const change = is ? 'back' : 'down'
    happened.push({ kind: 'clusters', environment, cluster: name, change, reason })
  }
  return { known: { environment, up }, happened }
}

/** `undefined`: it cannot be said. */
function isUp(state: WatchedState): boolean | undefined {
  switch (state) {
    case 'active':
    case 'degraded':
      return true
    case 'silent':
      return false
    case 'out':
    case 'unknown':
      return undefined
  }
}

/**
 * What waits to be told, with more of it. A cluster that is back before anybody was told that it was down is no news any more, nor the
 * other way round; of a run only the last is told.
 */
export function gathered(
  waiting: readonly Happening[],
  more: readonly Happening[]
): readonly Happening[] {
  const all = new Map(waiting.map((each) => [keyOf(each), each]))
  for (const each of more) {
    const key = keyOf(each)
    const before = all.get(key)
    if (before === undefined || each.kind === 'runs') all.set(key, each)
    else if (before.kind === 'clusters' && before.change !== each.change) all.delete(key)
  }
  return [...all.values()]
}

const keyOf = (happening: Happening): string =>
  happening.kind === 'runs'
    ? `run ${happening.run}`
    : `cluster ${happening.environment} ${happening.cluster}`
