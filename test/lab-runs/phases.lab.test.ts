/**
 * Every phase under attack: a cloud that lies in a job, hands over altered copies, swaps its input, or goes out in the middle, and the result
 * has the bytes of one plain `hadoop jar` on one honest cloud.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { rankAtRandom } from '../../src/engine/index.js'
import type { RunReport } from '../../src/shared/model/run.js'
import { hadoop, labJar, put, readParts } from '../support/clouds.js'
import { countWords } from '../support/word-count.js'
import {
  checkout,
  environment,
  freshOutput,
  medusa,
  readReport,
  start,
  temporary
} from '../support/lab.js'

const SEED = 11
const texts = join(checkout, 'resources/examples/texts')
const sum = join(checkout, 'resources/examples/programs/sum.py')
let folder: Awaited<ReturnType<typeof temporary>>
let order: readonly string[]
let plain: string

const data = `/data/phases-${String(process.pid)}-${String(Date.now())}`
const lines = (count: number, from = 0): string =>
  Array.from(
    { length: count },
    (_, index) => `w${String((index + from) % 97)} medusa common ${'x'.repeat(20)}\n`
  ).join('')

beforeAll(async () => {
  order = rankAtRandom(
    (await environment()).clusters.map(({ name }) => name),
    SEED
  )
  // The measure: one plain job on one honest cloud, over everything.
  for (const name of ['a', 'b', 'c'])
    await put(at(1), `${data}/${name}/${name} 100%.txt`, lines(400, name.charCodeAt(0)))
  const out = freshOutput()
  const jar = await labJar('hadoop-mapreduce-examples.jar')
  const inputs = ['a', 'b', 'c'].map((name) => `${data}/${name}`)
  await hadoop(at(1), 'jar', jar, 'wordcount', ...inputs, out)
  plain = [...(await readParts(at(1), out)).values()].join('')
})

beforeEach(async () => {
  folder = await temporary()
})

afterEach(async () => {
  for (const cloud of order) await medusa('lab', 'heal', cloud)
  await folder.remove()
})

const at = (index: number): string => order[index] ?? ''

async function write(job: object): Promise<string> {
  const file = join(folder.path, 'job.yaml')
  await writeFile(file, stringify({ faults: 1, seed: SEED, output: freshOutput(), ...job }))
  return file
}

const reportFile = (): string => join(folder.path, 'report.json')

async function outputOf(report: RunReport): Promise<string> {
  const texts = await Promise.all(
    report.output.clusters.map(async (cluster) =>
      [...(await readParts(cluster, report.output.path)).values()].join('')
    )
  )
  expect(new Set(texts).size).toBe(1)
  return texts[0] ?? ''
}

const wordCount = (id: string, inputs: readonly object[]) => ({
  id,
  example: { name: 'wordcount' },
  inputs
})
const adding = { streaming: { mapper: 'cat', reducer: 'python3 sum.py' }, files: [sum] }

test('three stages: a liar that also hands over altered copies changes nothing', async () => {
  // Two clouds hold the data, the third gets copies; the first of the ranking is the faulty one.
  for (const cloud of [at(0), at(1)])
    for (const name of ['a', 'b', 'c'])
      await put(cloud, `${data}/${name}/${name} 100%.txt`, lines(400, name.charCodeAt(0)))
  await medusa('lab', 'fault', at(0), 'lie-once')
  await medusa('lab', 'fault', at(0), 'corrupt')
  const job = await write({
    name: 'three-stages',
    jobs: [
      wordCount('a', [{ hdfs: `${data}/a` }]),
      wordCount('b', [{ hdfs: `${data}/b` }]),
      wordCount('c', [{ hdfs: `${data}/c` }]),
      { id: 'bc', ...adding, inputs: [{ job: 'b' }, { job: 'c' }] }
    ],
    aggregator: adding
  })
  const { code, stdout, stderr } = await medusa('run', job, '--report', reportFile())
  expect(code, stdout + stderr).toBe(0)
  const report = await readReport(reportFile())
  expect(await outputOf(report)).toBe(plain)

  const outvoted = report.attempts.filter((attempt) => attempt.verdict === 'outvoted')
  expect(outvoted.map(({ cluster }) => cluster)).toEqual([at(0)])
  const corrupted = report.copies.filter((copy) => copy.reason === 'COPY_DIFFERS')
  expect(corrupted.length).toBeGreaterThan(0)
  expect(new Set(corrupted.map(({ from }) => from))).toEqual(new Set([at(0)]))
  // Each of them was made good from another source.
  for (const { what, to } of corrupted)
    expect(
      report.copies.some((copy) => copy.what === what && copy.to === to && copy.state === 'done')
    ).toBe(true)
  // Five jobs on two clouds, and one more for the lie.
  expect(report.cost.executions).toBe(11)
})

/** An outage at job level, and task level without one, are run every time. */
const long = process.env['MEDUSA_TEST_LONG'] === '1' ? test : test.skip

