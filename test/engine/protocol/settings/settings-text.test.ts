import { expect, test } from 'vitest'
import {
  changesBetween,
  renamedEnvironments
} from '../../../../src/engine/protocol/settings/changes.js'
import { checkSettingsText } from '../../../../src/engine/protocol/settings/check-settings.js'
import { exportText } from '../../../../src/engine/protocol/settings/export-text.js'
import { secretMarks } from '../../../../src/engine/protocol/settings/secret-marks.js'
import { settingsJsonSchema } from '../../../../src/engine/protocol/settings/json-schema.js'
import {
  readSettingsText,
  type TextIssue
} from '../../../../src/engine/protocol/settings/settings-text.js'
import { aSettingsText, anEnvironment } from '../../../support/a-settings-text.js'

const marked = (text: string, issues: readonly TextIssue[]): readonly string[] =>
  issues.map(({ from, to, message }) => `${text.slice(from ?? 0, to ?? 0)}: ${message}`)

const URL_WITH_USER =
  'a URL here names no user and no password: the user has a key of its own, a password is given under Secrets'

test('reads settings without any issue', () => {
  const text = aSettingsText()
  expect(checkSettingsText(text)).toMatchObject({ issues: [], newer: false })
})

test('marks each thing that is wrong where it stands, with what is needed', () => {
  const text = aSettingsText({
    'a "b" /é': anEnvironment({ broker: { host: '', port: 70_000, usr: 'x' } })
  })
  expect(marked(text, checkSettingsText(text).issues)).toEqual([
    '"": empty: a text is needed',
    '70000: a number of at most 65535 is needed, got 70000',
    '"broker": missing: a text is needed',
    '"usr": there is no setting "usr" here'
  ])
})

test('marks values of the wrong kind', () => {
  const text = aSettingsText({
    x: anEnvironment({ clusters: 3, jarFolders: ['a', 1], defaults: { faults: 1.5 } })
  })
  expect(marked(text, checkSettingsText(text).issues)).toEqual([
    '3: a list [ ] is needed, got 3',
    '1.5: a whole number is needed, got 1.5',
    '1: a text is needed, got 1'
  ])
})

test('refuses names that cannot be told apart, a current one that is not there, a vhost for two', () => {
  const [porto] = anEnvironment()['clusters'] as readonly object[]
  const text = aSettingsText(
    { ' x': anEnvironment({ clusters: [porto, { ...porto, name: 'faro' }] }) },
    'gone'
  )
  expect(marked(text, checkSettingsText(text).issues)).toEqual([
    '" x": the name begins or ends with a space',
    '"current": there is no environment "gone"',
    '"vhost": "porto" has this vhost too: either could answer for the other'
  ])
  expect(readSettingsText(text).settings).not.toBeNull()
})

test('refuses what looks like a secret, and exports without it', () => {
  const text = aSettingsText({
    x: anEnvironment({
      broker: { host: 'mq', user: 'u', management: 'http://u:geheim@mq:15672' },
      brokerPassword: 'geheim'
    })
  })
  expect(checkSettingsText(text).issues.map(({ message }) => message)).toEqual([
    URL_WITH_USER,
    'there is no setting "brokerPassword" here',
    'this looks like a password in a URL: settings hold none, give it under Secrets',
    'this looks like a password: settings hold none, give it under Secrets'
  ])
  const exported = exportText(text)
  expect(exported.text).not.toContain('geheim')
  expect(exported.text).toContain('http://mq:15672')
  expect(exported.removed).toEqual(['a password in a URL', 'a password'])
  expect(exportText(aSettingsText())).toEqual({ text: aSettingsText(), removed: [] })
})

test.each([
  ['http://u:geheim@mq:15672', 2],
  ['http:\\/\\/u:geheim@mq:15672', 2],
  ['http:\\u002f/u:geheim@mq:15672', 2],
  ['http://token@mq:15672', 1],
  ['http://mq:15672/a@b', 0]
])('looks for user and password in the URL %s', (url, issues) => {
  const text = aSettingsText({
    x: anEnvironment({ broker: { host: 'mq', user: 'u', management: 'URL' } })
  }).replace('URL', () => url)
  expect(checkSettingsText(text).issues).toHaveLength(issues)
  expect(exportText(text).text.includes('geheim')).toBe(false)
})

test('finds a secret in a key and a value that are written with escapes', () => {
  const key = 'ab'.repeat(32)
  const text = `{"pass\\u0077ord": "x", "list": ["\\u0061${key.slice(1)}"], "fine": "a\\nb"}`
  expect(secretMarks(text).map(({ from, to, what }) => [text.slice(from, to), what])).toEqual([
    ['"x"', 'a password'],
    [`"\\u0061${key.slice(1)}"`, 'an HMAC key']
  ])
})

test('reads a newer version as far as it goes', () => {
  const value = JSON.parse(aSettingsText()) as Record<string, unknown>
  const newer = JSON.stringify({ ...value, version: 2, colours: { many: true } })
  const reading = readSettingsText(newer)
  expect([reading.newer, reading.issues, reading.settings?.current]).toEqual([true, [], 'research'])
})

test('tells what changed, clusters by their names', () => {
  const before = JSON.parse(aSettingsText()) as never
  const porto = (anEnvironment()['clusters'] as readonly object[])[0]
  const after = JSON.parse(
    aSettingsText({
      research: anEnvironment({
        broker: { host: 'mq2', port: 5672, user: 'console' },
        clusters: [{ ...porto, name: 'faro' }]
      })
    })
  ) as never
  const changes = changesBetween(before, after)
  expect(
    changes.map(({ path, before: b, after: a }) => [
      path.join(' '),
      b?.slice(0, 16) ?? null,
      a?.slice(0, 16) ?? null
    ])
  ).toEqual([
    ['environments research broker host', '"mq"', '"mq2"'],
    ['environments research clusters porto', '{"name":"porto",', null],
    ['environments research clusters faro', null, '{"name":"faro","']
  ])
  expect(renamedEnvironments({ a: { x: 1 }, b: {} }, { c: { x: 1 }, b: {} })).toEqual([
    { from: 'a', to: 'c' }
  ])
  expect(changesBetween([1, 2], [1, 3])).toEqual([{ path: [1], before: '2', after: '3' }])
})

test('publishes a JSON schema with descriptions', () => {
  const schema = JSON.stringify(settingsJsonSchema())
  expect(schema).toContain('"workFolder"')
  expect(schema).toContain('RabbitMQ user of this console')
})
