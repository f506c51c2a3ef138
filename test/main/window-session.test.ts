import { expect, test } from 'vitest'
import type { StartQuestion } from '../../src/main/windows/job-opening.js'
import {
  openSession,
  type SessionOptions,
  type WindowSession
} from '../../src/main/window-session.js'
import { settled } from '../support/fake-clock.js'
import { aRunSnapshot } from './a-run-snapshot.js'
import { FakeEngine } from './harness/fake-engine.js'

interface Scene {
  readonly session: WindowSession
  readonly engine: FakeEngine
  readonly asked: StartQuestion[]
  readonly answer: (run: boolean) => Promise<void>
}

async function aSession(): Promise<Scene> {
  const engine = new FakeEngine([aRunSnapshot()], null, ['stable', 'lab'])
  engine.clusters = ['porto']
  const asked: StartQuestion[] = []
  let answer: (run: boolean) => void = () => undefined
  const session = openSession({
    asked: { state: null, environment: null, run: null, job: null, open: null, labBase: 40 },
    loadHost: () => Promise.resolve(engine),
    remembered: { theme: 'system', environment: null, notices: { runs: false, clusters: false } },
    confirmStart: (question: StartQuestion) => {
      asked.push(question)
      return new Promise<boolean>((resolve) => (answer = resolve))
    },
    push: () => undefined
  } as unknown as SessionOptions)
  await session.desk.whenLoaded()
  await settled()
  return {
    session,
    engine,
    asked,
    answer: async (run) => {
      answer(run)
      await settled()
    }
  }
}

test('a job file that was opened runs where the question said, or not at all', async () => {
  const { session, engine, asked, answer } = await aSession()
  const offered = session.offerJobFile('/mail/w.yaml')
  await settled()
  await session.desk.chooseEnvironment('stable')
  await answer(true)
  await offered
  expect([asked, engine.calls, session.desk.state.start?.error?.code]).toEqual([
    [{ file: '/mail/w.yaml', environment: 'lab', clusters: 1 }],
    ['close'],
    'NOT_AVAILABLE'
  ])
  await session.desk.close()
  session.stop()
})

test('a job file that is opened while an environment is being opened is asked about, too', async () => {
  const { session, engine, asked, answer } = await aSession()
  const open = engine.openWorkplace.bind(engine)
  let letOpen = (): void => undefined
  const held = new Promise<void>((resolve) => (letOpen = resolve))
  engine.openWorkplace = (name) => held.then(() => open(name))
  const chosen = session.desk.chooseEnvironment('stable')
  const offered = session.offerJobFile('/mail/w.yaml')
  await settled()
  expect([asked, engine.calls]).toEqual([[], []])
  letOpen()
  await chosen
  await settled()
  await answer(false)
  await offered
  expect([asked, engine.calls]).toEqual([
    [{ file: '/mail/w.yaml', environment: 'stable', clusters: 1 }],
    ['close']
  ])
  await session.desk.close()
  session.stop()
})
