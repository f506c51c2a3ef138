import { expect, test } from 'vitest'
import { callNames } from '@shared/ipc/channels.js'
import { millis } from '@shared/model/ids.js'
import { ConsoleDesk } from '../../../src/main/console-desk.js'
import type { Desktop } from '../../../src/main/areas/area.js'
import { openAreas } from '../../../src/main/areas/index.js'
import { createAnswer } from '../../../src/main/ipc/answer.js'
import { registerCalls, type CallPort } from '../../../src/main/ipc/register.js'
import { ORIGIN, type SenderFrame } from '../../../src/main/security/origin.js'
import { aRunSnapshot } from '../a-run-snapshot.js'
import { FakeEngine } from '../harness/fake-engine.js'
import { manualTimers } from '../timers.js'

const own: SenderFrame = { origin: ORIGIN, parent: null }

interface House {
  readonly engine: FakeEngine
  readonly done: string[]
  readonly channels: () => string[]
  readonly unregister: () => void
  readonly call: (name: string, params: unknown, frame?: SenderFrame | null) => Promise<unknown>
}

async function aHouse(desktop: Partial<Desktop> = {}): Promise<House> {
  const engine = new FakeEngine([aRunSnapshot()])
  const { after } = manualTimers()
  const desk = new ConsoleDesk({
    loadHost: () => Promise.resolve(engine),
    theme: 'system',
    notices: { runs: true, clusters: true },
    stateFolder: null,
    environment: null,
    run: null,
    job: null,
    now: () => millis(1),
    after,
    newTicket: () => 't-1'
  })
  await desk.begin()
  const done: string[] = []
  const { handlers } = openAreas({
    desk,
    desktop: {
      chooseJobFile: () => Promise.resolve('/jobs/w.yaml'),
      chooseSettingsFiles: () => Promise.resolve([]),
      chooseSettingsTarget: () => Promise.resolve(null),
      chooseFolder: () => Promise.resolve('/tmp/out'),
      showFolder: (folder) => Promise.resolve(void done.push(`show ${folder}`)),
      chooseSaveFile: () => Promise.resolve(null),
      chooseFiles: () => Promise.resolve([]),
      readClipboard: () => '',
      writeClipboard: (text) => void done.push(`copy ${text}`),
      applyTheme: (theme) => void done.push(`theme ${theme}`),
      keep: (change) => void done.push(`keep ${JSON.stringify(change)}`),
      ...desktop
    },
    now: () => millis(9),
    after,
    push: () => undefined,
    programs: {
      own: () => ({ program: 'medusa', args: [] }),
      run: () => new Promise(() => undefined)
    },
    labBase: 0
  })
  const answers = new Map<string, Parameters<CallPort['handle']>[1]>()
  const unregister = registerCalls(
    {
      handle: (channel, answer) => answers.set(channel, answer),
      removeHandler: (channel) => answers.delete(channel)
    },
    callNames,
    createAnswer(handlers)
  )
  return {
    engine,
    done,
    unregister,
    channels: () => [...answers.keys()],
    call: (name, params, frame = own) =>
      answers.get(name)?.({ senderFrame: frame }, params) ?? Promise.resolve('no such channel')
  }
}

test('answers every call of the contract, and none after it was taken away', async () => {
  const { channels, unregister } = await aHouse()
  expect(channels().sort()).toEqual([...callNames].sort())
  unregister()
  expect(channels()).toEqual([])
})

test.each([
  ['another origin', { origin: 'https://evil.example', parent: null }],
  ['a file', { origin: 'file://', parent: null }],
  ['a frame inside our page', { origin: ORIGIN, parent: {} }],
  ['another host of our scheme', { origin: 'app://other', parent: null }],
  ['a frame that is gone', null]
])('17. refuses every call of %s', async (_who, frame) => {
  const { call, engine, done } = await aHouse()
  for (const name of callNames)
    expect(await call(name, { run: 'r-1' }, frame)).toMatchObject({
      ok: false,
      error: { code: 'BAD_INPUT', message: `${name}: the sender is not the console's own page` }
    })
  expect([engine.calls, done]).toEqual([[], []])
})

test.each([
  ['runs.cancel', undefined],
  ['runs.cancel', { run: '../r-1' }],
  ['runs.cancel', { run: 'r-1', reason: 'x' }],
  ['runs.fetch', { run: 'r-1', folder: '/etc' }],
  ['runs.open', { file: '/etc/passwd' }],
  ['theme.choose', { theme: 'neon' }],
  ['clipboard.write', { text: 7 }]
])('refuses %s with %j as data, and does nothing', async (name, params) => {
  const { call, engine, done } = await aHouse()
  expect(await call(name, params)).toMatchObject({ ok: false, error: { code: 'BAD_INPUT' } })
  expect([engine.calls, done]).toEqual([[], []])
})

test('turns what the engine throws into data, with its code', async () => {
  const { call } = await aHouse()
  expect(await call('runs.follow', { run: 'r-unknown' })).toEqual({
    ok: false,
    error: { code: 'RUN_UNKNOWN', message: 'there is no run "r-unknown"' }
  })
})

test('starts the job file that was chosen in the dialog', async () => {
  const { call, engine } = await aHouse()
  expect([await call('runs.open', {}), engine.calls]).toEqual([
    { ok: true, value: 'r-1' },
    ['start /jobs/w.yaml full']
  ])
})

test('does nothing when a dialog is closed', async () => {
  const { call, engine } = await aHouse({
    chooseJobFile: () => Promise.resolve(null),
    chooseFolder: () => Promise.resolve(null)
  })
  expect([
    await call('runs.open', {}),
    await call('runs.fetch', { run: 'r-1' }),
    engine.calls
  ]).toEqual([{ ok: true, value: null }, { ok: true, value: null }, []])
})

test('fetches into the chosen folder and shows that folder only', async () => {
  const { call, engine, done } = await aHouse()
  expect(await call('runs.showFetched', { run: 'r-1' })).toMatchObject({ ok: false })
  expect(await call('runs.fetch', { run: 'r-1' })).toEqual({
    ok: true,
    value: { folder: '/tmp/out', files: 5, bytes: 1_004_254, replaced: 0, at: 9 }
  })
  await call('runs.showFetched', { run: 'r-1' })
  expect([engine.calls, done]).toEqual([['fetch r-1 /tmp/out'], ['show /tmp/out']])
})

test('cancels, copies, and applies a theme', async () => {
  const { call, engine, done } = await aHouse()
  await call('runs.cancel', { run: 'r-1' })
  await call('clipboard.write', { text: 'abc' })
  await call('theme.choose', { theme: 'dark' })
  expect([engine.calls, done]).toEqual([
    ['cancel r-1: from the window'],
    ['copy abc', 'theme dark']
  ])
})
