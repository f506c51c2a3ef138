/**
 * What the form reads from the settings' text and does to it. Pure: text in, text out, so that form and editor cannot drift apart.
 *
 * The text may be half finished: every value is looked at before it is believed.
 */
import type { SettingsChange, SettingsIssue } from '@shared/ipc/settings-view.js'
import { withKey, without, withValue } from '@shared/model/json-edit.js'
import type { JsonPath, JsonValue } from '@shared/model/json-text.js'
import { settingsText } from '../../text/settings.js'

const text = settingsText.words

type Fields = { readonly [key: string]: JsonValue }
export type FieldKind = 'text' | 'number' | 'check'

export const isFields = (value: JsonValue | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function valueAt(value: JsonValue | null, path: JsonPath): JsonValue | undefined {
  let found: JsonValue | undefined = value ?? undefined
  for (const step of path) {
    if (Array.isArray(found)) found = (found as readonly JsonValue[])[Number(step)]
    else if (isFields(found) && Object.hasOwn(found, String(step))) found = found[String(step)]
    else return undefined
  }
  return found
}

export function environmentNames(value: JsonValue | null): readonly string[] {
  const environments = valueAt(value, ['environments'])
  return isFields(environments) ? Object.keys(environments) : []
}

/** As an input shows it; a value of another kind as JSON, so that it can be corrected. */
export function shownValue(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** @param typed - what stands in the input; nothing: the key goes, its default counts */
export function withTyped(text: string, path: JsonPath, kind: FieldKind, typed: string): string {
  if (typed === '' && kind === 'number') return without(text, path)
  if (kind === 'number' && /^-?\d{1,15}$/.test(typed)) return withValue(text, path, Number(typed))
  return withValue(text, path, typed)
}

/** For a key that may be missing: nothing typed takes it out. */
export const withOptional = (text: string, path: JsonPath, typed: string): string =>
  typed === '' ? without(text, path) : withValue(text, path, typed)

/** @param first - it is opened at the start, because there is no other */
export function withEnvironment(text: string, name: string, first: 'first' | 'further'): string {
  const environment = {
    broker: { host: '', user: '' },
    clusters: [],
    defaults: { faults: 1 },
    jarFolders: []
  }
  const added = withValue(text, ['environments', name], environment)
  return first === 'first' ? withValue(added, ['current'], name) : added
}

/** Another name at the same place; it stays the current one if it was. */
export function withRenamed(
  text: string,
  current: JsonValue | undefined,
  from: string,
  to: string
): string {
  const renamed = withKey(text, ['environments', from], to)
  return current === from ? withValue(renamed, ['current'], to) : renamed
}

/** `new`, or the next of `new 2`, `new 3` that is free. */
export function freeName(taken: readonly string[], wish = 'new'): string {
  let name = wish
  for (let number = 2; taken.includes(name); number++) name = `${wish} ${String(number)}`
  return name
}

/** The first issue of exactly this place. */
export function issueAt(issues: readonly SettingsIssue[], path: JsonPath): string | null {
  return issues.find((issue) => samePath(issue.path, path))?.message ?? null
}

/** Issues of a place and everything in it. */
export const issuesIn = (
  issues: readonly SettingsIssue[],
  path: JsonPath
): readonly SettingsIssue[] =>
  issues.filter((issue) => samePath(issue.path.slice(0, path.length), path))

const samePath = (a: JsonPath, b: JsonPath): boolean =>
  a.length === b.length && a.every((step, index) => String(step) === String(b[index]))

/** `research › broker › host`; the word `environments` goes without saying. */
export function pathWords(path: JsonPath): string {
  const shown = path[0] === 'environments' && path.length > 1 ? path.slice(1) : path
  return shown.length === 0 ? text.all : shown.join(' › ')
}

/** The sentence a version gets unless somebody writes a better one. */
export function changeWords(changes: readonly SettingsChange[]): string {
  const [only] = changes
  if (only === undefined) return text.nothing
  const environments = new Set(
    changes.flatMap(({ path }) => (path[0] === 'environments' ? [String(path[1] ?? '')] : []))
  )
  if (changes.length === 1) return one(only)
  return text.several(changes.length, [...environments].slice(0, 3)).slice(0, 200)
}

function one({ path, before, after }: SettingsChange): string {
  const [top, name, ...rest] = path
  const verb = before === null ? text.added : after === null ? text.removed : text.changed
  if (top !== 'environments' || name === undefined) return text.top(verb, String(top ?? text.all))
  const words =
    rest.length === 0
      ? text.environment(verb, String(name))
      : text.part(
          verb,
          rest[0] === 'clusters' && rest.length === 2
            ? text.cluster(String(rest[1]))
            : rest.join(' '),
          String(name)
        )
  return words.slice(0, 200)
}
