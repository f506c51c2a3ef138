import type { Environment } from '../../../../../shared/model/settings.js'
import { fine, wrong } from '../../../../domain/setup/finding.js'
import type { ConsoleStep } from '../../bench.js'
import { environmentOf } from '../environment-of.js'

export const consoleEnvironment: ConsoleStep = {
  scope: 'console',
  name: 'environment',
  title: 'The environment of this console',
  why: 'What was found and made becomes an environment of the settings, with every cloud whose worker answered.',
  needs: [
    { step: 'hello', of: 'every' },
    { step: 'peers-read', of: 'every' }
  ],
  estimateSeconds: 1,
  check: async (bench) => {
    const { site, facts, ports, leftOut } = bench
    const clusters = site.clusters.filter(({ name }) => facts.clusters.get(name)?.greeted === true)
    const before = await ports.store.environment()
    if (clusters.length === 0 && (before === null || leftOut.size === 0))
      return wrong('critical', 'no worker answers', {
        code: 'TOO_FEW_CLUSTERS',
        message: 'no cloud is ready yet',
        hint: 'mend the steps above'
      })
    const after =
      clusters.length === 0 ? before : withOthers(before, environmentOf(bench, clusters))
    const missing = site.clusters.filter(
      (cluster) => !clusters.includes(cluster) && !leftOut.has(cluster.name)
    )
    const seen = `${String(clusters.length)} of ${String(site.clusters.length)} clouds: ${clusters.map(({ name }) => name).join(', ')}`
    if (after === null || JSON.stringify(before) === JSON.stringify(after))
      return missing.length === 0
        ? fine(seen)
        : wrong('warning', seen, {
            code: 'TOO_FEW_CLUSTERS',
            message: `not ready: ${missing.map(({ name }) => name).join(', ')}`,
            hint: 'mend their steps, then check again'
          })
    return wrong(
      'critical',
      before === null ? 'there is none of this name' : 'it differs from what is there',
      {
        code: 'ENVIRONMENT_UNKNOWN',
        message: `the settings do not have the environment "${bench.environment}" as it is`,
        hint: 'write it'
      },
      [{ type: 'environment', before, after }]
    )
  }
}

/**
 * What is there already stays: a cluster that was left out this time, or does not answer at the moment, is none that somebody took out of the environment.
 *
 * @param after - with the clusters whose workers answered
 */
function withOthers(before: Environment | null, after: Environment): Environment {
  if (before === null) return after
  const answered = new Map(after.clusters.map((cluster) => [cluster.name, cluster]))
  const known = new Set(before.clusters.map(({ name }) => name))
  return {
    ...after,
    clusters: [
      // What could not be looked at now, for example the door for other clouds, is what it was.
      ...before.clusters.map((cluster) => ({ ...cluster, ...answered.get(cluster.name) })),
      ...after.clusters.filter(({ name }) => !known.has(name))
    ]
  }
}
