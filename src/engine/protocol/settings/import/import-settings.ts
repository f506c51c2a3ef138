/**
 * Files of other programs → settings as they would be, to be looked at before anything is saved.
 *
 * Medusa's `settings.json`, `clusters.json` and a `celeryconfig.py` taken together make one environment: the one knows the clusters, the other the
 * broker. An export of this console brings its environments, each replacing one of the same name. Nothing is written here.
 */
import { withValue } from '../../../../shared/model/json-edit.js'
import { parseJsonText, valueOf, type JsonValue } from '../../../../shared/model/json-text.js'
import type { SecretName } from '../../../../shared/model/settings.js'
import { readSettingsText } from '../settings-text.js'
import { readCeleryConfig, type CeleryConfig } from './celeryconfig.js'
import { medusaEnvironment } from './medusa-environment.js'
import { readMedusaSettings, type MedusaSettings } from './medusa-settings.js'

export type ImportKind = 'settings' | 'medusa-settings' | 'celeryconfig'

export interface ImportFile {
  /** Its name, without folders. */
  readonly name: string
  readonly text: string
}
/** n.b. `value` is a secret: it goes to the keyring or nowhere. */
export interface FoundSecret {
  readonly environment: string
  readonly name: SecretName
  readonly value: string
}
export interface ImportedSettings {
  readonly kinds: readonly (ImportKind | null)[]
  /** The settings with what the files bring. */
  readonly text: string
  readonly notes: readonly string[]
  readonly secrets: readonly FoundSecret[]
}

type Read =
  | { readonly kind: 'settings'; readonly environments: Readonly<Record<string, JsonValue>> }
  | { readonly kind: 'medusa-settings'; readonly medusa: MedusaSettings }
  | { readonly kind: 'celeryconfig'; readonly celery: CeleryConfig }

/**
 * @param files - as many as belong together
 * @param current - text of the settings there are, valid JSON
 * @returns `kinds` has `null` for a file that is none of those, and its note says so
 */
export function importSettings(files: readonly ImportFile[], current: string): ImportedSettings {
  const reads = files.map(readFile)
  const refused = files.flatMap(({ name }, index) =>
    reads[index] === null ? [`${name} is no settings file that can be read here.`] : []
  )
  const own = reads.flatMap((read) => (read?.kind === 'settings' ? [read.environments] : []))
  const medusa = reads.flatMap((read) => (read?.kind === 'medusa-settings' ? [read.medusa] : []))
  const celery = reads.flatMap((read) => (read?.kind === 'celeryconfig' ? [read.celery] : []))
  const brought = own.flatMap((environments) => Object.entries(environments))
  const base = put(current, brought)
  const kinds = reads.map((read) => read?.kind ?? null)
  const replaced = brought.flatMap(([name]) =>
    environmentNames(current).includes(name) ? [`The environment "${name}" is replaced.`] : []
  )
  if (medusa.length + celery.length === 0)
    return { kinds, text: base, notes: [...refused, ...replaced], secrets: [] }
  const name = freeName(environmentNames(base))
  const made = medusaEnvironment(medusa, celery)
  const password = celery.map((each) => each.password).find((each) => each !== null) ?? null
  return {
    kinds,
    text: opened(put(base, [[name, made.environment]]), current, name),
    notes: [...refused, ...replaced, ...made.notes],
    secrets: password === null ? [] : [{ environment: name, name: 'broker', value: password }]
  }
}

function readFile({ name, text }: ImportFile): Read | null {
  if (/\.py$/i.test(name)) return celeryRead(text)
  const parsed = parseJsonText(text)
  if (!parsed.ok) return celeryRead(text)
  const value = valueOf(parsed.root)
  const medusa = readMedusaSettings(value)
  if (medusa !== null) return { kind: 'medusa-settings', medusa }
  const environments = (value as { readonly environments?: JsonValue } | null)?.environments
  const own = typeof environments === 'object' && environments !== null
  return own && !Array.isArray(environments) && readSettingsText(text).root !== null
    ? { kind: 'settings', environments: environments as Readonly<Record<string, JsonValue>> }
    : null
}

function celeryRead(text: string): Read | null {
  const celery = readCeleryConfig(text)
  return celery === null ? null : { kind: 'celeryconfig', celery }
}

function environmentNames(text: string): readonly string[] {
  const { root } = readSettingsText(text)
  const value = root === null ? null : valueOf(root)
  const environments = (value as { readonly environments?: object } | null)?.environments
  return Object.keys(environments ?? {})
}

const put = (text: string, environments: readonly (readonly [string, JsonValue])[]): string =>
  environments.reduce(
    (result, [name, environment]) => withValue(result, ['environments', name], environment),
    text
  )

/** Where there was no environment, the imported one is opened at the start. */
function opened(text: string, before: string, name: string): string {
  const { root } = readSettingsText(before)
  const value = root === null ? null : valueOf(root)
  const chosen = (value as { readonly current?: JsonValue } | null)?.current !== undefined
  return chosen || environmentNames(before).length > 0 ? text : withValue(text, ['current'], name)
}

/** `medusa`, or the next of `medusa 2`, `medusa 3` that is free. */
function freeName(taken: readonly string[]): string {
  let name = 'medusa'
  for (let number = 2; taken.includes(name); number++) name = `medusa ${number}`
  return name
}
