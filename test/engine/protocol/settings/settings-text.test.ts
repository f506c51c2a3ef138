import { expect, test } from 'vitest'
import {
  changedEnvironments,
  changesBetween,
  renamedEnvironments
} from '../../../../src/engine/protocol/settings/changes.js'
import { checkSettingsText } from '../../../../src/engine/protocol/settings/check-settings.js'
import { exportText } from '../../../../src/engine/protocol/settings/export-text.js'
import { settingsJsonSchema } from '../../../../src/engine/protocol/settings/json-schema.js'
import {
  readSettingsText,
  type TextIssue
} from '../../../../src/engine/protocol/settings/settings-text.js'
import { aSettingsText, anEnvironment } from '../../../support/a-settings-text.js'

const marked = (text: string, issues: readonly TextIssue[]): readonly string[] =>
  issues.map(({ from, to, message }) => `${text.slice(from ?? 0, to ?? 0)}: ${message}`)

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
  expect(changedEnvironments(changes)).toEqual(['research'])
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
