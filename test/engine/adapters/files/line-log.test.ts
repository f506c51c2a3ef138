import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFile,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  writeFile
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { FileLineLog } from '../../../../src/engine/adapters/files/line-log.js'
import { MemoryLog } from '../../../support/memory-log.js'

const entry = z.object({ id: z.string(), n: z.number() })
type Entry = z.output<typeof entry>

let folder = ''
let file = ''
let log = new MemoryLog()
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medusa-lines-'))
  file = join(folder, 'state', 'lines.jsonl')
  log = new MemoryLog()
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const aLog = (limitBytes?: number): FileLineLog<Entry> =>
  new FileLineLog(file, entry, log, limitBytes)
const numbered = (n: number, id = 'a'): Entry => ({ id, n })
const numbers = (entries: readonly Entry[]): readonly number[] => entries.map(({ n }) => n)

test('gives the newest entries back, newest first, at most as many as asked for', async () => {
  const lines = aLog()
  for (const n of [1, 2, 3]) await lines.append(numbered(n))
  expect([numbers(await lines.recent(2)), numbers(await aLog().recent(9))]).toEqual([
    [3, 2],
    [3, 2, 1]
  ])
})

test('is empty where nothing was ever written', async () => {
  expect(await aLog().recent(9)).toEqual([])
})

test('that cannot be read says which file', async () => {
  await mkdir(file, { recursive: true }) // n.b. permissions do not hold root back
  await expect(aLog().recent(9)).rejects.toMatchObject({
    message: expect.stringContaining('reading lines.jsonl failed') as string,
    facts: { path: file }
  })
})

test('may be read by its owner only', async () => {
  await aLog().append(numbered(1))
  expect((await stat(file)).mode & 0o777).toBe(0o600)
})

test('leaves out what does not parse, and nothing else', async () => {
  const lines = aLog()
  await lines.append(numbered(1))
  await appendFile(file, 'no json\n{"id":"newer"}\n')
  await lines.append(numbered(2))
  expect(numbers(await lines.recent(9))).toEqual([2, 1])
})

test('loses only the line that a dying process left unfinished', async () => {
  await aLog().append(numbered(1))
  await appendFile(file, '{"id":"torn","n":')
  await aLog().append(numbered(2))
  await aLog().append(numbered(3))
  expect(numbers(await aLog().recent(9))).toEqual([3, 2, 1])
})

test('begins a new file at its limit, keeps the last one, and reads over the border', async () => {
  const lines = aLog(100)
  for (let n = 1; n <= 20; n += 1) await lines.append(numbered(n))
  const kept = numbers(await lines.recent(99))
  expect(kept.slice(0, 3)).toEqual([20, 19, 18])
  expect(kept.length).toBeGreaterThan(5)
  expect(kept.length).toBeLessThan(20)
  expect((await stat(file)).size).toBeLessThan(150)
})

test('tells what is appended from now on, by this process or another, oldest first', async () => {
  await aLog().append(numbered(1))
  const told: Entry[] = []
  const stop = aLog().watch((added) => told.push(...added))
  await aLog().append(numbered(3))
  await aLog().append(numbered(4))
  await vi.waitFor(() => expect(numbers(told)).toEqual([3, 4]))
  stop()
  await aLog().append(numbered(5))
  expect(numbers(told)).toEqual([3, 4])
})

test('tells a line once it is whole', async () => {
  await aLog().append(numbered(1))
  const told: Entry[] = []
  const stop = aLog().watch((added) => told.push(...added))
  await appendFile(file, '{"id":"half",')
  await appendFile(file, '"n":2}\n')
  await vi.waitFor(() => expect(numbers(told)).toEqual([2]))
  stop()
})

test('tells what was written before the file was moved away, and what comes after', async () => {
  const lines = aLog(60)
  await lines.append(numbered(1))
  const told: Entry[] = []
  const stop = aLog(60).watch((added) => told.push(...added))
  for (let n = 2; n <= 12; n += 1) {
    await lines.append(numbered(n))
    await vi.waitFor(() => expect(numbers(told)).toContain(n))
  }
  stop()
  expect(numbers(told)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
})

/** The log as a program of its own that appends as fast as it can. */
async function writerProgram(): Promise<string> {
  const main = join(folder, 'writer.ts')
  const source = resolve('src/engine/adapters/files/line-log.ts')
  await writeFile(
    main,
    `import { FileLineLog } from ${JSON.stringify(source)}
     const [file, id, count, limit] = process.argv.slice(2)
     const schema = { safeParse: (data) => ({ success: true, data }) }
     const log = { write: (level, text) => { process.stderr.write(text); process.exitCode = 3 } }
     const lines = new FileLineLog(file, schema, log, Number(limit))
     for (let n = 0; n < Number(count); n += 1) await lines.append({ id, n })`
  )
  await build({
    configFile: false,
    root: folder,
    logLevel: 'silent',
    ssr: { noExternal: true },
    build: { ssr: main, outDir: join(folder, 'out'), target: 'node20' }
  })
  const [name = ''] = (await readdir(join(folder, 'out'))).filter((each) => /m?js$/.test(each))
  await rename(join(folder, 'out', name), join(folder, 'out', 'writer.mjs'))
  return join(folder, 'out', 'writer.mjs')
}

const written = async (): Promise<readonly Entry[]> => {
  const former = await readFile(`${file}.1`, 'utf8').catch(() => '')
  const text = `${former}${await readFile(file, 'utf8')}`
  return text
    .trimEnd()
    .split('\n')
    .map((line) => entry.parse(JSON.parse(line)))
}

test('processes that append at once lose and mix no line, also while the file is moved', async () => {
  const program = await writerProgram()
  const ids = ['a', 'b', 'c']
  const children = ids.map((id) =>
    once(spawn(process.execPath, [program, file, id, '200', '6000'], { stdio: 'inherit' }), 'exit')
  )
  expect((await Promise.all(children)).map(([code]) => code as unknown)).toEqual([0, 0, 0])
  const all = await written()
  expect(all).toHaveLength(600)
  for (const id of ids)
    expect(numbers(all.filter((one) => one.id === id))).toEqual(
      Array.from({ length: 200 }, (_, n) => n)
    )
  expect((await stat(`${file}.1`)).size).toBeGreaterThan(6_000)
})

test('complains to the log of the process, and to nobody else, when it cannot write', async () => {
  await writeFile(join(folder, 'state'), 'a file where a folder should be')
  await aLog().append(numbered(1))
  expect(log.entries[0]?.text).toContain('lines.jsonl')
})
