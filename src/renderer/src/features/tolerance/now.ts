/**
 * What could go wrong right now in the environment that is shown, from what is seen of it. A console that sees nothing says so, and why:
 * an old answer is never shown as if it were still true.
 */
import type { ConsoleState } from '@shared/ipc/console-state.js'
import type { EnvironmentSnapshot, WatchedCluster } from '@shared/model/watch.js'
import { ticking, when } from '../../lib/format.js'
import { toleranceText as text } from '../../text/shell.js'
import { toleranceOf, type Pip, type Tolerance } from './tolerance.js'

/** Milliseconds after which a snapshot is old: heartbeats alone bring one every few seconds. */
const STALE_MS = 60_000

export type ToleranceNow =
  | { readonly known: true; readonly tolerance: Tolerance }
  /** @property why - without a full stop, and since when where that is known */
  | { readonly known: false; readonly why: string }

/** @param now - milliseconds since 1970 */
export function toleranceNow(
  console: Pick<ConsoleState, 'engine' | 'environment'> | null,
  watch: EnvironmentSnapshot | null,
  now: number
): ToleranceNow {
  const blind = whyBlind(console, watch, now)
  if (blind !== null || watch === null) return { known: false, why: blind ?? text.nothingYet }
  return { known: true, tolerance: toleranceOf(watch.clusters.map(pipOf), watch.faults) }
}

function whyBlind(
  console: Pick<ConsoleState, 'engine' | 'environment'> | null,
  watch: EnvironmentSnapshot | null,
  now: number
): string | null {
  if (console === null || console.engine.type === 'starting') return text.starting
  if (console.engine.type === 'failed') return text.noEnvironment
  if (watch === null) return text.nothingYet
  if (watch.clusters.length === 0) return text.noClusters
  if (watch.broker.state === 'disconnected') return text.noBroker(when(watch.broker.since, now))
  if (watch.broker.state === 'connecting') return text.connecting
  return now - watch.at > STALE_MS ? text.stale(ticking(now - watch.at)) : null
}

function pipOf({ state, counts }: WatchedCluster): Pip {
  switch (state) {
    case 'active':
    case 'degraded':
      return counts ? 'counts' : state === 'degraded' ? 'degraded' : 'excluded'
    case 'silent':
      return 'silent'
    case 'out':
      return 'excluded'
    case 'unknown':
      return 'asked'
  }
}
