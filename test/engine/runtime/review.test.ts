/** Ways in which one cluster could hold up a run, or a window end it, by the whole engine on doubles. */
import { expect, test } from 'vitest'
import { compareAttempts } from '../../../src/engine/runtime/commands/compare.js'
import type { RunContext } from '../../../src/engine/runtime/context.js'
import type { RunEvent } from '../../../src/engine/domain/run/events.js'
import type { AttemptId, ClusterName, Sha256, UnitId } from '../../../src/shared/model/ids.js'
import { createHash } from 'node:crypto'
import { streamOf } from '../../../src/engine/runtime/stream-of.js'
import { FakeClock } from '../../support/fake-clock.js'
import { FakeFileSystem } from '../../support/fake-file-system.js'
import { aJob, aPlan, begun, ended, play } from '../domain/run/builders.js'
import { aScene } from './scene.js'

const JOB = { jobFile: '/home/me/job.yaml' }

test('a copy that takes long and gets on is waited for', async () => {
  const scene = aScene()
  for (const cloud of scene.clouds.values()) {
    cloud.neverDigests = cloud.name === 'lisbon' || cloud.name === 'faro'
    cloud.copyMs = 25 * 60_000
  }
  const run = await scene.until(scene.engine.startRun(JOB))
  const report = await scene.until(scene.engine.whenOver(run))
  const pulls = report.copies.filter(({ mode }) => mode !== 'upload')
  expect(pulls.map(({ state }) => state)).not.toContain('failed')
  expect(pulls.map(({ state }) => state)).toContain('done')
})

test('a cloud that never says what it has published is replaced', async () => {
  const reference = aScene()
  const first = await reference.until(reference.engine.startRun(JOB))
  const [used] = (await reference.until(reference.engine.whenOver(first))).attempts
  const scene = aScene()
  const faulty = scene.clouds.get(String(used?.cluster))!
  faulty.neverDigests = true
  const run = await scene.until(scene.engine.startRun(JOB))
  const report = await scene.until(scene.engine.whenOver(run))
  expect(report).toMatchObject({ verdict: 'verified', error: null })
  expect(report.output.clusters).not.toContain(faulty.name)
  expect(report.output.clusters).toHaveLength(2)
})

test('a moment without any network is not the end of all clouds', async () => {
  const scene = aScene()
  for (const cloud of scene.clouds.values()) cloud.durationMs = 60_000
  const run = await scene.until(scene.engine.startRun(JOB))
  await scene.clock.advance(5_000)
  for (const { name } of scene.clouds.values()) {
    scene.fileSystem.fault(name, { type: 'unreachable' })
    scene.workers.brokerState(name, { type: 'disconnected', at: scene.clock.now(), reason: '' })
  }
  for (const cloud of scene.clouds.values()) cloud.silent = true
  await scene.clock.advance(20_000)
  for (const cloud of scene.clouds.values()) {
    cloud.silent = false
    scene.fileSystem.fault(cloud.name, null)
    scene.workers.brokerState(cloud.name, { type: 'connected', at: scene.clock.now() })
  }
  expect((await scene.until(scene.engine.whenOver(run))).verdict).toBe('verified')
})

test('a listener that fails does not end the run', async () => {
  const scene = aScene()
  const run = await scene.until(scene.engine.startRun(JOB))
  let told = 0
  scene.engine.follow(run, () => {
    told += 1
    if (told > 1) throw new Error('the window is gone')
  })
  expect((await scene.until(scene.engine.whenOver(run))).verdict).toBe('verified')
})

const sha = (text: string): Sha256 => createHash('sha256').update(text).digest('hex') as Sha256

/** Two outputs of a job whose rule is `numeric`, as files by name, and what the clusters serve for them. */
async function compareValues(
  outputs: readonly Readonly<Record<string, string>>[],
  served = outputs
): Promise<RunEvent> {
  const plan = aPlan({
    jobs: [
      aJob('count', [{ type: 'input', input: 0 }], { compare: { numeric: { tolerance: 0.1 } } })
    ]
  })
  const events = outputs.map((files, index): RunEvent => {
    const event = ended(index + 1, 'a') as Extract<RunEvent, { type: 'attempt-ended' }>
    const entries = Object.entries(files).map(([path, text]) => ({
      path,
      length: text.length,
      sha256: sha(text)
    }))
    return { ...event, outcome: { ...event.outcome, files: entries } as typeof event.outcome }
  })
  const { state } = play(...begun(plan), ...events)
  const names = plan.clusters.map(({ name }) => name)
  const fileSystem = new FakeFileSystem(names)
  const ids = ['r-1-1', 'r-1-2'] as AttemptId[]
  ids.forEach((id, index) => {
    const cluster = state.attempts.find((one) => one.id === id)?.cluster as ClusterName
    for (const [path, text] of Object.entries(served[index] ?? {}))
      fileSystem.put(cluster, `/w/runs/r-1/count/${id}/${path}`, text)
  })
  const told: RunEvent[] = []
  const context = {
    plan,
    ports: { clock: new FakeClock(), fileSystem },
    closed: new AbortController().signal,
    state: () => state,
    emit: (event: RunEvent) => told.push(event)
  } as unknown as RunContext
  await compareAttempts(context, 'count' as UnitId, ids[0] as AttemptId, ids[1] as AttemptId)
  return told[0] as RunEvent
}

test('numbers are compared in all files, whatever their names: all of them are published', async () => {
  const right = { _SUCCESS: '', 'part-r-00000': '1.0\n', 'totals-r-00000': '5\n' }
  const wrong = { ...right, 'totals-r-00000': '6000\n' }
  expect(await compareValues([right, right])).toMatchObject({ outcome: { within: true } })
  expect(await compareValues([right, wrong])).toMatchObject({
    outcome: { type: 'compared', within: false }
  })
})

test('a cluster that serves more than it digested is not read for ever', async () => {
  const right = { _SUCCESS: '', 'part-r-00000': '1.0\n' }
  const endless = { ...right, 'part-r-00000': '1.0\n'.repeat(100_000) }
  const event = await compareValues([right, right], [right, endless])
  expect(event).toMatchObject({ outcome: { type: 'misread', attempt: 'r-1-2' } })
  // Three tries, and of each no more than a chunk too many.
  expect((event as Extract<RunEvent, { type: 'compared' }>).bytes).toBeLessThan(250_000)
})

test('a stream that is stopped in the middle ends its read', async () => {
  let over = false
  const stream = streamOf(async (sink) => {
    try {
      for (let chunk = 0; chunk < 3; chunk += 1) await sink(Uint8Array.of(chunk))
    } finally {
      over = true
    }
  })
  await stream.next()
  await stream.return(undefined)
  expect(over).toBe(true)
})
