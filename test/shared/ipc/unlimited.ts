/** Walks a schema and names every place where a value may be as large as one likes. */
import type { z } from 'zod'

interface Def {
  readonly type: string
  readonly checks?: readonly { readonly _zod: { readonly def: Record<string, unknown> } }[]
  readonly [key: string]: unknown
}

const defOf = (schema: unknown): Def =>
  (schema as { readonly _zod: { readonly def: Def } })._zod.def

/** Kinds whose values have one size. */
const SMALL = new Set([
  'number',
  'int',
  'bigint',
  'boolean',
  'null',
  'undefined',
  'nan',
  'date',
  'enum',
  'literal',
  'never',
  'void'
])
/** Kinds that hold another one. */
const WRAPPERS = new Set([
  'optional',
  'nullable',
  'default',
  'prefault',
  'nonoptional',
  'readonly',
  'catch',
  'success'
])

/** @returns `path: what is missing`; empty when everything has a limit */
export function unlimited(schema: z.ZodType, path = ''): readonly string[] {
  const def = defOf(schema)
  const below = (inner: unknown, key = ''): readonly string[] =>
    unlimited(inner as z.ZodType, path === '' || key === '' ? `${path}${key}` : `${path}.${key}`)
  if (SMALL.has(def.type)) return []
  if (WRAPPERS.has(def.type)) return below(def['innerType'])
  switch (def.type) {
    case 'string':
      return hasLongest(def) ? [] : [`${path}: a text without a longest length`]
    case 'array':
      return [
        ...(hasCheck(def, ['max_length', 'length_equals'])
          ? []
          : [`${path}: a list without a largest number`]),
        ...below(def['element'], '[]')
      ]
    case 'tuple':
      return (def['items'] as readonly unknown[]).flatMap((item, index) =>
        below(item, `[${String(index)}]`)
      )
    case 'object':
      return [
        ...(def['catchall'] !== undefined && defOf(def['catchall']).type === 'never'
          ? []
          : [`${path}: an object that takes other keys`]),
        ...Object.entries(def['shape'] as object).flatMap(([key, inner]) => below(inner, key))
      ]
    case 'record':
      return defOf(def['keyType']).type === 'enum'
        ? below(def['valueType'], '{}')
        : [`${path}: a table, whose number of keys has no limit`]
    case 'union':
      return (def['options'] as readonly unknown[]).flatMap((option) => below(option))
    case 'intersection':
      return [...below(def['left']), ...below(def['right'])]
    case 'pipe':
      return below(def['in'])
    default:
      return [`${path}: ${def.type}`]
  }
}

function hasLongest(def: Def): boolean {
  if (hasCheck(def, ['max_length', 'length_equals'])) return true
  const patterns = [def, ...(def.checks ?? []).map((check) => check._zod.def)].map(
    (each) => each['pattern']
  )
  return patterns.some((pattern) => pattern instanceof RegExp && isFinite(pattern))
}

const hasCheck = (def: Def, names: readonly string[]): boolean =>
  (def.checks ?? []).some((check) => names.includes(String(check._zod.def['check'])))

/** Anchored at both ends, and nothing in it repeats without a limit. */
function isFinite({ source }: RegExp): boolean {
  if (!source.startsWith('^') || !source.endsWith('$') || source.includes('|')) return false
  const bare = source.replaceAll(/\\./g, 'x').replaceAll(/\[[^\]]*\]/g, 'x')
  return !/[*+]|\{\d+,\}/.test(bare)
}
