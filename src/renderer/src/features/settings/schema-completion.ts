/** Completion of the settings' JSON from its schema: keys that are missing, values that are allowed. */
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { ensureSyntaxTree, syntaxTree } from '@codemirror/language'
import type { EditorState } from '@codemirror/state'
import { settingsText } from '../../text/settings.js'

type SyntaxNode = ReturnType<typeof syntaxTree>['topNode']

/** As much of JSON Schema as the settings need. */
export interface Schema {
  readonly type?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | boolean
  readonly items?: Schema
  readonly required?: readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
}

/** Names that stand elsewhere in the text, for values that refer to them. */
export type NamesFor = (path: readonly string[]) => readonly string[]

/** Longest wait for the parser, milliseconds. */
const PARSE_MS = 200

export function schemaCompletion(schema: Schema, namesFor: NamesFor) {
  return (context: CompletionContext): CompletionResult | null => {
    const { state, pos } = context
    // n.b. a large text may not be parsed up to here yet
    const tree = ensureSyntaxTree(state, pos, PARSE_MS) ?? syntaxTree(state)
    const node = tree.resolveInner(pos, -1)
    const word = context.matchBefore(/"?[\w.:/-]*/)
    if (word === null || (word.from === word.to && !context.explicit)) return null
    const place = placeAt(node, state)
    if (place === null) return null
    const found = schemaAt(schema, place.path)
    if (found === null) return null
    const options = place.key
      ? keyOptions(found, place.present)
      : valueOptions(found, namesFor(place.path))
    return options.length === 0 ? null : { from: word.from, options, validFor: /^"?[\w.:/-]*$/ }
  }
}

interface Place {
  /** Keys from the top to the object, or to the value. */
  readonly path: readonly string[]
  /** A key is needed here, not a value. */
  readonly key: boolean
  /** Keys the object has already. */
  readonly present: readonly string[]
}

function placeAt(node: SyntaxNode, state: EditorState): Place | null {
  const inKey = node.name === 'PropertyName'
  const property = node.name === 'Property' ? node : closest(node, 'Property')
  const object = node.name === 'Object' ? node : closest(node, 'Object')
  if (inKey && object !== null)
    return { path: pathOf(object, state), key: true, present: keysOf(object, state) }
  const nearer = property !== null && (object === null || property.from > object.from)
  if (nearer) return { path: pathOf(property, state), key: false, present: [] }
  return object === null
    ? null
    : { path: pathOf(object, state), key: true, present: keysOf(object, state) }
}

function closest(node: SyntaxNode, name: string): SyntaxNode | null {
  let at = node.parent
  while (at !== null && at.name !== name) at = at.parent
  return at
}

/** Keys above a node, the property itself included; a place in a list is `*`. */
function pathOf(node: SyntaxNode, state: EditorState): readonly string[] {
  const path: string[] = []
  for (let at: SyntaxNode | null = node; at !== null; at = at.parent) {
    if (at.name === 'Property') path.unshift(keyOf(at, state))
    if (at.name === 'Array') path.unshift('*')
  }
  return path
}

const keysOf = (object: SyntaxNode, state: EditorState): readonly string[] =>
  object.getChildren('Property').map((property) => keyOf(property, state))

function keyOf(property: SyntaxNode, state: EditorState): string {
  const name = property.getChild('PropertyName')
  if (name === null) return ''
  const text = state.sliceDoc(name.from, name.to)
  try {
    return JSON.parse(text) as string
  } catch {
    return text // half typed
  }
}

/** @internal */
export function schemaAt(schema: Schema, path: readonly string[]): Schema | null {
  let found: Schema | undefined = schema
  for (const step of path) {
    if (step === '*' && found.items !== undefined) found = found.items
    else if (found.properties && Object.hasOwn(found.properties, step))
      found = found.properties[step]
    else
      found =
        typeof found.additionalProperties === 'object' ? found.additionalProperties : undefined
    if (found === undefined) return null
  }
  return found
}

function keyOptions(
  { properties = {}, required = [] }: Schema,
  present: readonly string[]
): Completion[] {
  return Object.entries(properties)
    .filter(([key]) => !present.includes(key))
    .map(([key, schema]) => ({
      label: `"${key}"`,
      type: 'property',
      apply: `"${key}": ${startOf(schema)}`,
      detail: required.includes(key) ? settingsText.json.needed : '',
      ...(schema.description === undefined ? {} : { info: schema.description }),
      boost: required.includes(key) ? 1 : 0
    }))
}

function startOf(schema: Schema): string {
  if (schema.default !== undefined) return JSON.stringify(schema.default)
  return { string: '""', object: '{}', array: '[]', boolean: 'false' }[schema.type ?? ''] ?? ''
}

function valueOptions(schema: Schema, names: readonly string[]): Completion[] {
  const values = [
    ...(schema.enum ?? []),
    ...(schema.const === undefined ? [] : [schema.const]),
    ...(schema.type === 'boolean' ? [true, false] : []),
    ...names,
    ...(schema.default === undefined || typeof schema.default === 'object' ? [] : [schema.default])
  ]
  return [...new Set(values.map((value) => JSON.stringify(value)))].map((label) => ({
    label,
    type: 'constant',
    ...(schema.description === undefined ? {} : { info: schema.description })
  }))
}
