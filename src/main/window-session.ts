/**
 * What a window does once it is shown: its desk, the run it follows, the answers to its page. Loaded after the first picture, since
 * schemas and engine are most of the program's weight.
 */
import type { EventName, Events } from '@shared/ipc/contract.js'
import { randomUUID } from 'node:crypto'
import type { WindowArguments } from './arguments.js'
import type { PageRestart } from '@shared/ipc/console-state.js'
import { ConsoleDesk, systemNow } from './console-desk.js'
import type { Desktop } from './areas/area.js'
import { openAreas } from './areas/index.js'
import type { EngineChoice, EngineHost } from './engine-host.js'
import { createAnswer } from './ipc/answer.js'
import type { Answer } from './ipc/register.js'
import { NoticeDesk, type Notifier } from './notices/notice-desk.js'
import type { StartQuestion } from './windows/job-opening.js'
import type { Remembered } from './settings/preferences.js'
import type { Programs } from './lab/programs.js'
import type { After } from './throttle.js'

export type LoadHost = (choice: EngineChoice) => Promise<EngineHost>

export interface WindowSession {
  readonly desk: ConsoleDesk
  readonly answer: Answer
  openJobFile(): void
  /** Somebody looks at the window now. */
  seen(): void
  pageRestarted(restart: PageRestart): void
  /** Asks whether a job file that the desktop opened shall run, and starts it then. What goes wrong stands in the state. */
  offerJobFile(file: string): Promise<void>
  /** Lets go of the run that is followed; the engine is closed by the desk. */
  stop(): void
}

export interface SessionOptions {
  readonly asked: WindowArguments
  readonly loadHost: LoadHost
  readonly remembered: Pick<Remembered, 'theme' | 'environment' | 'notices'>
  readonly desktop: Desktop
  readonly notifier: Notifier
  readonly programs: Programs
  readonly confirmStart: (question: StartQuestion) => Promise<boolean>
  readonly push: <K extends EventName>(event: K, payload: Events[K]) => void
}

const after: After = (delayMs, action) => {
  const timer = setTimeout(action, delayMs)
  return () => clearTimeout(timer)
}

export function openSession({
  asked,
  loadHost,
  remembered,
  desktop,
  notifier,
  programs,
  confirmStart,
  push
}: SessionOptions): WindowSession {
  const { state, environment, run, job, open, labBase } = asked
  const desk = new ConsoleDesk({
    loadHost: () => loadHost({ state }),
    theme: remembered.theme,
    notices: remembered.notices,
    environment,
    lastEnvironment: remembered.environment,
    stateFolder: state,
    run,
    job,
    now: systemNow,
    after,
    newTicket: randomUUID
  })
  const notices = new NoticeDesk({
    notifier,
    after,
    wanted: () => desk.state.notices,
    sentenceOf: async (ended) => {
      try {
        return (await desk.runs().readRun(ended)).sentence || null
      } catch {
        return null // then the notification has the verdict's word only
      }
    }
  })
  const told: SessionOptions['push'] = (event, payload) => {
    push(event, payload)
    // the compiler does not see that the event's name tells what is in it
    if (event === 'environment.snapshot')
      notices.takeWatch(payload as Events['environment.snapshot'])
  }
  const areas = openAreas({ desk, desktop, now: systemNow, after, push: told, programs, labBase })
  desk.onChange((next) => {
    push('console.state', next)
    if (next.runsReadAt !== null) notices.takeRuns(next.runs)
  })
  desk.onWorkplace((workplace) => areas.show(workplace))
  const begun = desk.begin()
  const offerJobFile = async (file: string): Promise<void> => {
    await begun
    await desk.whenOpened() // otherwise nobody could say what the question is about
    const { environment: shown, clusters, engine } = desk.state
    const question = { file, environment: shown ?? '', clusters: clusters.length }
    // Without an environment nothing can start: then the page says why, and keeps the file for another try.
    if (engine.type === 'failed' || shown === null || (await confirmStart(question)))
      await desk.starts.start(file, false, shown).catch(() => undefined)
  }
  if (open !== null) void offerJobFile(open)
  return {
    desk,
    answer: createAnswer(areas.handlers),
    openJobFile: () => void areas.handlers['runs.open']({}).catch(() => undefined), // it stands in the state
    offerJobFile,
    seen: () => notices.seen(),
    pageRestarted: (restart) => desk.pageRestarted(restart),
    stop: () => {
      notices.stop()
      areas.stop()
    }
  }
}
