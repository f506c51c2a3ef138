import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { replaceFile } from '../../../../src/engine/adapters/files/atomic.js'
import {
  EMPTY_SETTINGS,
  revisionOf,
  SettingsFolder,
  type WriteSettings
} from '../../../../src/engine/adapters/files/settings-folder.js'
import { aSettingsText, anEnvironment } from '../../../support/a-settings-text.js'

let folder: string
let settings: SettingsFolder
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medusa-settings-folder-'))
  settings = new SettingsFolder(folder)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const write: WriteSettings = (file, text) => replaceFile(file, text, 'durable')
const put = (text: string): Promise<void> => writeFile(settings.file, text)
const version = (what: string, at = 1_000) => ({ what, at, by: 'window' as const })
const whats = async (): Promise<readonly string[]> =>
  (await settings.versions.list()).map(({ what, by }) => `${by}: ${what}`)

async function save(text: string, what = 'saved', at = 1_000): Promise<string> {
  const { revision } = await settings.read()
  return settings.save(text, revision, version(what, at), write)
}
/** Bundled, so that plain Node runs it. */
async function built(entry: string): Promise<string> {
  const outDir = join(folder, 'built')
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: { ssr: entry, outDir, rolldownOptions: { output: { entryFileNames: 'program.mjs' } } }
  })
  return join(outDir, 'program.mjs')
}
const named = (name: string): string => aSettingsText({ [name]: anEnvironment() })

test('begins empty, without making a file', async () => {
  expect(await settings.read()).toMatchObject({
    text: EMPTY_SETTINGS,
    revision: 'none',
    damaged: null
  })
  expect(await readdir(folder)).toEqual([])
})

test('saves with mode 0600 and keeps each state as a version, the newest first', async () => {
  expect(await save(named('a'), 'first')).toBe('saved')
  expect(await save(named('b'), 'second', 500)).toBe('saved') // the clock was set back
  expect(await readFile(settings.file, 'utf8')).toBe(named('b'))
  expect((await stat(settings.file)).mode & 0o777).toBe(0o600)
  expect(await whats()).toEqual(['window: second', 'window: first'])
  for (const name of await readdir(join(folder, 'settings.versions')))
    expect((await stat(join(folder, 'settings.versions', name))).mode & 0o777).toBe(0o600)
})

test('refuses what was made from an older state', async () => {
  const { revision } = await settings.read()
  await save(named('a'))
  expect(await settings.save(named('b'), revision, version('late'), write)).toBe('stale')
  expect(await readFile(settings.file, 'utf8')).toBe(named('a'))
})

test('of ten programs that save at once one is in time, and the file is whole', async () => {
  const { revision } = await settings.read()
  const outcomes = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      new SettingsFolder(folder).save(
        named(`e${String(index)}`),
        revision,
        version(String(index)),
        write
      )
    )
  )
  expect(outcomes.filter((outcome) => outcome === 'saved')).toHaveLength(1)
  expect((await settings.read()).damaged).toBeNull()
  expect(await settings.versions.list()).toHaveLength(1)
})

test('makes a version of what another program wrote, once', async () => {
  await put(named('a'))
  await settings.notice(1)
  await save(named('b'))
  await put(named('c'))
  await Promise.all([settings.notice(2), new SettingsFolder(folder).notice(2)])
  await settings.notice(3)
  expect(await whats()).toEqual([
    'another program: changed outside of the console',
    'window: saved',
    'another program: as they were found'
  ])
})

test.each([
  ['{"version": 1, "environments": {', 'line 1, column 33: '],
  ['', 'line 1, column 1: there is nothing: begin with {'],
  [
    '{"environments": {"x": 3}}',
    'line 1, column 24: environments.x: an object { } is needed, got 3'
  ]
])(
  'takes the last good copy for a damaged file, and keeps that under its date: %j',
  async (text, why) => {
    await save(named('good'), 'good')
    await put(text)
    const read = await settings.read()
    expect(read).toMatchObject({ text: named('good'), goodCopy: true, revision: revisionOf(text) })
    expect(read.damaged?.why).toContain(why)
    expect(read.damaged?.kept).toMatch(
      /settings\.damaged-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-[0-9a-f]{6}\.json$/
    )
    expect(await readFile(read.damaged?.kept ?? '', 'utf8')).toBe(text)
    expect(await readFile(settings.file, 'utf8')).toBe(text) // whoever edits it finds it as it was
    await settings.read()
    expect((await readdir(folder)).filter((name) => name.includes('damaged'))).toHaveLength(1)
  }
)

test('keeps the newest twenty damaged ones, and always the one it has just met', async () => {
  for (let second = 0; second < 22; second++) {
    const date = `2099-01-01T00-00-${String(second).padStart(2, '0')}`
    await writeFile(join(folder, `settings.damaged-${date}-abcdef.json`), 'half')
  }
  await put('{"version": 1, "env')
  const { damaged } = await settings.read()
  const kept = (await readdir(folder)).filter((name) => name.includes('damaged')).sort()
  expect([kept.length, join(folder, kept[0] ?? ''), kept[1]]).toEqual([
    20,
    damaged?.kept,
    'settings.damaged-2099-01-01T00-00-03-abcdef.json'
  ])
})

test('says that there is no good copy when nothing was ever saved', async () => {
  await put('nonsense')
  expect(await settings.read()).toMatchObject({ text: EMPTY_SETTINGS, goodCopy: false })
})

test('reads a newer version', async () => {
  await put(
    JSON.stringify({
      version: 7,
      current: 'x',
      more: [],
      environments: { x: { ...anEnvironment(), rank: 1 } }
    })
  )
  const { reading, damaged } = await settings.read()
  expect([damaged, reading.newer, Object.keys(reading.settings?.environments ?? {})]).toEqual([
    null,
    true,
    ['x']
  ])
})

test('refuses a file that cannot be settings without reading it', async () => {
  await put('x'.repeat(9_000_000))
  await expect(settings.read()).rejects.toMatchObject({ code: 'BAD_SETTINGS' })
  await rm(settings.file)
  await mkdir(settings.file)
  await expect(settings.read()).rejects.toMatchObject({ code: 'BAD_SETTINGS' })
})

test('keeps no more versions than is good, and passes over a damaged one', async () => {
  for (let index = 0; index < 70; index++)
    await settings.versions.add({ ...version(String(index), index), text: '{}' })
  const all = await settings.versions.list()
  expect([all.length, all[0]?.what, all.at(-1)?.what]).toEqual([60, '69', '10'])
  const [newest = ''] = (await readdir(join(folder, 'settings.versions'))).sort().reverse()
  await writeFile(join(folder, 'settings.versions', newest), '{"half":')
  expect(await new SettingsFolder(folder).versions.list()).toHaveLength(59)
})

test('loses nothing when the process is killed in the middle of a save', async () => {
  await save(named('begin'))
  const program = await built(
    join(import.meta.dirname, '../../../support/save-settings-for-ever.ts')
  )
  for (let round = 0; round < 4; round++) {
    const child = spawn(process.execPath, [program, folder], {
      stdio: ['ignore', 'pipe', 'inherit']
    })
    await once(child.stdout, 'data')
    await new Promise((resolve) => setTimeout(resolve, 20 + round * 35))
    child.kill('SIGKILL')
    await once(child, 'close')
    const { damaged, reading } = await new SettingsFolder(folder).read()
    expect([damaged, reading.settings === null]).toEqual([null, false])
    expect(await save(named(`after ${String(round)}`))).toBe('saved') // the dead one's lock is no hindrance
  }
})
