import type { ClusterSettings, Environment } from '../../../../../shared/model/settings.js'
import type { SiteCluster } from '../../../../../shared/model/setup-site.js'
import { fine, wrong } from '../../../../domain/setup/finding.js'
import type { Bench, ConsoleStep } from '../../bench.js'
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
    const { site, facts, ports, leftOut, origin } = bench
    const before = await ports.store.environment()
    if (origin === 'adopted') return fine('it is in the settings, and was not made by set-up')
    const ready = site.clusters.filter(({ name }) => facts.clusters.get(name)?.greeted === true)
    if (ready.length === 0 && (before === null || leftOut.size === 0))
      return wrong('critical', 'no worker answers', {
        code: 'TOO_FEW_CLUSTERS',
        message: 'no cloud is ready yet',
        hint: 'mend the steps above'
      })
    const after = ready.length === 0 ? before : merged(bench, ready, before)
    const missing = site.clusters.filter(
      (cluster) => !ready.includes(cluster) && !leftOut.has(cluster.name)
    )
    const seen = `${String(ready.length)} of ${String(site.clusters.length)} clouds: ${ready.map(({ name }) => name).join(', ')}`
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

/** A cloud that was not looked at now, or does not answer now, stays as it stands in the settings; so does all that set-up knows nothing of. */
function merged(
  bench: Bench,
  ready: readonly SiteCluster[],
  before: Environment | null
): Environment {
  const made = environmentOf(bench, ready)
  const found = new Map(made.clusters.map((cluster) => [cluster.name, cluster]))
  const there = (before?.clusters ?? []).map((cluster): ClusterSettings => {
    const now = found.get(cluster.name)
    // What could not be looked at now, for example the door for other clouds, is what it was.
    return now === undefined ? cluster : { ...cluster, ...now }
  })
  const fresh = made.clusters.filter(({ name }) => there.every((cluster) => cluster.name !== name))
  return {
    ...(before ?? made),
    broker: made.broker,
    clusters: [...there, ...fresh],
    secretsFile: bench.ports.store.secretsFile
  }
}
