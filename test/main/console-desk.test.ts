import { describe, expect, test } from 'vitest'
import type { ConsoleState } from '@shared/ipc/console-state.js'
import { ConsoleError } from '@shared/model/errors.js'
import { millis } from '@shared/model/ids.js'
import { ConsoleDesk, type DeskOptions } from '../../src/main/console-desk.js'
import { aRunSnapshot, runId } from './a-run-snapshot.js'
import { FakeEngine } from './harness/fake-engine.js'
import { manualTimers, type Timers } from './timers.js'

interface Opened {
  readonly desk: ConsoleDesk
  readonly states: ConsoleState[]
  readonly timers: Timers
}

function aDesk(engine: FakeEngine, change: Partial<DeskOptions> = {}): Opened {
  const timers = manualTimers()
  let ticket = 0
  const desk = new ConsoleDesk({
    loadHost: () => Promise.resolve(engine),
    theme: 'system',
    notices: { runs: true, clusters: true },
    stateFolder: null,
    environment: null,
    run: null,
    job: null,
    now: () => millis(5_000),
    after: timers.after,
    newTicket: () => `t-${String((ticket += 1))}`,
    ...change
  })
  const states: ConsoleState[] = []
  desk.onChange((state) => states.push(state))
  return { desk, states, timers }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
/** Opening an environment waits until the answer is called; then no more. */
function holdOpening(engine: FakeEngine): () => void {
  const open = engine.openWorkplace.bind(engine)
  let letOpen = (): void => undefined
  const held = new Promise<void>((resolve) => (letOpen = resolve))
  engine.openWorkplace = (name) => held.then(() => open(name))
  return () => letOpen()
}
const closings = (engine: FakeEngine): number =>
  engine.calls.filter((call) => call === 'close').length
const noLab = {
  code: 'ENVIRONMENT_UNKNOWN',
  message: 'there is no environment "lab"',
  hint: 'Start it with: npx medusa lab up'
} as const

describe('begin', () => {
  test('reads the runs and opens the engine', async () => {
    const { desk } = aDesk(new FakeEngine([aRunSnapshot()]))
    await desk.begin()
    const { engine, environment, runs, runsReadAt } = desk.state
    expect([engine.type, environment, runs.map((run) => run.run), runsReadAt]).toEqual([
      'ready',
      'lab',
      ['r-1'],
      5_000
    ])
  })

  test('shows the runs although the environment is missing, and says what to do', async () => {
    const { desk } = aDesk(new FakeEngine([aRunSnapshot()], noLab))
    await desk.begin()
    expect([desk.state.engine, desk.state.runs.length]).toEqual([
      { type: 'failed', error: noLab },
      1
    ])
    expect(() => desk.engine()).toThrow('there is no environment "lab"')
    expect(await desk.runs().readRun(runId('r-1'))).toEqual(aRunSnapshot())
  })

  test('opens the engine on another try', async () => {
    const { desk } = aDesk(new FakeEngine([], noLab))
    await desk.begin()
    await desk.retry()
    expect(desk.state.engine).toEqual({ type: 'ready' })
  })

  test('asks for the run of the command line, and refuses what is no run id', async () => {
    const right = aDesk(new FakeEngine([]), { run: 'r-20261121-abc' })
    await right.desk.begin()
    const wrong = aDesk(new FakeEngine([]), { run: '../../etc' })
    await wrong.desk.begin()
    expect([right.desk.state.asked, wrong.desk.state.engine]).toMatchObject([
      'r-20261121-abc',
      { type: 'failed', error: { code: 'RUN_UNKNOWN' } }
    ])
  })

  test('closes an engine that opens after the window is gone', async () => {
    const engine = new FakeEngine([])
    const letOpen = holdOpening(engine)
    const { desk } = aDesk(engine)
    const begun = desk.begin()
    await settled()
    await desk.close()
    letOpen()
    await begun
    expect(engine.calls).toContain('close')
  })
})

describe('the list of runs', () => {
  test('is read again, and told only when it changed', async () => {
    const engine = new FakeEngine([aRunSnapshot()])
    const { desk, states, timers } = aDesk(engine)
    await desk.begin()
    const told = states.length
    timers.pass(3_000)
    await settled()
    expect(states.length).toBe(told)
    engine.show(aRunSnapshot({ verdict: 'verified', live: false }))
    timers.pass(3_000)
    await settled()
    expect(desk.state.runs[0]?.verdict).toBe('verified')
    expect(states.length).toBe(told + 1)
  })

  test('is read at once when a run that it holds for open has ended', async () => {
    const engine = new FakeEngine([aRunSnapshot()])
    const { desk } = aDesk(engine)
    await desk.begin()
    const over = aRunSnapshot({ verdict: 'verified', live: false })
    engine.show(over)
    await desk.noticeEnd(over)
    expect(desk.state.runs[0]?.verdict).toBe('verified')
  })

  test('keeps what it had and says so when it cannot be read', async () => {
    const engine = new FakeEngine([aRunSnapshot()])
    const { desk, timers } = aDesk(engine)
    await desk.begin()
    engine.listRuns = () => Promise.reject(new ConsoleError('DISK_FULL', 'no room'))
    timers.pass(3_000)
    await settled()
    expect([desk.state.runs.length, desk.state.runsError?.code]).toEqual([1, 'DISK_FULL'])
  })

  test('is not read any more after the window is closed', async () => {
    const { desk, timers } = aDesk(new FakeEngine([]))
    await desk.begin()
    await desk.close()
    expect(timers.count()).toBe(0)
  })
})

describe('start', () => {
  test('starts the job file of the command line and shows its run', async () => {
    const engine = new FakeEngine([aRunSnapshot()])
    const { desk } = aDesk(engine, { job: '/jobs/w.yaml' })
    await desk.begin()
    expect([engine.calls, desk.state.asked, desk.state.own, desk.state.start]).toEqual([
      ['start /jobs/w.yaml full'],
      'r-1',
      ['r-1'],
      null
    ])
  })

  test('keeps a refused file under a ticket, to be started with less, once', async () => {
    const engine = new FakeEngine([aRunSnapshot()])
    engine.startRefusal = { code: 'TOO_FEW_CLUSTERS', message: '2 clusters, 3 needed' }
    const { desk } = aDesk(engine)
    await desk.begin()
    await expect(desk.starts.start('/jobs/w.yaml', false, 'lab')).rejects.toThrow('2 clusters')
    expect(desk.state.start).toEqual({
      ticket: 't-1',
      file: '/jobs/w.yaml',
      error: { code: 'TOO_FEW_CLUSTERS', message: '2 clusters, 3 needed' }
    })
    expect(await desk.starts.startAgain('t-1', true)).toBe('r-1')
    expect(desk.state.start).toBeNull()
    await expect(desk.starts.startAgain('t-1', true)).rejects.toMatchObject({ code: 'BAD_INPUT' })
  })

  test('starts nothing for a ticket that it did not give out', async () => {
    const engine = new FakeEngine([aRunSnapshot()])
    const { desk } = aDesk(engine)
    await desk.begin()
    await expect(desk.starts.startAgain('/etc/passwd', false)).rejects.toMatchObject({
      code: 'BAD_INPUT'
    })
    expect(engine.calls).toEqual([])
  })

  test('forgets a refused file when it is dismissed', async () => {
    const { desk } = aDesk(new FakeEngine([]))
    await desk.begin()
    await desk.starts.start('/jobs/none.yaml', false, 'lab').catch(() => undefined)
    desk.starts.dismiss()
    expect(desk.state.start).toBeNull()
  })

  test('knows which live runs are its own: those end with the window', async () => {
    const other = aRunSnapshot({ run: runId('r-2'), startedAt: millis(2_000) })
    const { desk } = aDesk(new FakeEngine([aRunSnapshot(), other]), { job: '/jobs/w.yaml' })
    await desk.begin()
    expect(desk.ownLiveRuns().map((run) => run.run)).toEqual(['r-1'])
  })
})

describe('several environments', () => {
  const both = ['stable', 'lab']
  const live = aRunSnapshot()
  const over = aRunSnapshot({ verdict: 'verified', live: false })

  test('the choice that came last is shown, and nothing of the ones before it', async () => {
    const engine = new FakeEngine([], null, both)
    const { desk, states } = aDesk(engine)
    await desk.begin()
    const letOpen = holdOpening(engine)
    const first = desk.chooseEnvironment('stable')
    await settled()
    const told = states.length
    const second = desk.chooseEnvironment('lab')
    letOpen()
    await Promise.all([first, second])
    const later = states.slice(told).map(({ environment }) => environment)
    expect([desk.state.engine.type, desk.workplace().name, new Set(later)]).toEqual([
      'ready',
      'lab',
      new Set(['lab'])
    ])
  })

  test('a job starts where somebody said, or not at all', async () => {
    const engine = new FakeEngine([live], null, both)
    const { desk } = aDesk(engine)
    await desk.begin()
    await desk.chooseEnvironment('stable')
    await expect(desk.starts.start('/jobs/w.yaml', false, 'lab')).rejects.toMatchObject({
      code: 'NOT_AVAILABLE',
      message: 'the environment "lab" is not open in this window'
    })
    expect(engine.calls).toEqual(['close'])
    await desk.chooseEnvironment('lab')
    expect(await desk.starts.startAgain(desk.state.start?.ticket ?? '', false)).toBe('r-1')
  })

  test('one in which a job is being started is not closed, and closing the window asks', async () => {
    const engine = new FakeEngine([live], null, both)
    const { desk } = aDesk(engine)
    await desk.begin()
    let answer = (): void => undefined
    engine.startRun = () => new Promise((resolve) => (answer = () => resolve(runId('r-1'))))
    const started = desk.starts.start('/jobs/w.yaml', false, 'lab')
    await desk.chooseEnvironment('stable')
    expect([desk.endsWithWindow(), closings(engine)]).toEqual([['w.yaml'], 0])
    answer()
    await started
    expect([desk.endsWithWindow(), desk.engineOf(runId('r-1')) === engine]).toEqual([
      ['wordcount'],
      true
    ])
  })

  test('one behind is closed when its runs are over', async () => {
    const engine = new FakeEngine([live], null, both)
    const { desk, timers } = aDesk(engine, { job: '/jobs/w.yaml' })
    await desk.begin()
    await desk.chooseEnvironment('stable')
    engine.show(over)
    timers.pass(3_000)
    await settled()
    expect([desk.opened().map(({ name }) => name), closings(engine)]).toEqual([['stable'], 1])
  })

  test('a secret that was given during a run is used when the run is over', async () => {
    const engine = new FakeEngine([live], null, both)
    const { desk, timers } = aDesk(engine, { job: '/jobs/w.yaml' })
    await desk.begin()
    await desk.secretsChanged('lab')
    expect(closings(engine)).toBe(0)
    engine.show(over)
    timers.pass(3_000)
    await settled()
    expect([closings(engine), desk.state.engine.type]).toEqual([1, 'ready'])
  })

  test('a secret of another one changes nothing of the one that is shown', async () => {
    const engine = new FakeEngine([], null, both)
    const { desk } = aDesk(engine)
    await desk.begin()
    await desk.secretsChanged('stable')
    expect(closings(engine)).toBe(0)
    await desk.secretsChanged('lab')
    expect(closings(engine)).toBe(1)
  })

  test('clusters of another one are not asked for what a run put out', async () => {
    const engine = new FakeEngine([aRunSnapshot({ environment: 'stable' })], null, both)
    const { desk } = aDesk(engine)
    await desk.begin()
    expect(() => desk.engineOf(runId('r-1'))).toThrow('"stable" is not open')
    await desk.chooseEnvironment('stable')
    expect(desk.engineOf(runId('r-1'))).toBe(engine)
  })
})
