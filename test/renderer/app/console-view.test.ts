import { afterEach, describe, expect, test } from 'vitest'
import { pages } from '../../../src/renderer/src/app/pages.js'
import { ConsoleView } from '../../../src/renderer/src/app/console-view.svelte.js'
import type { ConsoleState } from '@shared/ipc/console-state.js'
import { millis, type ClusterName, type RunId } from '@shared/model/ids.js'
import { aConsoleState, fakeMain, ok, type FakeMain } from '../fake-transport.js'
import { anEnvironment } from '../features/setup/views.js'
import { aRunId, aSnapshot, summaryOf } from '../snapshots.js'

const other = 'r-20261121-other0' as RunId
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

let stop: () => void = () => undefined
afterEach(() => {
  stop()
  location.hash = ''
})

async function opened(
  state: Partial<ConsoleState>,
  hash = `#/runs/${aRunId}`
): Promise<FakeMain & { view: ConsoleView }> {
  const main = fakeMain({
    'console.read': () => ok(aConsoleState(state)),
    'runs.follow': (params) =>
      ok(aSnapshot(5, { run: (params as { run: RunId }).run, version: 7 })),
    'runs.fetch': () => ok({ folder: '/tmp/out', files: 5, bytes: 9, replaced: 0, at: 3 })
  })
  location.hash = hash
  const view = new ConsoleView(main.api, pages)
  stop = view.start()
  await settled()
  return { ...main, view }
}

const runs = [summaryOf(aSnapshot(5)), summaryOf(aSnapshot(1, { run: other }))]
const followed = (main: FakeMain): unknown[] =>
  main.calls
    .filter(([name]) => name === 'runs.follow')
    .map(([, params]) => (params as { run: string }).run)

describe('another environment', () => {
  const terminal = { cluster: 'porto' as ClusterName, session: 1, address: null }
  const chosen = (main: FakeMain): number =>
    main.calls.filter(([name]) => name === 'environment.choose').length

  test('is shown only after it was asked whether an open terminal may end', async () => {
    const main = await opened({}, '')
    main.emit('terminals.changed', { ...terminal, state: { type: 'open', since: millis(1) } })
    const done = main.view.chooseEnvironment('ours')
    expect([chosen(main), main.view.asked?.question.text]).toEqual([
      0,
      'The terminal of porto in lab ends, with what runs in it. Runs go on.'
    ])
    main.view.asked?.answer(true)
    await done
    expect(chosen(main)).toBe(1)
  })

  test('is shown at once when no terminal is open any more, and not at all when one stays', async () => {
    const main = await opened({}, '')
    main.emit('terminals.changed', { ...terminal, state: { type: 'open', since: millis(1) } })
    const done = main.view.chooseEnvironment('ours')
    main.view.asked?.answer(false)
    await done
    expect(chosen(main)).toBe(0)
    main.emit('terminals.changed', { ...terminal, state: { type: 'none' } })
    await main.view.chooseEnvironment('ours')
    expect(chosen(main)).toBe(1)
  })
})

