import { expect, test } from 'vitest'
import { ConsoleError, type ErrorCode } from '../../../src/shared/model/errors.js'
import type { RunId } from '../../../src/shared/model/ids.js'
import type { RunReport, RunSnapshot } from '../../../src/shared/model/run.js'
import { createArchive } from '../../../src/engine/runtime/recorded-run.js'
import { FakeClock } from '../../support/fake-clock.js'
import { MemoryJournalStore } from '../../support/memory-journal-store.js'
import { aScene, job, names, type Scene } from './scene.js'

const JOB = { jobFile: '/home/me/job.yaml' }

async function carry(scene: Scene): Promise<{ readonly run: RunId; readonly report: RunReport }> {
  const run = await scene.until(scene.engine.startRun(JOB))
  return { run, report: await scene.until(scene.engine.whenOver(run)) }
}

/** The order in which seed 1 asks the clouds. */
async function order(): Promise<readonly [string, string, string]> {
  const { report } = await carry(aScene())
  const [first, second] = report.attempts.map((attempt) => String(attempt.cluster))
  const third = names.find((name) => name !== first && name !== second)
  return [first ?? '', second ?? '', String(third)]
}

const verdicts = (report: RunReport): object =>
  Object.fromEntries(report.attempts.map((attempt) => [attempt.cluster, attempt.verdict]))

test('carries a run to verified and writes everything before it acts on it', async () => {
  const scene = aScene()
  const { run, report } = await carry(scene)
  expect({ verdict: report.verdict, clusters: report.output.clusters.length }).toEqual({
    verdict: 'verified',
    clusters: 2
  })
  const { events } = await scene.journals.read(run)
  const types = (events as readonly { type: string }[]).map(({ type }) => type)
  expect(types[0]).toBe('started')
  expect(types.filter((type) => type === 'attempt-ended')).toHaveLength(2)
  expect(scene.workers.unsettled).toEqual([])
  expect(scene.workers.openRuns).toEqual([])
  expect(await scene.journals.kept(run, 'report.json')).toEqual(JSON.parse(JSON.stringify(report)))
})

test('uploads jar and inputs to the clouds that run, and to no other', async () => {
  const scene = aScene()
  const { run, report } = await carry(scene)
  const used = report.attempts.map((attempt) => attempt.cluster)
  const copies = report.copies.map(({ id, to }) => ({ id, to }))
  expect(copies.map(({ to }) => to).sort()).toEqual([...used].sort())
  for (const { id, to } of copies)
    expect(scene.fileSystem.get(to, `/w/runs/${run}/copies/${id}/a.txt`)).toBeDefined()
})

test('outvotes a cloud that answers something else', async () => {
  const [first, second, third] = await order()
  const scene = aScene()
  scene.clouds.get(first)!.output = 'b'
  const { report } = await carry(scene)
  expect(verdicts(report)).toEqual({ [first]: 'outvoted', [second]: 'agreed', [third]: 'agreed' })
})

test('is not verified when all answer differently', async () => {
  const scene = aScene()
  for (const [index, cloud] of [...scene.clouds.values()].entries())
    cloud.output = 'abc'.charAt(index)
  const { report } = await carry(scene)
  expect({ verdict: report.verdict, output: report.output.clusters }).toEqual({
    verdict: 'not-verified',
    output: []
  })
})

test('moves the work of a cloud that falls silent within seconds', async () => {
  const [first, second, third] = await order()
  const scene = aScene()
  const silent = scene.clouds.get(first)!
  silent.durationMs = 60_000
  const run = await scene.until(scene.engine.startRun(JOB))
  await scene.clock.advance(2_000)
  const began = scene.clock.now()
  silent.silent = true
  scene.fileSystem.fault(silent.name, { type: 'unreachable' })
  const report = await scene.until(scene.engine.whenOver(run))
  expect(verdicts(report)).toEqual({
    [first]: 'unreachable',
    [second]: 'agreed',
    [third]: 'agreed'
  })
  const replaced = report.attempts.find((attempt) => attempt.cluster === third)
  expect((replaced?.timings.queued ?? 0) - began).toBeLessThan(12_000)
})

test('does not wait for a cloud whose digests are not those of its own files', async () => {
  const [first, second, third] = await order()
  const scene = aScene()
  scene.clouds.get(first)!.garbles = true
  const { report } = await carry(scene)
  expect(verdicts(report)).toEqual({ [first]: 'failed', [second]: 'agreed', [third]: 'agreed' })
  expect(report.attempts[0]?.reason).toBe('SENSELESS_ANSWER')
  expect(report.console.seconds).toBeLessThan(20)
})

