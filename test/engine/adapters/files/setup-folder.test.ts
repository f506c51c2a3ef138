import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  appendFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parseSite, SetupFolder } from '../../../../src/engine/adapters/files/setup-folder.js'
import type { SetupEvent } from '../../../../src/engine/ports/setup-store.js'

let state = ''
beforeEach(() => (state = mkdtempSync(join(tmpdir(), 'medusa-setup-'))))
afterEach(() => rmSync(state, { recursive: true }))

const nowhere = { read: () => Promise.resolve(null), write: () => Promise.resolve() }
const open = (name = 'stable'): SetupFolder => new SetupFolder(state, name, nowhere)
const event = (id: string, type: SetupEvent['type']): SetupEvent => ({
  at: 1,
  id,
  step: 'porto/httpfs',
  type,
  change: { kind: 'command', where: 'porto', text: 'hdfs', note: null },
  undoing: null
})

test('makes a secret once, and never another in its place', async () => {
  const made = await open().makeSecret('worker:porto')
  expect(made).toMatch(/^[A-Za-z0-9]{43}$/)
  expect(await open().makeSecret('worker:porto')).toBe(made)
  expect(await open().makeSecret('key:porto')).toMatch(/^[0-9a-f]{64}$/)
  expect(await open().secret('worker:lisbon')).toBeNull()
})

test('secrets that are made at the same time are all kept', async () => {
  const store = open()
  const names = ['broker', 'admin', 'worker:a', 'key:a', 'worker:b', 'key:b'] as const
  const made = await Promise.all(names.map((name) => store.makeSecret(name)))
  expect(await Promise.all(names.map((name) => open().secret(name)))).toEqual(made)
})

test('nobody else may read what it keeps', async () => {
  await open().makeSecret('broker')
  await open().makeSecret('admin')
  await open().append(event('a', 'began'))
  const folder = join(state, 'setup/stable')
  expect(statSync(folder).mode & 0o077).toBe(0)
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077).toBe(0)
})

test('what the environment names as its secrets holds no password of set-up', async () => {
  const store = open()
  const admin = await store.makeSecret('admin')
  await store.makeSecret('broker')
  const text = readFileSync(store.secretsFile, 'utf8')
  expect(Object.keys(JSON.parse(text) as object).sort()).toEqual(['brokerPassword', 'keys'])
  expect(text).not.toContain(admin)
})

test('a damaged file of secrets is an error: new ones would lock the console out', async () => {
  await open().makeSecret('broker')
  writeFileSync(join(state, 'setup/stable/secrets.json'), '{"brokerPass')
  await expect(open().makeSecret('broker')).rejects.toMatchObject({ code: 'BAD_SETTINGS' })
})

test('a line that a crash tore off costs itself and no other', async () => {
  await open().append(event('a', 'began'))
  appendFileSync(join(state, 'setup/stable/log.jsonl'), '\n{"at":1,"id":"b","st')
  await open().append(event('a', 'done'))
  expect((await open().events()).map(({ id, type }) => `${id} ${type}`)).toEqual([
    'a began',
    'a done'
  ])
})

test('an environment of any name has a folder of its own', async () => {
  await open('a/b ü').makeSecret('broker')
  expect(readdirSync(join(state, 'setup'))).toEqual(['a%2Fb%20%C3%BC'])
})

test('two processes do not set up the same', async () => {
  const lock = await open().lock()
  await expect(open().lock()).rejects.toMatchObject({ code: 'BAD_INPUT' })
  await lock.release()
  await (await open().lock()).release()
})

const ssh = { host: 'porto', user: 'alice', hostKey: `SHA256:${'a'.repeat(43)}` }

test('a site keeps what it was given, with the usual ports', async () => {
  const site = parseSite(
    JSON.stringify({ broker: { host: 'mq' }, clusters: [{ name: 'porto', ssh }] }),
    'site.json'
  )
  expect(site.broker).toMatchObject({ host: 'mq', port: 5672, managementPort: 15672 })
  await open().saveSite(site)
  expect(await open().site()).toEqual(site)
})

test.each([
  ['{', 'site.json'],
  ['{"broker":{"host":"mq"},"clusters":[]}', 'clusters'],
  [
    JSON.stringify({
      broker: { host: 'mq' },
      clusters: [{ name: 'porto', ssh: { ...ssh, hostKey: 'md5' } }]
    }),
    'clusters.0.ssh.hostKey'
  ],
  [
    JSON.stringify({
      broker: { host: 'mq' },
      clusters: [
        { name: 'a', ssh },
        { name: 'a', ssh }
      ]
    }),
    'same name'
  ]
])('names what is wrong with a site: %s', (text, place) => {
  expect(() => parseSite(text, 'site.json')).toThrow(place)
})
