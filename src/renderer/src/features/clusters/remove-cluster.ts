/** Removing a cluster from the settings: the question, what stands in the way, and the saving. */
import type { ConsoleApi } from '@shared/ipc/console-api.js'
import type { Result } from '@shared/model/errors.js'
import type { WatchedCluster } from '@shared/model/watch.js'
import type { Question } from '../../lib/console-context.js'
import { clusterRemovalText as words, clustersText } from '../../text/clusters.js'
import { clustersOf, indexOf, withoutCluster } from './settings-edit.js'

/** Why it cannot be removed now; `null`: it can. */
export function removalObstacle(name: string, seen: WatchedCluster | null): string | null {
  if (seen === null || seen.attempts === 0) return null
  return words.obstacle(name, seen.attempts)
}

export const removalQuestion = (name: string, environment: string): Question => ({
  title: words.title(name, environment),
  text: words.text(name),
  button: words.button(name),
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
    return refused(words.unknown(name, environment), words.unknownHint)
  const saved = await api['settings.save']({
    text: withoutCluster(text, environment, name),
    revision,
    what: words.what(name, environment)
  })
  if (!saved.ok) return saved
  if (saved.value.saved) return { ok: true, value: null }
  return refused(
    saved.value.why === 'stale'
      ? clustersText.stale
      : words.notSaved(saved.value.issues[0]?.message ?? saved.value.why),
    words.notSavedHint
  )
}

const refused = (message: string, hint: string): Result<never> => ({
  ok: false,
  error: { code: 'BAD_SETTINGS', message, hint }
})