test('shows the error of a job that fails everywhere instead of blaming the clouds', async () => {
  const scene = aScene()
  for (const cloud of scene.clouds.values()) cloud.failure = 'JOB_FAILED'
  const { report } = await carry(scene)
  expect(report.verdict).toBe('not-verified')
  expect(report.sentence).toContain('java.lang.OutOfMemoryError')
})

test('does not take for published what differs after the rename from what was voted on', async () => {
  const [first, second, third] = await order()
  const scene = aScene()
  scene.clouds.get(first)!.swapsAtPublish = true
  const { report } = await carry(scene)
  expect({ verdict: report.verdict, error: report.error }).toEqual({
    verdict: 'verified',
    error: null
  })
  expect([...report.output.clusters].sort()).toEqual([second, third].sort())
})

test('refuses and reports a forged answer, and hears the true one that follows', async () => {
  const [first] = await order()
  const scene = aScene()
  const cloud = scene.clouds.get(first)!
  scene.workers.on(cloud.name, 'medusa.hello', () => [
    { type: 'forged', value: { hostname: 'evil' } },
    {
      type: 'value',
      value: {
        hostname: 'h',
        cluster: cloud.name,
        user: 'u',
        worker: '1',
        protocol: 1,
        celery: '5',
        python: '3',
        now: 1
      }
    }
  ])
  const { report } = await carry(scene)
  expect(report.verdict).toBe('verified')
  expect(report.refused).toMatchObject([{ cluster: first, reason: 'wrong mac' }])
})

test('fails the run, not the cloud, when a local input changes while it is used', async () => {
  const scene = aScene()
  const run = await scene.until(scene.engine.startRun(JOB))
  scene.files.put('/home/me/books/a.txt', 'changed')
  const report = await scene.until(scene.engine.whenOver(run))
  expect({ verdict: report.verdict, code: report.error?.code }).toEqual({
    verdict: 'failed',
    code: 'INPUT_CHANGED'
  })
  expect(Object.values(verdicts(report))).toEqual(['cancelled', 'cancelled'])
})

test('stops what runs and says so when the journal can’t be written any more', async () => {
  const scene = aScene()
  for (const cloud of scene.clouds.values()) cloud.durationMs = 60_000
  const run = await scene.until(scene.engine.startRun(JOB))
  await scene.clock.advance(1_000)
  scene.journals.fillDisk()
  for (const name of names)
    scene.workers.brokerState(name, { type: 'connected', at: scene.clock.now() })
  await expect(scene.until(scene.engine.whenOver(run))).rejects.toMatchObject({ code: 'DISK_FULL' })
  expect([...scene.clouds.values()].flatMap((cloud) => cloud.killed)).toHaveLength(2)
})

test('cancels: kills every attempt and keeps the journal', async () => {
  const scene = aScene()
  for (const cloud of scene.clouds.values()) cloud.durationMs = 60_000
  const run = await scene.until(scene.engine.startRun(JOB))
  await scene.clock.advance(1_000)
  await scene.engine.cancelRun(run, 'enough')
  const report = await scene.until(scene.engine.whenOver(run))
  expect(report.verdict).toBe('cancelled')
  expect([...scene.clouds.values()].flatMap((cloud) => cloud.killed)).toHaveLength(2)
  expect((await scene.engine.readRun(run)).verdict).toBe('cancelled')
})

test('ends without a cluster when too few answer, and says which', async () => {
  const scene = aScene()
  for (const name of ['faro', 'porto']) scene.clouds.get(name)!.silent = true
  const { report } = await carry(scene)
  expect({ verdict: report.verdict, code: report.error?.code }).toEqual({
    verdict: 'failed',
    code: 'TOO_FEW_CLUSTERS'
  })
  expect(report.sentence).toContain('faro')
})

test('shows every change to who follows, each snapshot newer than the last', async () => {
  const scene = aScene()
  const run = await scene.until(scene.engine.startRun(JOB))
  const seen: RunSnapshot[] = []
  const stop = scene.engine.follow(run, (snapshot) => seen.push(snapshot))
  await scene.until(scene.engine.whenOver(run))
  stop()
  const versions = seen.map(({ version }) => version)
  expect(versions).toEqual([...versions].sort((a, b) => a - b))
  expect(seen.at(-1)?.verdict).toBe('verified')
  expect(seen.some(({ attempts }) => attempts.some((attempt) => attempt.map === 50))).toBe(true)
})

