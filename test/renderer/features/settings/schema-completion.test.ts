import { CompletionContext } from '@codemirror/autocomplete'
import { json } from '@codemirror/lang-json'
import { EditorState } from '@codemirror/state'
import { settingsSchema } from '@shared/model/settings.js'
import { expect, test } from 'vitest'
import { z } from 'zod'
import {
  schemaCompletion,
  type Schema
} from '../../../../src/renderer/src/features/settings/schema-completion.js'

const complete = schemaCompletion(
  z.toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any' }) as Schema,
  ([key]) => (key === 'current' ? ['research', 'lab'] : [])
)

/** Labels offered at the `|` of a text. */
function offered(text: string): readonly string[] {
  const pos = text.indexOf('|')
  const state = EditorState.create({ doc: text.replace('|', ''), extensions: [json()] })
  return complete(new CompletionContext(state, pos, true))?.options.map(({ label }) => label) ?? []
}

test('offers the keys that are missing, the needed ones marked', () => {
  expect(offered('{"version": 1, "|"}')).toEqual(['"current"', '"environments"'])
  expect(offered('{"environments": {"a b": {"broker": {"host": "mq", |}}}}')).toEqual([
    '"port"',
    '"tls"',
    '"user"',
    '"management"'
  ])
  expect(offered('{"environments": {"a": {"clusters": [{"name": "x", "wo|"}]}}}')).toContain(
    '"workFolder"'
  )
})

test('offers values: true and false, names that are there, the default', () => {
  expect(offered('{"environments": {"a": {"broker": {"tls": |}}}}')).toEqual(['true', 'false'])
  expect(offered('{"current": "res|"}')).toEqual(['"research"', '"lab"'])
  expect(
    offered('{"version": 1,\n  "current": "res|"\n  "environments": {"research": {}}\n}')
  ).toEqual(['"research"', '"lab"'])
  expect(offered('{"version": |}')).toEqual(['1'])
})

test('offers nothing where nothing is known', () => {
  expect(offered('{"nothing": {"of": |}}')).toEqual([])
  expect(offered('|')).toEqual([])
})