describe('which run is shown', () => {
  test('the one that was asked for', async () => {
    const main = await opened({ runs, asked: other }, '')
    expect([main.view.shown, followed(main), main.view.snapshot?.run]).toEqual([
      other,
      [other],
      other
    ])
  })

  test('none when none was asked for: the overview is', async () => {
    const { view } = await opened({ runs }, '')
    expect([view.shown, view.route.page]).toEqual([null, 'overview'])
  })

  test('the one of the address', async () => {
    expect((await opened({ runs }, `#/runs/${other}`)).view.shown).toBe(other)
  })

  test('none on the list, and then nothing is followed', async () => {
    const main = await opened({ runs }, '#/runs')
    expect([main.view.shown, followed(main)]).toEqual([null, []])
  })

  test('none before the runs were read', async () => {
    const main = await opened({ runs: [], runsReadAt: null, asked: other }, '')
    expect(followed(main)).toEqual([])
    main.emit('console.state', aConsoleState({ version: 2, runs, asked: other }))
    await settled()
    expect(followed(main)).toEqual([other])
  })

  test('a run that was just started, although another was being looked at', async () => {
    const main = await opened({ runs }, `#/runs/${aRunId}`)
    main.emit('console.state', aConsoleState({ version: 2, runs, asked: other }))
    await settled()
    expect([location.hash, main.view.shown]).toEqual([`#/runs/${other}`, other])
  })

  test('the one of the address after the page was started again, not the one started last', async () => {
    const restarted = { at: millis(1), reason: 'crashed' }
    const main = await opened({ runs, asked: other, restarted }, `#/runs/${aRunId}`)
    const third = 'r-20261121-third0' as RunId
    const before = main.view.shown
    main.emit('console.state', aConsoleState({ version: 2, runs, asked: third, restarted }))
    await settled()
    expect([before, main.view.shown]).toEqual([aRunId, third])
  })

  test('does not follow it twice when the list is read again', async () => {
    const main = await opened({ runs })
    main.emit('console.state', aConsoleState({ version: 2, runs: [...runs] }))
    expect(followed(main)).toEqual([aRunId])
  })
})

describe('snapshots', () => {
  test('replace older ones and never newer ones', async () => {
    const { view, emit } = await opened({ runs })
    emit('run.snapshot', aSnapshot(6, { version: 9 }))
    emit('run.snapshot', aSnapshot(5, { version: 8 }))
    expect(view.snapshot?.version).toBe(9)
  })

  test('of another run are dropped', async () => {
    const { view, emit } = await opened({ runs })
    emit('run.snapshot', aSnapshot(6, { run: other, version: 99 }))
    expect(view.snapshot?.run).toBe(aRunId)
  })

  test('an older state of the console is dropped, too', async () => {
    const { view, emit } = await opened({ version: 5, runs })
    emit('console.state', aConsoleState({ version: 4 }))
    expect(view.console?.runs.length).toBe(2)
  })
})

test('says why a run cannot be shown', async () => {
  const main = fakeMain({
    'console.read': () => ok(aConsoleState({ runs })),
    'runs.follow': () => ({
      ok: false,
      error: { code: 'RUN_UNKNOWN', message: 'there is no such run' }
    })
  })
  location.hash = `#/runs/${aRunId}`
  const view = new ConsoleView(main.api, pages)
  stop = view.start()
  await settled()
  view.dismissProblem()
  expect([view.unshown?.code, view.problem, view.snapshot]).toEqual(['RUN_UNKNOWN', null, null])
  location.hash = '#/runs'
  await settled()
  expect(view.unshown).toBeNull()
})

describe('what is seen of the environment', () => {
  test('is read anew when the environment is opened anew, though its versions begin again', async () => {
    let version = 40
    const main = fakeMain({
      'console.read': () => ok(aConsoleState()),
      'environment.read': () => ok(anEnvironment({ version }))
    })
    const view = new ConsoleView(main.api, pages)
    stop = view.start()
    await settled()
    main.emit('console.state', aConsoleState({ version: 2, engine: { type: 'starting' } }))
    version = 1
    main.emit('console.state', aConsoleState({ version: 3 }))
    await settled()
    const read = view.watch?.version
    main.emit('environment.snapshot', anEnvironment({ version: 2 }))
    expect([read, view.watch?.version]).toEqual([1, 2])
  })
})

test('keeps what was fetched for each run, and what went wrong', async () => {
  const { view } = await opened({ runs })
  const fetching = view.fetch(aRunId)
  expect(view.fetchOfShown).toEqual({ type: 'running' })
  await fetching
  expect(view.fetchOfShown).toEqual({
    type: 'done',
    output: { folder: '/tmp/out', files: 5, bytes: 9, replaced: 0, at: 3 }
  })
})

test('stops listening with the page', async () => {
  const main = await opened({ runs })
  expect(main.listeners()).toBe(5)
  stop()
  expect(main.listeners()).toBe(0)
})