test('reads a run that is over from its journal alone', async () => {
  const scene = aScene()
  const { run, report } = await carry(scene)
  const other = aScene()
  expect((await scene.engine.listRuns()).map((summary) => summary.run)).toEqual([run])
  expect(await scene.engine.readReport(run)).toEqual(JSON.parse(JSON.stringify(report)))
  await expect(other.engine.readRun(run)).rejects.toMatchObject({ code: 'RUN_UNKNOWN' })
})

test('an interrupted run stands as it was last seen, with how far its attempts were', async () => {
  const scene = aScene()
  for (const cloud of scene.clouds.values()) cloud.durationMs = 60_000
  const run = await scene.until(scene.engine.startRun(JOB))
  await scene.clock.advance(5_000)
  const shown = await scene.engine.readRun(run)
  expect(shown.attempts.map(({ map }) => map)).toEqual([50, 50])

  scene.journals.crash(run)
  const clock = new FakeClock(shown.now + 100_000)
  const last = (await scene.journals.kept(run, 'progress.json')) as RunSnapshot
  const stands = await createArchive({ ...scene, clock }).readRun(run)
  const { live, verdict, now, attempts, clusters } = stands
  expect({ live, verdict, now, attempts, clusters }).toEqual({
    live: false,
    verdict: null,
    now: last.now,
    attempts: last.attempts,
    clusters: last.clusters
  })
})

test('an interrupted run says since when, what may go on, and what to do, whoever asks for its output', async () => {
  const scene = aScene()
  for (const cloud of scene.clouds.values()) cloud.durationMs = 60_000
  const run = await scene.until(scene.engine.startRun(JOB))
  await scene.clock.advance(5_000)
  scene.journals.crash(run)
  const told = {
    code: 'NOT_VERIFIED',
    message: `run ${run} (wordcount) was interrupted: no process has carried it out since 2026-11-21T00:00:00Z`,
    hint: `What it started may still run on the clouds: npx medusa runs ${run}\nStart the job again under another "output:" in its job file.`
  }
  await expect(scene.engine.readReport(run)).rejects.toMatchObject(told)
  await expect(scene.engine.fetchOutput(run, '/x')).rejects.toMatchObject(told)
})

test.each([
  ['a file that is not there', 'FILE_MISSING', 'does not exist'],
  ['a folder', 'BAD_INPUT', 'is a folder']
])('names %s that was given for a job file, and what one is', async (_, code, fault) => {
  const scene = aScene()
  const error = new ConsoleError(code as ErrorCode, 'x', {
    facts: code === 'BAD_INPUT' ? { code: 'EISDIR' } : {}
  })
  scene.files.read = () => {
    throw error
  }
  await expect(scene.engine.startRun({ jobFile: '/home/me/nope.yaml' })).rejects.toMatchObject({
    code,
    message: `the job file /home/me/nope.yaml ${fault}`,
    hint: expect.stringContaining('docs/jobs.md') as string
  })
})

test('an interrupted run without a last picture stands at the last entry of its journal', async () => {
  const scene = aScene()
  for (const cloud of scene.clouds.values()) cloud.durationMs = 60_000
  const run = await scene.until(scene.engine.startRun(JOB))
  await scene.clock.advance(5_000)
  const { events } = await scene.journals.read(run)
  const journals = new MemoryJournalStore()
  journals.overwrite(run, events.map((event) => `${JSON.stringify(event)}\n`).join(''))
  const { now } = await createArchive({ ...scene, journals }).readRun(run)
  expect(now).toBe(Math.max(...(events as readonly { readonly at: number }[]).map(({ at }) => at)))
})

test.each([
  ['a weaker guarantee that nobody accepted', { faults: 2 }, 'TOO_FEW_CLUSTERS'],
  ['a negative number of faults', { faults: -1 }, 'BAD_INPUT']
])('refuses %s before a journal exists', async (_, change, code) => {
  const scene = aScene()
  await expect(scene.until(scene.engine.startRun({ ...JOB, ...change }))).rejects.toMatchObject({
    code
  })
  expect(await scene.journals.list()).toEqual([])
})

test('accepts the weaker guarantee when told to', async () => {
  const scene = aScene()
  const request = { ...JOB, faults: 2, acceptWeaker: true }
  const run = await scene.until(scene.engine.startRun(request))
  const report = await scene.until(scene.engine.whenOver(run))
  expect({ verdict: report.verdict, attempts: report.attempts.length }).toEqual({
    verdict: 'verified',
    attempts: 3
  })
})

test('says that "prediction" has nothing to learn from, and ranks at random', async () => {
  const scene = aScene()
  scene.files.put('/home/me/job.yaml', job('ranking: prediction'))
  const { report } = await carry(scene)
  expect(report.warnings.join()).toContain('ranked at random, seed 1')
})
