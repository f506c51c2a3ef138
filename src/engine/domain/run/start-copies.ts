/**
 * Begins what is queued, as far as sources and limits allow.
 *
 * One plan may queue ten thousand copies. So all are looked at in one pass that counts what it starts itself, and the state changes once, at its end:
 * a new list of copies for each start would be made, and its indexes with it, ten thousand times.
 */
import type { ClusterName, CopyId, Millis } from '../../../shared/model/ids.js'
import type { CopyMode } from '../../../shared/model/run.js'
import { stay, withCopies, type Step } from './change.js'
import type { RunCommand } from './commands.js'
import { failuresFrom, sourcesFor, type Source } from './copy-sources.js'
import { datasetOf } from './datasets.js'
import { copiesIn, copiesOf } from './lookup.js'
import type { Copy, Dataset, RunState } from './state.js'

/** One source that feeds many clusters at once would be the bottleneck of them all. */
const AT_A_TIME_A_SOURCE = 8

/** A copy without any source is given up. Returns the same state when there is nothing to do. */
export function startCopies(state: RunState, at: Millis): Step {
  const running = runningIn(state)
  const changes = new Map<CopyId, Partial<Copy>>()
  const commands: RunCommand[] = []
  for (const copy of copiesIn(state, 'queued')) {
    if (running.to(copy.to) >= state.plan.copies.atATime) continue
    const dataset = datasetOf(state, copy.dataset)
    const sources = sourcesFor(state, dataset, copy.to)
    if (sources.length === 0) {
      changes.set(copy.id, givenUp(dataset, at))
      continue
    }
    const from = bestOf(state, copy, sources, running)
    if (from === undefined) continue
    const mode = modeOf(state, dataset, from)
    changes.set(copy.id, { stage: 'running', from, mode, startedAt: at })
    commands.push({ type: 'copy', copy: copy.id })
    running.add(from, copy.to)
  }
  return changes.size === 0 ? stay(state) : { state: withCopies(state, changes), commands }
}

/** How many copies run from each source and to each cluster. */
interface Running {
  readonly from: (source: Source) => number
  readonly to: (cluster: ClusterName) => number
  readonly add: (from: Source, to: ClusterName) => void
}

/** Its counts change while one pass goes on, and end with it. */
function runningIn(state: RunState): Running {
  const leaving = new Map<Source, number>()
  const arriving = new Map<ClusterName, number>()
  const running: Running = {
    from: (source) => leaving.get(source) ?? 0,
    to: (cluster) => arriving.get(cluster) ?? 0,
    add: (from, to) => {
      leaving.set(from, running.from(from) + 1)
      arriving.set(to, running.to(to) + 1)
    }
  }
  for (const { from, to } of copiesIn(state, 'running')) running.add(from, to)
  return running
}

/**
 * The source to take now: fewest failures, then the least busy, then the order of the ranking; `undefined` when all are as busy as they may be.
 */
function bestOf(
  state: RunState,
  { dataset, to }: Copy,
  sources: readonly Source[],
  running: Running
): Source | undefined {
  const earlier = copiesOf(state, dataset, to)
  const [best] = sources
    .filter((from) => running.from(from) < AT_A_TIME_A_SOURCE)
    .map((from) => ({ from, failures: failuresFrom(earlier, from), busy: running.from(from) }))
    .sort((a, b) => a.failures - b.failures || a.busy - b.busy)
  return best?.from
}

const givenUp = ({ label }: Dataset, at: Millis): Partial<Copy> => ({
  stage: 'ended',
  verdict: 'failed',
  reason: 'NO_SOURCE',
  cause: `no cluster that is there holds ${label}`,
  endedAt: at
})

function modeOf({ plan }: RunState, { bytes }: Dataset, from: Source): CopyMode {
  if (from === null) return 'upload'
  const { distcpFrom } = plan.copies
  const namenode = plan.clusters.find(({ name }) => name === from)?.peers.namenode ?? null
  return distcpFrom !== null && bytes >= distcpFrom && namenode !== null ? 'distcp' : 'stream'
}
