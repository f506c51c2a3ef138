/** What is true on a disk only; the rest is in test/contract/journal-contract.ts. */
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { RunId } from '../../../../src/shared/model/ids.js'
import { FileJournalStore } from '../../../../src/engine/adapters/files/journal-store.js'

const run = 'r-1' as RunId
let folder: string
let store: FileJournalStore
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medusa-journal-'))
  store = new FileJournalStore(folder)
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

const mode = async (path: string): Promise<string> =>
  ((await stat(join(folder, 'runs', path))).mode & 0o777).toString(8)

test('lets nobody else read runs', async () => {
  const journal = await store.create(run)
  await journal.append([{}])
  await store.keep(run, 'report.json', {})
  const modes = await Promise.all(
    ['r-1', 'r-1/journal.jsonl', 'r-1/lock', 'r-1/report.json'].map(mode)
  )
  await journal.close()
  expect(modes).toEqual(['700', '600', '600', '600'])
})

test('leaves nothing behind but the files it is asked for', async () => {
  const journal = await store.create(run)
  await store.keep(run, 'report.json', {})
  await journal.close()
  expect((await readdir(join(folder, 'runs', 'r-1'))).sort()).toEqual([
    'journal.jsonl',
    'report.json'
  ])
})

test.each(['../../etc', 'r-1/../r-2', '', '/etc', 'R 1'])(
  'does not take %j for a run',
  async (id) => {
    await expect(store.read(id as RunId)).rejects.toMatchObject({ code: 'RUN_UNKNOWN' })
    await expect(store.keep(id as RunId, 'job.json', {})).rejects.toMatchObject({
      code: 'RUN_UNKNOWN'
    })
  }
)

test('names the process that holds a run', async () => {
  const journal = await store.create(run)
  await expect(store.create(run)).rejects.toMatchObject({
    code: 'RUN_LOCKED',
    message: `run "r-1" is being worked on by process ${process.pid}`
  })
  await journal.close()
})

test.each([
  ['another boot', { bootId: '00000000-0000-0000-0000-000000000000' }, false],
  ['another process that has this process id now', { startTime: '1' }, false],
  ['a machine that shares the folder', { host: 'elsewhere' }, true]
])('judges a lock of %s', async (_, changes, locked) => {
  const journal = await store.create(run)
  const lock = join(folder, 'runs', 'r-1', 'lock')
  const held = JSON.parse(await readFile(lock, 'utf8')) as object
  await writeFile(lock, JSON.stringify({ ...held, ...changes }))
  expect(await store.isLocked(run)).toBe(locked)
  await journal.close()
})

test.each(['', '{}', 'garbage', '{"pid":1}'])(
  'takes a run whose lock says %j, which no living process wrote',
  async (text) => {
    await (await store.create(run)).close()
    await writeFile(join(folder, 'runs', 'r-1', 'lock'), text)
    const journal = await store.create(run)
    await expect(store.create(run)).rejects.toMatchObject({ code: 'RUN_LOCKED' })
    await journal.close()
  }
)

test('gives a free run to exactly one of many who want it at the same time', async () => {
  await (await store.create(run)).close()
  const dead = { pid: 1, startTime: '0', bootId: null, host: (await import('node:os')).hostname() }
  const nonce = '00000000-0000-0000-0000-000000000001'
  await writeFile(join(folder, 'runs', 'r-1', 'lock'), JSON.stringify({ ...dead, nonce }))
  const stores = Array.from({ length: 12 }, () => new FileJournalStore(folder))
  const taken = await Promise.allSettled(stores.map((one) => one.create(run)))
  const won = taken.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const lost = taken.flatMap((one) => (one.status === 'rejected' ? [one.reason as object] : []))
  expect(won).toHaveLength(1)
  expect(lost.every((reason) => 'code' in reason && reason.code === 'RUN_LOCKED')).toBe(true)
  await won[0]!.close()
  expect((await readdir(join(folder, 'runs', 'r-1'))).sort()).toEqual(['journal.jsonl'])
})

test('does not set a damaged journal aside while a process writes to it', async () => {
  const journal = await store.create(run)
  await journal.append([{ a: 1 }])
  await writeFile(join(folder, 'runs', 'r-1', 'journal.jsonl'), 'garbage\n', { flag: 'a' })
  await expect(store.read(run)).rejects.toMatchObject({
    code: 'JOURNAL_DAMAGED',
    message: expect.stringContaining('still writing') as string
  })
  expect(await readdir(join(folder, 'runs', 'r-1'))).toContain('journal.jsonl')
  await journal.close()
})

test('refuses to open a damaged journal, and sets it aside', async () => {
  await (await store.create(run)).close()
  await writeFile(join(folder, 'runs', 'r-1', 'journal.jsonl'), 'garbage\n')
  await expect(store.create(run)).rejects.toMatchObject({ code: 'JOURNAL_DAMAGED' })
  const names = await readdir(join(folder, 'runs', 'r-1'))
  expect(names).toEqual([expect.stringMatching(/^journal\.damaged-\d{8}T\d{9}Z\.jsonl$/)])
})

test('drops the zeros that a power cut leaves at the end', async () => {
  const journal = await store.create(run)
  await journal.append([{ a: 1 }])
  await journal.close()
  const path = join(folder, 'runs', 'r-1', 'journal.jsonl')
  await writeFile(path, Buffer.alloc(4096), { flag: 'a' })
  expect((await store.read(run)).events).toEqual([{ a: 1 }])
})

test('finds a journal with broken UTF-8 damaged', async () => {
  await (await store.create(run)).close()
  const path = join(folder, 'runs', 'r-1', 'journal.jsonl')
  await writeFile(path, Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d, 0x0a]))
  await expect(store.read(run)).rejects.toMatchObject({ code: 'JOURNAL_DAMAGED' })
})

test('names a kept file that is damaged', async () => {
  await store.keep(run, 'report.json', {})
  await writeFile(join(folder, 'runs', 'r-1', 'report.json'), '{')
  await expect(store.kept(run, 'report.json')).rejects.toMatchObject({
    code: 'JOURNAL_DAMAGED',
    message: expect.stringContaining('report.json') as string
  })
})

test('never shows half a file to those who read while it is replaced', async () => {
  const content = (n: number) => ({ n, filling: 'x'.repeat(100_000) })
  await store.keep(run, 'progress.json', content(0))
  const seen: unknown[] = []
  const write = async (): Promise<void> => {
    for (let n = 1; n < 40; n++) await store.keep(run, 'progress.json', content(n))
  }
  const look = async (): Promise<void> => {
    for (let n = 0; n < 200; n++) seen.push(await store.kept(run, 'progress.json'))
  }
  await Promise.all([write(), look()])
  expect(seen.every((one) => (one as { filling: string }).filling.length === 100_000)).toBe(true)
})
