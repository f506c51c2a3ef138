import { expect, test } from 'vitest'
import type { RunSnapshot } from '@shared/model/run.js'
import { feedInterval, RunFeed } from '../../src/main/run-feed.js'
import { aRunSnapshot, runId } from './a-run-snapshot.js'
import { FakeEngine } from './harness/fake-engine.js'
import { manualTimers } from './timers.js'

function following(...runs: RunSnapshot[]): {
  engine: FakeEngine
  feed: RunFeed
  seen: [string, number, string][]
  pass: (ms: number) => void
} {
  const engine = new FakeEngine(runs)
  const timers = manualTimers()
  const seen: [string, number, string][] = []
  const feed = new RunFeed(
    () => engine,
    ({ run, version, phase }) => seen.push([run, version, phase]),
    timers.after
  )
  return { engine, feed, seen, pass: timers.pass }
}

test('answers with the run as it is and pushes what comes later', async () => {
  const { engine, feed, seen, pass } = following(aRunSnapshot())
  const first = await feed.follow(runId('r-1'))
  engine.show(aRunSnapshot({ phase: 'publishing' }))
  pass(100)
  expect([first.phase, seen]).toEqual(['executing', [['r-1', 2, 'publishing']]])
})

test('numbers snapshots in the order in which they came, whatever the engine counts', async () => {
  const { engine, feed, seen, pass } = following(aRunSnapshot({ version: 40 }))
  const first = await feed.follow(runId('r-1'))
  engine.show(aRunSnapshot({ version: 3, phase: 'publishing' }))
  pass(100)
  engine.show(aRunSnapshot({ version: 1, phase: 'over' }))
  pass(100)
  expect([first.version, ...seen.map(([, version]) => version)]).toEqual([1, 2, 3])
})

test('follows one run at a time', async () => {
  const { engine, feed, seen, pass } = following(
    aRunSnapshot(),
    aRunSnapshot({ run: runId('r-2') })
  )
  await feed.follow(runId('r-1'))
  await feed.follow(runId('r-2'))
  engine.show(aRunSnapshot({ phase: 'over' }))
  engine.show(aRunSnapshot({ run: runId('r-2'), phase: 'over' }))
  pass(1_000)
  expect(seen.map(([run]) => run)).toEqual(['r-2'])
})

test('follows the run that was asked for last, although the one before answers later', async () => {
  const { engine, feed } = following(aRunSnapshot(), aRunSnapshot({ run: runId('r-2') }))
  await Promise.all([feed.follow(runId('r-1')), feed.follow(runId('r-2'))])
  expect([engine.followers(runId('r-1')), engine.followers(runId('r-2'))]).toEqual([0, 1])
})

test('follows a run once that was left and asked for again before it had answered', async () => {
  const { engine, feed } = following(aRunSnapshot())
  const first = feed.follow(runId('r-1'))
  feed.stop()
  await Promise.all([first, feed.follow(runId('r-1'))])
  const followers = engine.followers(runId('r-1'))
  feed.stop()
  expect([followers, engine.followers(runId('r-1'))]).toEqual([1, 0])
})

test('lets go of the engine when it is stopped', async () => {
  const { engine, feed, seen, pass } = following(aRunSnapshot())
  await feed.follow(runId('r-1'))
  feed.stop()
  engine.show(aRunSnapshot({ phase: 'over' }))
  pass(1_000)
  expect([engine.followers(runId('r-1')), seen]).toEqual([0, []])
})

test('follows nothing when the run does not exist', async () => {
  const { engine, feed } = following()
  await expect(feed.follow(runId('r-1'))).rejects.toMatchObject({ code: 'RUN_UNKNOWN' })
  expect(engine.followers(runId('r-1'))).toBe(0)
})

test('pushes ten a second, and fewer when a snapshot holds thousands of digests', () => {
  const file = { path: 'part-r-00000', length: 1, sha256: '0'.repeat(64) } as never
  const attempt = { files: Array.from({ length: 5_000 }, () => file) } as never
  expect([
    feedInterval(aRunSnapshot()),
    feedInterval(aRunSnapshot({ attempts: [attempt, attempt] }))
  ]).toEqual([100, 600])
})
