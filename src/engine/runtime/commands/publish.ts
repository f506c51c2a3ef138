/**
 * Give the agreed output its name on one cluster, then look whether it is really there.
 *
 * The target is digested again after the rename: what a later fetch reads is what was voted on, or the publication failed.
 */
import { ConsoleError, toWireError } from '../../../shared/model/errors.js'
import type { AttemptId, ClusterName } from '../../../shared/model/ids.js'
import { ask, type RunContext } from '../context.js'
import { attemptPath } from '../layout.js'

const PUBLISH_DEADLINE_MS = 20_000

export async function publish(
  context: RunContext,
  id: AttemptId,
  cluster: ClusterName
): Promise<void> {
  const { plan, ports } = context
  const since = ports.clock.now()
  const told = { type: 'published', attempt: id, since } as const
  try {
    const settle = await renameAndCheck(context, id, cluster)
    context.emit({ ...told, at: ports.clock.now(), error: null }, settle)
  } catch (thrown) {
    ports.log.write('warning', `publishing ${plan.output} on ${cluster} failed`, {
      attempt: id,
      error: toWireError(thrown)
    })
    context.emit({ ...told, at: ports.clock.now(), error: toWireError(thrown) })
  }
}

async function renameAndCheck(
  context: RunContext,
  id: AttemptId,
  cluster: ClusterName
): Promise<() => void> {
  const { plan } = context
  const attempt = context.state().attempts.find((one) => one.id === id)
  if (attempt === undefined) throw new ConsoleError('INTERNAL', `unknown attempt ${id}`)
  const { unit, manifest } = attempt
  const rename = {
    run: plan.run,
    unit,
    attempt: id,
    from: attemptPath(plan, cluster, unit, id),
    to: plan.output
  }
  const renamed = await ask(context, cluster, 'medusa.publish', rename, PUBLISH_DEADLINE_MS)
  renamed.settle()
  const digest = `${id}-published`
  const request = { run: plan.run, digest, path: plan.output }
  const started = await ask(context, cluster, 'medusa.manifest', request, PUBLISH_DEADLINE_MS)
  started.settle()
  const { item, settle } = await context.watch(cluster).ended(digest)
  if (item.end?.manifest === manifest) return settle
  throw new ConsoleError(
    'DIGEST_DIFFERS',
    `"${plan.output}" on ${cluster} is not what was voted on: ${item.end?.manifest ?? item.end?.cause ?? item.state}, not ${String(manifest)}`
  )
}
