/** Stop an attempt or a copy on its cluster and say what was stopped. The order waits in the cluster's queue when nobody answers. */
import { toWireError } from '../../../shared/model/errors.js'
import type { AttemptId, ClusterName, CopyId } from '../../../shared/model/ids.js'
import { ask, type RunContext } from '../context.js'

/** The worker waits up to 10 s for YARN. */
const KILL_DEADLINE_MS = 20_000

export async function killAttempt(
  context: RunContext,
  attempt: AttemptId,
  cluster: ClusterName
): Promise<void> {
  const { plan, ports } = context
  const told = { type: 'attempt-killed', attempt } as const
  context.watch(cluster).forget(attempt)
  try {
    const request = { run: plan.run, attempt }
    const { value, settle } = await ask(context, cluster, 'medusa.kill', request, KILL_DEADLINE_MS)
    const stopped = value.stopped
    context.emit({ ...told, at: ports.clock.now(), stopped, error: null }, settle)
  } catch (thrown) {
    context.emit({ ...told, at: ports.clock.now(), stopped: [], error: toWireError(thrown) })
  }
}

export async function killCopy(
  context: RunContext,
  copy: CopyId,
  cluster: ClusterName
): Promise<void> {
  const { plan, ports } = context
  const told = { type: 'copy-killed', copy } as const
  context.watch(cluster).forget(copy)
  try {
    const request = { run: plan.run, copy }
    const { settle } = await ask(context, cluster, 'medusa.kill', request, KILL_DEADLINE_MS)
    context.emit({ ...told, at: ports.clock.now(), error: null }, settle)
  } catch (thrown) {
    context.emit({ ...told, at: ports.clock.now(), error: toWireError(thrown) })
  }
}
