/**
 * Give a verified output its name on one cluster, then look whether it is really there.
 *
 * The target is digested again after the rename: what a later fetch reads is what was voted on, or the publication failed.
 */
import { ConsoleError, toWireError } from '../../../shared/model/errors.js'
import type { ClusterName, UnitId } from '../../../shared/model/ids.js'
import { datasetOf, jobOf, outputDataset } from '../../domain/run/datasets.js'
import { ask, type RunContext } from '../context.js'
import { datasetPath } from '../layout.js'

const PUBLISH_DEADLINE_MS = 20_000

export async function publish(
  context: RunContext,
  unit: UnitId,
  cluster: ClusterName
): Promise<void> {
  const { ports } = context
  const since = ports.clock.now()
  const told = { type: 'published', unit, cluster, since } as const
  try {
    const settle = await renameAndCheck(context, unit, cluster)
    context.emit({ ...told, at: ports.clock.now(), error: null }, settle)
  } catch (thrown) {
    ports.log.write('warning', `publishing ${unit} on ${cluster} failed`, {
      error: toWireError(thrown)
    })
    context.emit({ ...told, at: ports.clock.now(), error: toWireError(thrown) })
  }
}

async function renameAndCheck(
  context: RunContext,
  unit: UnitId,
  cluster: ClusterName
): Promise<() => void> {
  const { plan } = context
  const state = context.state()
  const dataset = datasetOf(state, outputDataset(unit))
  const to = jobOf(state, unit).publishAs
  const place = dataset.holders.get(cluster)
  if (to === null || place === undefined || place.type === 'path')
    throw new ConsoleError(
      'INTERNAL',
      `${cluster} has no output of ${unit} that could be published`
    )
  const item = place.type === 'copy' ? { copy: place.copy } : { attempt: place.attempt }
  const from = datasetPath(state, dataset, cluster)
  const rename = { run: plan.run, unit, ...item, from, to }
  const renamed = await ask(context, cluster, 'medusa.publish', rename, PUBLISH_DEADLINE_MS)
  renamed.settle()
  const digest = `${place.type === 'copy' ? place.copy : place.attempt}-published`
  const request = { run: plan.run, digest, path: to }
  const started = await ask(context, cluster, 'medusa.manifest', request, PUBLISH_DEADLINE_MS)
  started.settle()
  const { item: looked, settle } = await context.watch(cluster).ended(digest, plan.hangFloorMs)
  if (looked.end?.manifest === dataset.manifest) return settle
  throw new ConsoleError(
    'DIGEST_DIFFERS',
    `"${to}" on ${cluster} is not what was voted on: ${looked.end?.manifest ?? looked.end?.cause ?? looked.state}, not ${dataset.manifest}`
  )
}
