/**
 * May this text be saved? More than its schema asks: names that people can tell apart, one vhost a cluster, and no secret.
 *
 * Kept apart from reading, so that a file that somebody wrote by hand is still opened although it would not be saved like this.
 */
import { memberAt, type JsonNode, type JsonPath } from '../../../shared/model/json-text.js'
import type { ClusterSettings, Settings } from '../../../shared/model/settings.js'
import { secretMarks } from './secret-marks.js'
import { placeOf, readSettingsText, type SettingsReading, type TextIssue } from './settings-text.js'

/** Longest name of an environment. */
export const ENVIRONMENT_NAME_LIMIT = 60
const CONTROL = /[\u0000-\u001f\u007f\u2028\u2029]/ // eslint-disable-line no-control-regex -- they are what is looked for

export function checkSettingsText(text: string): SettingsReading {
  const reading = readSettingsText(text)
  const secrets = secretMarks(text).map(({ from, to, what }): TextIssue => ({
    path: [],
    message: `this looks like ${what}: settings hold none, give it under Secrets`,
    from,
    to
  }))
  const further =
    reading.settings === null || reading.root === null
      ? []
      : meaningIssues(reading.settings, reading.root)
  return { ...reading, issues: [...reading.issues, ...secrets, ...further] }
}

function meaningIssues(settings: Settings, root: JsonNode): readonly TextIssue[] {
  const issue = (path: JsonPath, message: string): TextIssue => ({
    path,
    message,
    ...(memberAt(root, path)?.keyPlace ?? placeOf(root, path))
  })
  const names = Object.keys(settings.environments)
  const wrongNames = names.flatMap((name) => {
    const wrong = nameIssue(name)
    return wrong === null ? [] : [issue(['environments', name], wrong)]
  })
  const { current } = settings
  const unknown = names.length > 0 && current !== 'lab' && !names.includes(current)
  const missing = unknown
    ? [issue(['current'], `there is no environment ${JSON.stringify(current)}`)]
    : []
  const twice = names.flatMap((name) =>
    sharedNames(settings.environments[name]?.clusters ?? []).map(({ index, key, message }) =>
      issue(['environments', name, 'clusters', index, key], message)
    )
  )
  return [...wrongNames, ...missing, ...twice]
}

function nameIssue(name: string): string | null {
  if (name.trim() === '') return 'an environment needs a name'
  if (name !== name.trim()) return 'the name begins or ends with a space'
  if (CONTROL.test(name)) return 'the name has a character that cannot be seen'
  if (name.length > ENVIRONMENT_NAME_LIMIT)
    return `the name is longer than ${ENVIRONMENT_NAME_LIMIT} characters`
  return null
}

interface Shared {
  readonly index: number
  readonly key: 'name' | 'vhost'
  readonly message: string
}

/** The vhost a reply came through is its sender: two clusters in one could answer for each other. */
function sharedNames(clusters: readonly ClusterSettings[]): readonly Shared[] {
  return clusters.flatMap((cluster, index) => {
    const earlier = clusters.slice(0, index)
    const name = earlier.some((other) => other.name === cluster.name)
    const vhost = earlier.find((other) => other.vhost === cluster.vhost && !name)
    return [
      ...(name
        ? [{ index, key: 'name' as const, message: `the cluster "${cluster.name}" stands twice` }]
        : []),
      ...(vhost === undefined
        ? []
        : [
            {
              index,
              key: 'vhost' as const,
              message: `"${vhost.name}" has this vhost too: either could answer for the other`
            }
          ])
    ]
  })
}
