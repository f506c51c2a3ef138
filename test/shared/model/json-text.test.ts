import fc from 'fast-check'
import { expect, test } from 'vitest'
import { without, withKey, withValue } from '@shared/model/json-edit.js'
import { lineAndColumn, nodeAt, parseJsonText, valueOf } from '@shared/model/json-text.js'

const problemOf = (text: string): string => {
  const parsed = parseJsonText(text)
  if (parsed.ok) return 'none'
  const { line, column } = lineAndColumn(text, parsed.problem.from)
  return `${line}:${column} ${parsed.problem.message}`
}
const parsed = (text: string): unknown => {
  const result = parseJsonText(text)
  return result.ok ? valueOf(result.root) : result.problem
}

test('reads what JSON.parse reads', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(3), (text, spaces) => {
      const value: unknown = JSON.parse(text)
      const pretty = JSON.stringify(value, null, spaces)
      expect(parsed(pretty)).toEqual(value)
    })
  )
})

test('refuses what JSON.parse refuses, and twice the same key', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom(
          '{',
          '}',
          '[',
          ']',
          '"',
          ':',
          ',',
          '1',
          'e',
          '.',
          '-',
          ' ',
          '\\',
          't',
          'null',
          'true'
        )
      }),
      (text) => {
        const ok = (() => {
          try {
            JSON.parse(text)
            return true
          } catch {
            return false
          }
        })()
        const mine = parseJsonText(text)
        const twice = !mine.ok && mine.problem.message.includes('stands twice')
        expect(mine.ok).toBe(ok && !twice)
      }
    )
  )
})

test.each([
  ['', '1:1 there is nothing: begin with {'],
  ['{\n  "a": 1,\n}', '2:9 a comma too many before }'],
  ['{"a": 1 "b": 2}', '1:9 a comma or } is needed, found "'],
  ['{"a" 1}', '1:6 a colon is needed after a key, found 1'],
  ['{"a": 1, "a": 2}', '1:10 the key "a" stands twice'],
  ['{"a": "x\n}', '1:7 this text has no closing "'],
  ['{"a": 01}', '1:7 a value is needed, found 0'],
  ['{"a": yes}', '1:7 a value is needed, found y'],
  ['{} {}', '1:4 something follows after the end'],
  ["{'a': 1}", '1:2 a key in "…" or } is needed, found \''],
  ['{"a": 1', '1:8 a comma or } is needed, the text ends here'],
  ['['.repeat(200), '1:102 nested deeper than 100']
])('says where %j is wrong', (text, problem) => {
  expect(problemOf(text)).toBe(problem)
})

test('takes "__proto__" for a key like any other', () => {
  const value = parsed('{"__proto__": {"x": 1}}') as object
  expect(Object.keys(value)).toEqual(['__proto__'])
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
})

const TEXT = `{
  "version": 1,   "current":"lab",
  "list": [1, 2, 3],
  "environments": {
      "a/b \\"c\\"": { "port": 5672 },
      "é": {}
  }
}
`

test('changes one value and nothing beside it', () => {
  expect(withValue(TEXT, ['environments', 'a/b "c"', 'port'], 5671)).toBe(
    TEXT.replace('5672', '5671')
  )
})

test('adds at the end, indented like its neighbours', () => {
  expect(withValue(TEXT, ['environments', 'neu'], { faults: 1 })).toBe(
    TEXT.replace('"é": {}', '"é": {},\n      "neu": {\n        "faults": 1\n      }')
  )
  expect(withValue(TEXT, ['list', 3], 4)).toBe(TEXT.replace('2, 3', '2, 3, 4'))
  expect(withValue(TEXT, ['environments', 'a/b "c"', 'tls'], true)).toBe(
    TEXT.replace('5672 }', '5672, "tls": true }')
  )
})

test('makes the objects on the way', () => {
  expect(JSON.parse(withValue(TEXT, ['environments', 'é', 'broker', 'host'], 'mq'))).toMatchObject({
    environments: { é: { broker: { host: 'mq' } } }
  })
})

test('takes out the first, one in the middle, the last and the only one', () => {
  expect(JSON.parse(without(TEXT, ['version']))).not.toHaveProperty('version')
  expect(without(TEXT, ['list', 1])).toBe(TEXT.replace('1, 2, 3', '1, 3'))
  expect(without(TEXT, ['environments', 'é'])).toBe(TEXT.replace(',\n      "é": {}', ''))
  expect(without(TEXT, ['environments', 'a/b "c"', 'port'])).toBe(
    TEXT.replace('{ "port": 5672 }', '{}')
  )
})

test('renames a key where it stands, unless the new one is taken', () => {
  expect(withKey(TEXT, ['environments', 'é'], 'e "2"')).toBe(TEXT.replace('"é"', '"e \\"2\\""'))
  expect(withKey(TEXT, ['environments', 'é'], 'a/b "c"')).toBe(TEXT)
})

test('leaves a text alone that is no JSON', () => {
  expect(withValue('{"a": ', ['a'], 1)).toBe('{"a": ')
  expect(without('{"a": ', ['a'])).toBe('{"a": ')
})

test('any edit of any JSON leaves JSON with just that edit', () => {
  const object = fc.dictionary(fc.string(), fc.jsonValue(), {
    minKeys: 1,
    maxKeys: 5,
    noNullPrototype: true
  })
  fc.assert(
    fc.property(object, fc.jsonValue(), fc.nat(4), fc.nat(20), (value, put, spaces, pick) => {
      const keys = Object.keys(value)
      const key = keys[pick % keys.length] ?? ''
      const text = JSON.stringify(value, null, spaces)
      const source = JSON.parse(text) as Record<string, unknown>
      const edited = withValue(text, [key], JSON.parse(JSON.stringify(put)) as never)
      expect(JSON.parse(edited)).toEqual(
        Object.fromEntries(
          Object.entries(source).map(([name, old]) => [
            name,
            name === key ? JSON.parse(JSON.stringify(put)) : old
          ])
        )
      )
      const rest = Object.entries(source).filter(([name]) => name !== key)
      expect(JSON.parse(without(text, [key]))).toEqual(Object.fromEntries(rest))
    })
  )
})

test('finds a node by its path', () => {
  const result = parseJsonText(TEXT)
  if (!result.ok) throw new Error(result.problem.message)
  const node = nodeAt(result.root, ['list', 1])
  expect(node === null ? '' : TEXT.slice(node.from, node.to)).toBe('2')
  expect(nodeAt(result.root, ['list', 'x', 3])).toBeNull()
})
