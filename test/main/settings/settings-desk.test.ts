import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { environmentSchema } from '@shared/model/settings.js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadEnvironment } from '../../../src/engine/compose.js'
import type { ActionWords } from '../../../src/engine/index.js'
import { aSettingsText, anEnvironment } from '../../support/a-settings-text.js'
import { settingsIn } from '../harness/settings-in.js'

const SECRET = 'correct-horse-battery-staple'
const KEY = 'ab'.repeat(32)
let folder: string
let words: ActionWords[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medusa-desk-'))
  words = []
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = (keyring = false) =>
  settingsIn({
    folder,
    record: (word, work) => {
      words.push(word)
      return work()
    },
    ...(keyring
      ? {
          keyring: {
            available: true,
            why: 'test keyring',
            cipher: {
              encrypt: (text: string) =>
                Buffer.from([...Buffer.from(text)].map((byte) => byte ^ 0xff)),
              decrypt: (bytes: Buffer) =>
                Buffer.from([...bytes].map((byte) => byte ^ 0xff)).toString()
            }
          } as const
        }
      : {})
  })

async function allFiles(at = folder): Promise<string> {
  const names = await readdir(at)
  const parts = await Promise.all(
    names.map(async (name) =>
      (await stat(join(at, name))).isDirectory()
        ? allFiles(join(at, name))
        : readFile(join(at, name), 'latin1')
    )
  )
  return parts.join('\n')
}

test('saves after a check, logs what, and shows where each secret is', async () => {
  const desk = open()
  const { revision } = await desk.view([])
  expect(await desk.save('{"environments": 3}', revision, 'x', [])).toMatchObject({
    saved: false,
    why: 'invalid'
  })
  const saved = await desk.save(aSettingsText(), revision, 'added research', [])
  expect(saved).toMatchObject({
    saved: true,
    view: {
      issues: [],
      versions: [{ what: 'added research', by: 'window', current: true }],
      secrets: [
        { environment: 'research', name: 'broker', place: 'missing' },
        { environment: 'research', name: 'key:porto', place: 'missing' }
      ],
      keyring: { available: false }
    }
  })
  expect(words.map(({ what }) => what)).toEqual(['added research'])
  expect(await desk.save(aSettingsText({}), revision, 'late', [])).toMatchObject({
    saved: false,
    why: 'stale'
  })
})

test.each([true, false])(
  'a secret is nowhere but where it belongs (keyring: %s)',
  async (keyring) => {
    const desk = open(keyring)
    const { revision } = await desk.view([])
    const saved = await desk.save(aSettingsText(), revision, 'added', [])
    expect(await desk.setSecret('research', 'broker', SECRET)).toBe(keyring ? 'keyring' : 'session')
    await desk.setSecret('research', 'key:porto', KEY)
    await desk.keepDraft(`${aSettingsText()} {"password": "${SECRET}"}`, revision)
    const celery = `BROKER_URL = 'amqp://u:${SECRET}@mq//'\n`
    const imported = await desk.import([{ name: 'celeryconfig.py', text: celery }])
    const told = JSON.stringify([
      await desk.view([]),
      saved,
      imported,
      await desk.check(imported.text, []),
      words,
      await desk.exportText()
    ])
    expect(told + (await allFiles())).not.toContain(SECRET)
    expect(told + (await allFiles())).not.toContain(KEY)
    expect((await desk.view([])).secrets.map(({ place }) => place)).toEqual(
      keyring ? ['keyring', 'keyring'] : ['session', 'session']
    )
    await expect(desk.setSecret('research', 'key:porto', 'short')).rejects.toMatchObject({
      code: 'BAD_INPUT'
    })
  }
)

test('keeps the password that was found in an import when asked to, once its environment is saved', async () => {
  const desk = open()
  const imported = await desk.import([
    { name: 'celeryconfig.py', text: `BROKER_URL='amqp://u:${SECRET}@mq//'\n` }
  ])
  expect(imported.secrets).toEqual([{ environment: 'medusa', name: 'broker' }])
  const { revision } = await desk.view([])
  await desk.save(imported.text, revision, 'imported', [])
  expect(await desk.keepFound('another ticket')).toEqual([])
  expect(await desk.keepFound(imported.ticket)).toEqual(imported.secrets)
  expect((await desk.view([])).secrets).toEqual([
    { environment: 'medusa', name: 'broker', place: 'session' }
  ])
})

test('secrets go along with an environment that gets another name', async () => {
  const desk = open()
  const { revision } = await desk.view([])
  const first = await desk.save(aSettingsText(), revision, 'x', [])
  await desk.setSecret('research', 'broker', SECRET)
  await desk.save(aSettingsText({ renamed: anEnvironment() }), first.view.revision, 'renamed', [])
  expect((await desk.view([])).secrets[0]).toEqual({
    environment: 'renamed',
    name: 'broker',
    place: 'session'
  })
})

test('marks an environment with runs of this window as one that needs a restart', async () => {
  const desk = open()
  const { revision } = await desk.view([])
  await desk.save(aSettingsText(), revision, 'x', [])
  const environment = environmentSchema.parse(anEnvironment())
  const opened = [{ name: 'research', environment, busy: true }]
  expect((await desk.view(opened)).restartNeeded).toEqual([])
  const other = aSettingsText({
    research: anEnvironment({ broker: { host: 'mq2', user: 'console' } })
  })
  expect((await desk.check(other, opened)).restartNeeded).toEqual(['research'])
  expect((await desk.check(other, [{ ...opened[0]!, busy: false }])).restartNeeded).toEqual([])
})

test('goes back to a version, which becomes the newest', async () => {
  const desk = open()
  const { revision } = await desk.view([])
  const first = await desk.save(aSettingsText(), revision, 'one', [])
  await desk.save(aSettingsText({}), first.view.revision, 'two', [])
  const [, old] = (await desk.view([])).versions
  const back = await desk.restore(old?.id ?? '', [])
  expect(back.view.text).toBe(aSettingsText())
  expect(back.view.versions).toHaveLength(3)
  await expect(desk.restore('gone', [])).rejects.toMatchObject({ code: 'BAD_INPUT' })
})

test('does not save over settings of a newer version', async () => {
  await writeFile(join(folder, 'settings.json'), '{"version": 2}')
  const desk = open()
  const view = await desk.view([])
  expect(view.newer).toBe(true)
  expect(await desk.save(aSettingsText(), view.revision, 'x', [])).toMatchObject({
    saved: false,
    why: 'newer'
  })
})

test('shows what is wrong with a file of secrets, and opens with what the keyring has', async () => {
  const file = join(folder, 'given.json')
  await writeFile(file, JSON.stringify({ brokerPassword: SECRET }), { mode: 0o644 })
  const text = aSettingsText({ research: anEnvironment({ secretsFile: file }) })
  const desk = open()
  await desk.save(text, (await desk.view([])).revision, 'x', [])
  const view = await desk.view([])
  expect(view.secretsFiles[0]?.problem).toContain('may be read by others (mode 644)')
  await mkdir(join(folder, 'state'), { recursive: true })
  const settings = await desk.current()
  await expect(loadEnvironment(folder, null, settings, null)).rejects.toMatchObject({
    code: 'BAD_SETTINGS'
  })
  const source = {
    get: (_: string, name: string) => Promise.resolve(name === 'broker' ? 'from elsewhere' : null)
  }
  expect((await loadEnvironment(folder, null, settings, source)).secrets).toEqual({
    brokerPassword: 'from elsewhere',
    keys: {}
  })
})

test('names the missing secret and its environment', async () => {
  const desk = open()
  await desk.save(aSettingsText(), (await desk.view([])).revision, 'x', [])
  await expect(loadEnvironment(folder, null, await desk.current(), null)).rejects.toMatchObject({
    code: 'SECRET_MISSING',
    message: 'nobody has the password of the broker user "console" of the environment "research"'
  })
})

test('keeps a draft over a crash, and drops it when it is saved', async () => {
  const { revision } = await open().view([])
  expect(await open().keepDraft('{"half": ', revision)).toBe(true)
  expect((await open().view([])).draft).toMatchObject({ text: '{"half": ', revision })
  await open().save(aSettingsText(), revision, 'x', [])
  expect((await open().view([])).draft).toBeNull()
})

test('shows the settings although the file of secrets is damaged, and says so', async () => {
  await open(true).save(aSettingsText(), (await open(true).view([])).revision, 'x', [])
  await writeFile(join(folder, 'secrets.json'), '{"half":')
  const view = await open(true).view([])
  expect([view.secrets[0]?.place, view.secretsFiles[0]?.problem]).toEqual([
    'missing',
    expect.stringContaining('secrets.json is damaged. Give the secrets again')
  ])
  const renamed = aSettingsText({ renamed: anEnvironment() })
  expect(await open(true).save(renamed, view.revision, 'renamed', [])).toMatchObject({
    saved: true
  })
})

test('lines that end as on Windows are shown with plain ends, and can be saved over', async () => {
  const file = open().file
  await mkdir(join(file, '..'), { recursive: true })
  const text = aSettingsText()
  await writeFile(file, text.replaceAll('\n', '\r\n'))
  const view = await open().view([])
  expect([view.text, view.versions[0]?.current]).toEqual([text, true])
  const saved = await open().save(aSettingsText({}), view.revision, 'less', [])
  expect(saved.saved).toBe(true)
})
