/**
 * The guarantee on real clouds: what a run ends with when clouds lie, fall silent, or somebody forges their answers.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { rankAtRandom } from '../../src/engine/index.js'
import type { ClusterName } from '../../src/shared/model/ids.js'
import {
  checkout,
  environment,
  freshOutput,
  medusa,
  readReport,
  start,
  status,
  temporary,
  writeJob
} from '../support/lab.js'
import { countWords, parseCounts } from '../support/word-count.js'

let folder: Awaited<ReturnType<typeof temporary>>
let order: readonly ClusterName[]
const SEED = 11

beforeEach(async () => {
  folder = await temporary()
  order = rankAtRandom(
    (await environment()).clusters.map(({ name }) => name),
    SEED
  )
})

afterEach(async () => {
  for (const cloud of order) await medusa('lab', 'heal', cloud)
  await folder.remove()
})

const at = (index: number): string => order[index] ?? ''

/** Runs the small WordCount with seeded ranking, so that the test knows who is asked first. */
async function run(output = freshOutput()) {
  const job = await writeJob(folder.path, { seed: SEED, output })
  const file = join(folder.path, 'report.json')
  const called = await medusa('run', job, '--report', file)
  return { ...called, report: await readReport(file), output }
}

async function publishedOn(output: string): Promise<readonly string[]> {
  const { clouds } = await status()
  const held = await Promise.all(
    clouds.map(async ({ name, httpfs }) => {
      const answer = await fetch(`${httpfs}${output}?op=GETFILESTATUS&user.name=medusa-lab`)
      return answer.ok ? [name] : []
    })
  )
  return held.flat()
}

test('a liar among the first two is outvoted, named with both digests, and the result equals an independent count', async () => {
  await medusa('lab', 'fault', at(0), 'lie')
  const { code, report, output } = await run()
  expect({ code, verdict: report.verdict }).toEqual({ code: 0, verdict: 'verified' })

  const verdicts = Object.fromEntries(report.attempts.map((one) => [one.cluster, one.verdict]))
  expect(verdicts).toEqual({ [at(0)]: 'outvoted', [at(1)]: 'agreed', [at(2)]: 'agreed' })
  const liar = report.attempts.find((one) => one.cluster === at(0))
  expect(liar?.reason).toBe('DIGEST_DIFFERS')
  const differing = report.units[0]?.files.filter(
    (file) => liar?.files.find((other) => other.path === file.path)?.sha256 !== file.sha256
  )
  expect(differing).toHaveLength(1)
  expect([...(differing?.[0]?.agreed ?? [])].sort()).toEqual([at(1), at(2)].sort())
  expect(report.sentence).toContain(`${at(0)} was outvoted on ${differing?.[0]?.path ?? ''}`)

  const fetched = join(folder.path, 'output')
  expect((await medusa('fetch', report.run, fetched)).code).toBe(0)
  const expected = await countWords(join(checkout, 'resources/examples/texts'))
  expect(await parseCounts(fetched)).toEqual(expected)
  expect(await publishedOn(output)).toEqual(expect.arrayContaining([at(1), at(2)]))
})

test('two clouds that lie differently leave the run not verified and nothing published', async () => {
  await medusa('lab', 'fault', at(0), 'lie')
  await medusa('lab', 'fault', at(1), 'lie')
  const { code, report, output } = await run()
  expect({ code, verdict: report.verdict, output: report.output }).toEqual({
    code: 3,
    verdict: 'not-verified',
    output: { path: output, clusters: [] }
  })
  expect(await publishedOn(output)).toEqual([])
})

describe('silence', () => {
  test('a cloud that is out from the start is left out, and the run verified without it', async () => {
    await medusa('lab', 'fault', at(0), 'outage')
    const { code, report } = await run()
    expect({ code, verdict: report.verdict }).toEqual({ code: 0, verdict: 'verified' })
    expect(report.clusters.find((one) => one.name === at(0))?.state).toBe('silent')
    expect([...report.output.clusters].sort()).toEqual([at(1), at(2)].sort())
  })

  test('a cloud that goes out during its job is replaced, and the run verified', async () => {
    const job = await writeJob(folder.path, { seed: SEED })
    const file = join(folder.path, 'report.json')
    const calling = start(['run', job, '--json', '--report', file])
    await calling.said(new RegExp(`"cluster":"${at(1)}","phase":"running"`))
    await medusa('lab', 'fault', at(1), 'outage')
    const { code } = await calling.done
    const report = await readReport(file)
    expect({ code, verdict: report.verdict }).toEqual({ code: 0, verdict: 'verified' })
    expect(report.attempts.find((one) => one.cluster === at(1))).toMatchObject({
      verdict: 'unreachable',
      reason: 'NO_HEARTBEAT'
    })
    expect([...report.output.clusters].sort()).toEqual([at(0), at(2)].sort())
  })
})

test('fetch takes a file from another cloud when one serves something else than was voted on', async () => {
  const { report, output } = await run()
  expect(report.verdict).toBe('verified')
  const [first] = report.output.clusters
  const { clouds } = await status()
  const cloud = clouds.find((one) => one.name === first)
  await fetch(
    `${cloud?.httpfs ?? ''}${output}/part-r-00000?op=CREATE&overwrite=true&data=true&user.name=medusa-lab`,
    { method: 'PUT', headers: { 'content-type': 'application/octet-stream' }, body: 'forged\t1\n' }
  )
  const fetched = join(folder.path, 'output')
  const { code, stderr } = await medusa('fetch', report.run, fetched)
  expect(code).toBe(0)
  expect(stderr).toContain(`part-r-00000 was taken from another cluster than ${String(first)}`)
  expect(await parseCounts(fetched)).toEqual(
    await countWords(join(checkout, 'resources/examples/texts'))
  )
})

test('Ctrl-C stops the attempts on the clouds, keeps the journal and exits with 130', async () => {
  const job = await writeJob(folder.path, { seed: SEED })
  const calling = start(['run', job, '--json'])
  const { run: id } = JSON.parse(await calling.said(/"type":"started"/)) as { run: string }
  await calling.said(/"phase":"running"/)
  calling.signal('SIGINT')
  const { code, stdout } = await calling.done
  const report = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { verdict: string }
  expect({ code, verdict: report.verdict }).toEqual({ code: 130, verdict: 'cancelled' })

  const { clouds } = await status()
  for (const { yarn } of clouds) {
    const answer = await fetch(`${yarn}/ws/v1/cluster/apps?states=NEW,SUBMITTED,ACCEPTED,RUNNING`)
    const { apps } = (await answer.json()) as {
      apps: { app?: readonly { applicationTags: string }[] } | null
    }
    const ours = (apps?.app ?? []).filter((app) => app.applicationTags.includes(id))
    expect(ours).toEqual([])
  }
  expect(await processesNaming(id)).toEqual([])
  const shown = await medusa('runs', id, '--json')
  expect(JSON.parse(shown.stdout)).toMatchObject({ run: id, verdict: 'cancelled' })
})

/** Command lines of live processes in which the run's id stands. */
async function processesNaming(id: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''))
  )
  return lines.filter((line) => line.includes(id))
}
