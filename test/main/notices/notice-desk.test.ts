import { expect, test } from 'vitest'
import { millis, type ClusterName } from '@shared/model/ids.js'
import type { RunSummary } from '@shared/model/run.js'
import type { EnvironmentSnapshot, WatchedCluster, WatchedState } from '@shared/model/watch.js'
import { NoticeDesk } from '../../../src/main/notices/notice-desk.js'
import type { Notice } from '../../../src/main/notices/notice.js'
import { runId } from '../a-run-snapshot.js'
import { manualTimers, type Timers } from '../timers.js'

interface Scene {
  readonly desk: NoticeDesk
  readonly shown: Notice[]
  readonly badges: number[]
  readonly timers: Timers
  watched: boolean
  wanted: { runs: boolean; clusters: boolean }
}

function aScene(): Scene {
  const timers = manualTimers()
  const scene: Scene = {
    shown: [],
    badges: [],
    timers,
    watched: false,
    wanted: { runs: true, clusters: true },
    desk: new NoticeDesk({
      after: timers.after,
      wanted: () => scene.wanted,
      sentenceOf: () => Promise.resolve('porto and lisbon report equal digests.'),
      notifier: {
        isWatched: () => scene.watched,
        show: (notice) => scene.shown.push(notice),
        badge: (count) => scene.badges.push(count)
      }
    })
  }
  return scene
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const run = (id: string, change: Partial<RunSummary> = {}): RunSummary => ({
  run: runId(id),
  name: `count-${id}`,
  environment: 'lab',
  verdict: null,
  startedAt: millis(1),
  finishedAt: null,
  live: true,
  ...change
})
const over = (id: string): RunSummary => run(id, { verdict: 'verified', live: false })

function watchOf(state: WatchedState, names: readonly string[]): EnvironmentSnapshot {
  const clusters = names.map((name) => ({ name: name as ClusterName, state, reason: null }))
  // the rest is not looked at
  return { environment: 'lab', clusters: clusters as unknown as readonly WatchedCluster[] } as never
}

test('tells the end of a run with its verdict in words, and counts it on the badge', async () => {
  const { desk, shown, badges, timers } = aScene()
  desk.takeRuns([run('r-1')])
  desk.takeRuns([over('r-1')])
  timers.pass(1_500)
  await settled()
  expect([shown, badges]).toEqual([
    [
      {
        title: 'count-r-1: verified',
        body: 'porto and lisbon report equal digests.',
        path: ['runs', 'r-1']
      }
    ],
    [1]
  ])
})

test('tells nothing while the window is looked at, nor what is turned off', async () => {
  const scene = aScene()
  scene.watched = true
  scene.desk.takeRuns([run('r-1')])
  scene.desk.takeRuns([over('r-1')])
  scene.watched = false
  scene.wanted = { runs: true, clusters: false }
  scene.desk.takeWatch(watchOf('active', ['faro']))
  scene.desk.takeWatch(watchOf('silent', ['faro']))
  scene.timers.pass(60_000)
  await settled()
  expect([scene.shown, scene.badges]).toEqual([[], []])
})

test('makes one notification of twenty clouds that go down at once', async () => {
  const { desk, shown, badges, timers } = aScene()
  const names = Array.from({ length: 20 }, (_, index) => `cloud-${String(index)}`)
  desk.takeWatch(watchOf('active', names))
  desk.takeWatch(watchOf('silent', names))
  timers.pass(1_500)
  await settled()
  expect([shown, badges]).toEqual([
    [
      {
        title: '20 clouds went down',
        body: 'cloud-0 down, cloud-1 down, cloud-2 down and 17 more',
        path: ['overview']
      }
    ],
    [20]
  ])
})

test('keeps quiet for a while after a notification, then tells the rest at once', async () => {
  const { desk, shown, timers } = aScene()
  desk.takeRuns([run('r-1'), run('r-2'), run('r-3')])
  desk.takeRuns([over('r-1'), run('r-2'), run('r-3')])
  timers.pass(1_500)
  desk.takeRuns([over('r-1'), over('r-2'), run('r-3')])
  timers.pass(5_000)
  desk.takeRuns([over('r-1'), over('r-2'), over('r-3')])
  await settled()
  expect(shown).toHaveLength(1)
  timers.pass(10_000)
  await settled()
  expect(shown.map(({ title }) => title)).toEqual(['count-r-1: verified', '2 runs ended'])
})

test('tells nothing for a flood: at most one in fifteen seconds', async () => {
  const { desk, shown, timers } = aScene()
  for (let second = 0; second < 60; second += 1) {
    desk.takeWatch(watchOf(second % 2 === 0 ? 'active' : 'silent', ['faro']))
    timers.pass(1_000)
    await settled()
  }
  expect(shown.length).toBeLessThanOrEqual(5)
})

test('takes the badge away when the window is looked at', async () => {
  const { desk, badges, timers } = aScene()
  desk.takeRuns([run('r-1')])
  desk.takeRuns([over('r-1')])
  timers.pass(1_500)
  await settled()
  desk.seen()
  desk.seen()
  expect(badges).toEqual([1, 0])
})