long('task level: a cloud that goes out in the middle costs its chunks, not the job', async () => {
  const all = join(folder.path, 'all.txt')
  await writeFile(all, ['a', 'b', 'c'].map((name) => lines(400, name.charCodeAt(0))).join(''))
  const job = await write({
    name: 'tasks',
    granularity: 'task',
    chunks: { count: 4 },
    parallel: 1,
    jobs: [wordCount('count', [{ upload: all }])],
    aggregator: adding
  })
  const calling = start(['run', job, '--json', '--report', reportFile()])
  await calling.said(new RegExp(`"cluster":"${at(0)}","phase":"running"`))
  await medusa('lab', 'fault', at(0), 'outage')
  const { code, stderr } = await calling.done
  expect(code, stderr).toBe(0)
  const report = await readReport(reportFile())
  expect(await outputOf(report)).toBe(plain)
  const lost = report.attempts.filter((attempt) => attempt.verdict === 'unreachable')
  expect(lost.length).toBeGreaterThan(0)
  expect(new Set(lost.map(({ cluster }) => cluster))).toEqual(new Set([at(0)]))
})

test('one lie at task level repeats one chunk only', async () => {
  await medusa('lab', 'fault', at(0), 'lie-once')
  const all = join(folder.path, 'all.txt')
  await writeFile(all, ['a', 'b', 'c'].map((name) => lines(400, name.charCodeAt(0))).join(''))
  const job = await write({
    name: 'one-lie',
    granularity: 'task',
    chunks: { count: 3 },
    jobs: [wordCount('count', [{ upload: all }])],
    aggregator: adding
  })
  const { code, stderr } = await medusa('run', job, '--report', reportFile())
  expect(code, stderr).toBe(0)
  const report = await readReport(reportFile())
  expect(await outputOf(report)).toBe(plain)
  const outvoted = report.attempts.filter((attempt) => attempt.verdict === 'outvoted')
  expect(outvoted.map(({ cluster }) => cluster)).toEqual([at(0)])
  const chunk = outvoted[0]?.unit
  const again = report.attempts.filter((attempt) => attempt.unit === chunk)
  expect(again).toHaveLength(3)
  expect(report.cost.executions).toBe(2 * 4 + 1)
})

describe('inputs that lie on the clouds', () => {
  test('held by one cloud alone it is cut there, copied on, and said to be trusted from it', async () => {
    const path = `${data}/alone`
    await put(at(2), `${path}/ü % é.txt`, lines(300))
    const job = await write({
      name: 'alone',
      granularity: 'task',
      chunks: { size: '6kB' },
      jobs: [wordCount('count', [{ hdfs: path }])],
      aggregator: adding
    })
    const { code, stderr } = await medusa('run', job, '--report', reportFile())
    expect(code, stderr).toBe(0)
    const report = await readReport(reportFile())
    expect(report.inputs[0]?.trust).toBe(`holder:${at(2)}`)
    expect(report.sentence).toContain(`trusted from ${at(2)}`)
    expect(report.units.filter((unit) => unit.role === 'cut')).toHaveLength(1)
    expect(report.units.filter((unit) => unit.role === 'chunk').length).toBeGreaterThan(1)
    expect(await outputOf(report)).toContain('common\t300\n')
  })

  test('a cloud that swaps its input is found out by what its job read', async () => {
    const job = await write({
      name: 'swap',
      jobs: [wordCount('count', [{ upload: texts }])]
    })
    await medusa('lab', 'fault', at(0), 'swap')
    const { code, stderr } = await medusa('run', job, '--report', reportFile())
    expect(code, stderr).toBe(0)
    const report = await readReport(reportFile())
    const swapped = report.attempts.find((attempt) => attempt.cluster === at(0))
    expect(swapped).toMatchObject({ verdict: 'failed', reason: 'INPUT_DIFFERS' })
    expect([...report.output.clusters].sort()).toEqual([at(1), at(2)].sort())
    const words = await countWords(texts)
    expect((await outputOf(report)).split('\n').filter((line) => line !== '')).toHaveLength(
      Object.keys(words).length
    )
  })

  test('holders that disagree are told apart, and what would settle it is said', async () => {
    const path = `${data}/disputed`
    for (const [index, cloud] of order.entries())
      await put(cloud, `${path}/x.txt`, lines(10 + index))
    const job = await write({ name: 'disputed', jobs: [wordCount('count', [{ hdfs: path }])] })
    const { code } = await medusa('run', job, '--report', reportFile())
    const report = await readReport(reportFile())
    expect({ code, error: report.error?.code }).toEqual({ code: 3, error: 'INPUT_DISAGREES' })
    for (const cloud of order) expect(report.error?.message).toContain(`${cloud} has 1 files`)
    expect(report.error?.hint).toContain('manifest: sha256:')
    // The manifest of one of them settles it: it is the source for another one.
    const right = new RegExp(`${at(1)} has [^;]* (sha256:[0-9a-f]{64})`).exec(
      report.error?.message ?? ''
    )
    const settled = await write({
      name: 'settled',
      jobs: [wordCount('count', [{ hdfs: path, manifest: right?.[1] }])]
    })
    const told = await medusa('run', settled, '--report', reportFile())
    const after = await readReport(reportFile())
    // The two others contradict the given manifest and are left out: too few are left, and it says so.
    expect({ code: told.code, error: after.error?.code }).toEqual({
      code: 4,
      error: 'TOO_FEW_CLUSTERS'
    })
  })
})
