/** Removing a cluster from the settings: the question, what stands in the way, and the saving. */
import type { ConsoleApi } from '@shared/ipc/console-api.js'
import type { Result } from '@shared/model/errors.js'
import type { WatchedCluster } from '@shared/model/watch.js'
import type { Question } from '../../lib/console-context.js'
import { plural } from '../../lib/format.js'
import { clustersOf, indexOf, withoutCluster } from './settings-edit.js'

/** Why it cannot be removed now; `null`: it can. */
export function removalObstacle(name: string, seen: WatchedCluster | null): string | null {
  if (seen === null || seen.attempts === 0) return null
  return `${plural(seen.attempts, 'attempt')} of runs of this machine ${seen.attempts === 1 ? 'is' : 'are'} on ${name} now: wait, or cancel the run first`
}

export const removalQuestion = (name: string, environment: string): Question => ({
  title: `Remove cluster ${name} from ${environment}`,
  text: `New runs do not use ${name} any more, and it does not count in what can be tolerated. Not touched: its files in HDFS, its vhost, user and queue on the broker, its worker, which keeps running, and its key here. The settings keep the version before, so it can be brought back.`,
  button: `Remove cluster ${name}`,
  typed: name,
  danger: true
})

/** @returns an error also when somebody else saved meanwhile */
export async function removeCluster(
  api: ConsoleApi,
  environment: string,
  name: string
): Promise<Result<null>> {
  const read = await api['settings.read']({})
  if (!read.ok) return read
  const { text, revision } = read.value
  const clusters = clustersOf(text, environment)
  if (clusters === null || indexOf(clusters, name) < 0)
    return refused(
      `the settings have no cluster "${name}" in "${environment}"`,
      'the lab keeps its own clusters; others may have removed it meanwhile'
    )
  const saved = await api['settings.save']({
    text: withoutCluster(text, environment, name),
    revision,
    what: `removed cluster ${name} from ${environment}`
  })
  if (!saved.ok) return saved
  if (saved.value.saved) return { ok: true, value: null }
  return refused(
    saved.value.why === 'stale'
      ? 'somebody else has saved the settings meanwhile'
      : `the settings cannot be saved: ${saved.value.issues[0]?.message ?? saved.value.why}`,
    'look at the settings, then try again'
  )
}

const refused = (message: string, hint: string): Result<never> => ({
  ok: false,
  error: { code: 'BAD_SETTINGS', message, hint }
})
