/** Every example of resources/examples runs as it is, and gives what an independent computation gives. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import type { LinesDigest } from '../../src/shared/model/manifest.js'
import { checkout, freshOutput, medusa, readReport, temporary } from '../support/lab.js'
import { countWords } from '../support/word-count.js'

const examples = join(checkout, 'resources/examples')

let folder: Awaited<ReturnType<typeof temporary>>
beforeAll(async () => {
  folder = await temporary()
})
afterAll(() => folder.remove())

interface Expected {
  readonly method: string
  /** SHA-256 over the lines of all part files, sorted bytewise. */
  readonly lines?: LinesDigest
  /** Name → SHA-256 of part files. */
  readonly files?: Readonly<Record<string, string>>
}

/** Runs an example beside its own files, with an output path of the test's own. */
async function runExample(name: string) {
  const text = await readFile(join(examples, `${name}.yaml`), 'utf8')
  const job = join(examples, `.test-${name}.yaml`)
  const report = join(folder.path, `${name}.json`)
  const fetched = join(folder.path, name)
  await mkdir(fetched)
  const called = await withFile(
    job,
    stringify({ ...(parse(text) as object), output: freshOutput() }),
    () => medusa('run', job, '--report', report)
  )
  expect(called.code, called.stderr + called.stdout).toBe(0)
  const told = await readReport(report)
  expect((await medusa('fetch', told.run, fetched)).code).toBe(0)
  const lines = await allLines(
    fetched,
    told.units.flatMap((unit) => (unit.output === null ? [] : unit.files)).map(({ path }) => path)
  )
  return { report: told, lines }
}

/** The job file has to lie where its paths lead from; it goes again whatever happens. */
async function withFile<T>(path: string, content: string, work: () => Promise<T>): Promise<T> {
  await writeFile(path, content)
  try {
    return await work()
  } finally {
    await rm(path, { force: true })
  }
}

async function allLines(fetched: string, paths: readonly string[]): Promise<readonly string[]> {
  const texts = await Promise.all(
    paths
      .filter((path) => path.startsWith('part-'))
      .map((path) => readFile(join(fetched, path), 'utf8'))
  )
  return texts.flatMap((text) => text.split('\n').filter((line) => line !== ''))
}

async function expected(name: string): Promise<Expected> {
  const all = JSON.parse(await readFile(join(examples, 'expected.json'), 'utf8')) as Record<
    string,
    Expected
  >
  const found = all[name]
  if (found === undefined) throw new Error(`expected.json has no "${name}"`)
  return found
}

async function logLines(): Promise<readonly string[]> {
  const log = await readFile(join(examples, 'weblog/access.log'), 'utf8')
  return log.split('\n').filter((line) => line !== '')
}

const counted = (keys: readonly string[]): readonly string[] => {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return [...counts].map(([key, count]) => `${key}\t${String(count)}`).sort()
}

/** Graphs and task level are run by phases.lab.test.ts, too. */
const long = process.env['MEDUSA_TEST_LONG'] === '1' ? test : test.skip

for (const [name, testing] of [
  ['wordcount', test],
  ['wordcount-three-stages', long],
  ['wordcount-tasks', long]
] as const)
  testing(`${name} counts every word of the three texts`, async () => {
    const { report, lines } = await runExample(name)
    const words = await countWords(join(examples, 'texts'))
    expect([...lines].sort()).toEqual(
      Object.entries(words)
        .map(([word, count]) => `${word}\t${String(count)}`)
        .sort()
    )
    const { method, files } = await expected(name)
    expect(report.method).toBe(method)
    const published = report.units.find((unit) => unit.output !== null)
    const digests = published?.files.filter(({ path }) => path.startsWith('part-'))
    expect(Object.fromEntries(digests?.map(({ path, sha256 }) => [path, sha256]) ?? [])).toEqual(
      files
    )
  })

test('weblog-scan finds the requests that went wrong, piece by piece', async () => {
  const { report, lines } = await runExample('weblog-scan')
  const wrong = (await logLines()).flatMap((line) => {
    const [, page, status] = /"\S+ (\S+) [^"]*" ([45]\d\d) /.exec(line) ?? []
    return page === undefined ? [] : [`${status ?? ''} ${page}`]
  })
  expect([...lines].sort()).toEqual(counted(wrong))
  const chunks = report.units.filter((unit) => unit.role === 'chunk')
  expect(chunks.length).toBeGreaterThan(2)
  expect(report.cost.executions).toBe(2 * (chunks.length + 1))
  const published = report.units.find((unit) => unit.output !== null)
  const part = published?.files.find(({ path }) => path === 'part-00000')
  expect((await expected('weblog-scan')).files).toEqual({ 'part-00000': part?.sha256 })
})

test('sort-by-status agrees on the lines though no two clouds have the same bytes', async () => {
  const { report, lines } = await runExample('sort-by-status')
  const wanted = (await logLines()).map((line) => `${/" (\d{3}) /.exec(line)?.[1] ?? ''}\t${line}`)
  expect([...lines].sort()).toEqual([...wanted].sort())
  expect(lines.map((line) => line.slice(0, 3))).toEqual(
    wanted.map((line) => line.slice(0, 3)).sort()
  )
  const agreed = report.attempts.filter((attempt) => attempt.verdict === 'agreed')
  const bytes = agreed.map(({ files }) => files.find(({ path }) => path === 'part-00000')?.sha256)
  expect(new Set(bytes).size).toBe(2)
  // One cloud's bytes stand for all: copied to the other, checked there, published on both.
  expect(
    report.copies.filter((copy) => copy.mode === 'stream' && copy.state === 'done')
  ).toHaveLength(1)
  expect(report.output.clusters).toHaveLength(2)
  expect(report.method).toBe('lines')
  const { lines: digest } = await expected('sort-by-status')
  for (const attempt of agreed) expect(attempt.lines).toEqual(digest)
})

test('mean-seconds agrees on numbers that differ in their last digits', async () => {
  const { report, lines } = await runExample('mean-seconds')
  const seconds = new Map<string, number[]>()
  for (const line of await logLines()) {
    const [, page, value] = /"\S+ (\S+) [^"]*" .* (\d+\.\d+)$/.exec(line) ?? []
    if (page !== undefined) seconds.set(page, [...(seconds.get(page) ?? []), Number(value)])
  }
  expect(lines).toHaveLength(seconds.size)
  for (const line of lines) {
    const [page = '', mean] = line.split('\t')
    const values = seconds.get(page) ?? []
    const wanted = values.reduce((sum, value) => sum + value, 0) / values.length
    expect(Number(mean)).toBeCloseTo(wanted, 9)
  }
  expect(report.method).toBe('numeric 1e-9')
  expect(report.cost.comparedBytes).toBeGreaterThan(0)
})
