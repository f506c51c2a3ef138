/** What differs between two settings, value by value. Pure. */
import type { JsonPath, JsonValue } from '../../../shared/model/json-text.js'

export interface ValueChange {
  readonly path: JsonPath
  /** JSON of the value; `null`: it was, or is, not there. */
  readonly before: string | null
  readonly after: string | null
}

type Tree = JsonValue | undefined

/**
 * Changes from one value to another, in the order of the text. A list's items are told apart by their `name` where they have one, so that a
 * removed cluster is one change and not a change of all that follow.
 */
export function changesBetween(before: Tree, after: Tree): readonly ValueChange[] {
  return compare([], before, after)
}

function compare(path: JsonPath, before: Tree, after: Tree): readonly ValueChange[] {
  if (isObject(before) && isObject(after)) {
    const keys = [...Object.keys(before), ...Object.keys(after).filter((key) => !(key in before))]
    return keys.flatMap((key) => compare([...path, key], own(before, key), own(after, key)))
  }
  if (isList(before) && isList(after)) return compareLists(path, before, after)
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  return [{ path, before: jsonOf(before), after: jsonOf(after) }]
}

function compareLists(
  path: JsonPath,
  before: readonly JsonValue[],
  after: readonly JsonValue[]
): readonly ValueChange[] {
  const names = new Set([...before, ...after].map(nameOf))
  const named = !names.has(null) && distinct(before) && distinct(after)
  if (!named) {
    const length = Math.max(before.length, after.length)
    return Array.from({ length }, (_, index) =>
      compare([...path, index], before[index], after[index])
    ).flat()
  }
  const find = (list: readonly JsonValue[], name: string | null): JsonValue | undefined =>
    list.find((item) => nameOf(item) === name)
  const changes = [...names].flatMap((name) =>
    compare([...path, name ?? ''], find(before, name), find(after, name))
  )
  const order = (list: readonly JsonValue[]): string => JSON.stringify(list.map(nameOf))
  return changes.length === 0 && order(before) !== order(after)
    ? [{ path, before: order(before), after: order(after) }]
    : changes
}

const isObject = (value: Tree): value is { readonly [key: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isList = (value: Tree): value is readonly JsonValue[] => Array.isArray(value)
const own = (value: { readonly [key: string]: JsonValue }, key: string): Tree =>
  Object.hasOwn(value, key) ? value[key] : undefined
const jsonOf = (value: Tree): string | null => (value === undefined ? null : JSON.stringify(value))

function nameOf(item: JsonValue): string | null {
  return isObject(item) && typeof item['name'] === 'string' ? item['name'] : null
}
const distinct = (list: readonly JsonValue[]): boolean =>
  new Set(list.map(nameOf)).size === list.length

/** Environments that go on under another name: one is gone, one has come, and broker and clusters are equal. Their secrets go along. */
export function renamedEnvironments(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>
): readonly { readonly from: string; readonly to: string }[] {
  const gone = Object.keys(before).filter((name) => !Object.hasOwn(after, name))
  const come = Object.keys(after).filter((name) => !Object.hasOwn(before, name))
  return gone.flatMap((from) => {
    const to = come.find((name) => JSON.stringify(after[name]) === JSON.stringify(before[from]))
    return to === undefined ? [] : [{ from, to }]
  })
}
