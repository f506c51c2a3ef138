import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readRabbitConf, withSettings } from '../../../../src/engine/protocol/rabbit/conf.js'

const values = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...readRabbitConf(text, 'rabbitmq.conf').settings].map(([key, { value }]) => [key, value])
  )
const change = (text: string, changes: Readonly<Record<string, string | null>>): string =>
  withSettings(text, 'rabbitmq.conf', new Map(Object.entries(changes)))

// What `conf_parse:file` of Cuttlefish 3.0.1 (RabbitMQ 3.10.8) makes of each line.
test.each([
  ['# c', {}],
  ['', {}],
  ['   ', {}],
  ['a.b = 1', { 'a.b': '1' }],
  [' c.d=2 # comment', { 'c.d': '2' }],
  ['f = x#y', { f: 'x' }],
  ['g = "q # r"', { g: '"q' }],
  ['h.i = a = b', { 'h.i': 'a = b' }],
  ['k.\\.l = 3', { 'k.\\.l': '3' }],
  ["m = it's", { m: "it's" }],
  ["n = 'a'b", { n: "'a'b" }],
  ['o-p_q = x  ', { 'o-p_q': 'x' }],
  ["r = ''", { r: "''" }],
  ['\tt = $(HOME)', { t: '$(HOME)' }],
  ['v.1 = é', { 'v.1': 'é' }],
  ['a = 1\r\nb = 2 \r\n', { a: '1', b: '2' }],
  ['a = 1\r\n\r\n', { a: '1' }],
  ['a.b = 1\na.b = 2\n', { 'a.b': '2' }]
])('%j is read as RabbitMQ reads it', (text, expected) => {
  expect(values(text)).toEqual(expected)
})

test.each([
  ['j =\n', 'rabbitmq.conf:1:1: no value for j'],
  ['a b = 1\n', 'rabbitmq.conf:1:1: no setting'],
  ['nokey', 'rabbitmq.conf:1:1: no setting'],
  ['a.b = 1\na.b = 2\nc.$x = 1\n', 'rabbitmq.conf:3:1: no setting'],
  ['a = 1\n = 2\nb = 3\n', 'rabbitmq.conf:2:1: no setting'],
  ["a = 'x\ny'\n", 'rabbitmq.conf:2:1: no setting'],
  ['a = # nothing', 'rabbitmq.conf:1:1: no value for a']
])('%j is refused as RabbitMQ refuses it', (text, message) => {
  expect(() => values(text)).toThrow(
    expect.objectContaining({ code: 'BAD_CONFIGURATION', message }) as Error
  )
})

test('names its includes and the line of each setting', () => {
  expect(readRabbitConf('include more.conf # x\nlisteners.tcp.1 = 127.0.0.1:5672', 'f')).toEqual({
    file: 'f',
    settings: new Map([
      ['listeners.tcp.1', { key: 'listeners.tcp.1', value: '127.0.0.1:5672', line: 2 }]
    ]),
    includes: ['more.conf']
  })
})

const CONF = `# listeners.tcp.1 = 1
listeners.tcp.1=127.0.0.1:5672\t# why
  management.tcp.port =  15672

loopback_users = none
loopback_users = 'a # b' # newer versions
`

test('gets another value, and nothing else changes', () => {
  expect(change(CONF, { 'listeners.tcp.1': '0.0.0.0:5672' })).toBe(
    CONF.replace('127.0.0.1:5672', '0.0.0.0:5672')
  )
  expect(change(CONF, { loopback_users: 'guest' })).toBe(CONF.replace("'a # b'", 'guest'))
  expect(change(CONF, { loopback_users: null })).toBe(
    CONF.split('\n').slice(0, 4).join('\n') + '\n'
  )
  expect(change(CONF, { loopback_users: "'a # b'".replace('#', '') })).toContain("= 'a  b' # newer")
})

test('gets new settings last, with its own line ends', () => {
  expect(change(CONF, { a: '1', b: '2' })).toBe(`${CONF}a = 1\nb = 2\n`)
  expect(change('x = 1\r\ny = 2', { a: '1' })).toBe('x = 1\r\ny = 2\r\na = 1\r\n')
  expect(change('', { a: '1' })).toBe('a = 1\n')
})

test('stays as it is when nothing differs', () => {
  expect(change(CONF, {})).toBe(CONF)
  expect(change(CONF, { 'management.tcp.port': '15672', none: null })).toBe(CONF)
})

test.each([
  ['a', ''],
  ['a', ' x'],
  ['a', 'x#y'],
  ['a', 'x\ny'],
  ['a b', 'x'],
  ['', 'x'],
  ['a.', 'x'],
  ['a = b', 'x']
])('%j = %j cannot be written', (key, value) => {
  expect(() => change(CONF, { [key]: value })).toThrow(
    expect.objectContaining({ code: 'BAD_INPUT' }) as Error
  )
})

test('any file reads as wanted after a change, and keeps the lines that are not concerned', () => {
  const key = fc.constantFrom('a', 'b.c', 'listeners.tcp.1', 'x-y_z.1')
  const value = fc.constantFrom('1', 'a = b', "'q'", "it's", '127.0.0.1:5672', 'é')
  const line = fc.oneof(
    fc.constantFrom('', '# a = 1', '   ', 'include x.conf').map((text) => ({ key: null, text })),
    fc
      .tuple(
        key,
        fc.constantFrom('=', ' = ', '\t=  '),
        value,
        fc.constantFrom('', '  ', ' # c', '#')
      )
      .map(([name, equals, said, tail]) => ({ key: name, text: `${name}${equals}${said}${tail}` }))
  )
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 10 }),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      fc.array(fc.tuple(key, fc.option(value)), { maxLength: 3 }),
      (lines, lineEnd, open, changes) => {
        const text = lines.map((each) => each.text).join(lineEnd) + (open ? '' : lineEnd)
        const wanted = new Map(changes)
        const after = withSettings(text, 'f', wanted)
        const expected = new Map(Object.entries(values(text)))
        for (const [name, said] of wanted)
          if (said === null) expected.delete(name)
          else expected.set(name, said)
        expect(values(after)).toEqual(Object.fromEntries(expected))
        const kept = lines.filter((each) => each.key === null || !wanted.has(each.key))
        let at = 0
        for (const each of after.split(/\r?\n/)) if (each === kept[at]?.text) at++
        // An empty last line that had no end may be the beginning of a new one.
        expect(kept.slice(at).filter((each) => each.text !== '')).toEqual([])
        expect(withSettings(after, 'f', wanted)).toBe(after)
      }
    )
  )
})
