/**
 * What the window knows besides the run it shows: the engine's life, the list of runs, the job file that is being started.
 *
 * One state, replaced whole and told to one listener. The list of runs is read again and again, because runs are also carried out
 * by other processes (the command line); nothing is told when nothing changed. A start happens once: its ticket ends with it.
 */
import type { ConsoleState, ThemeChoice } from '@shared/ipc/console-state.js'
import { ConsoleError, toWireError } from '@shared/model/errors.js'
import { millis, runIdSchema, type Millis, type RunId } from '@shared/model/ids.js'
import { isDeepStrictEqual } from 'node:util'
import type { Engine } from './engine-host.js'
import type { After } from './throttle.js'

export interface DeskOptions {
  readonly openEngine: () => Promise<Engine>
  readonly theme: ThemeChoice
  readonly stateFolder: string | null
  /** A run the command line asked for. */
  readonly run: string | null
  /** A job file the command line asked for. */
  readonly job: string | null
  readonly now: () => Millis
  readonly after: After
  readonly newTicket: () => string
  /** Milliseconds between two readings of the list of runs. @default 2000 */
  readonly listEveryMs?: number
}

export class ConsoleDesk {
  #state: ConsoleState
  #engine: Engine | null = null
  #listener: (state: ConsoleState) => void = () => undefined
  #stopListing: () => void = () => undefined
  #closed = false
  readonly #own = new Set<RunId>()

  constructor(private readonly options: DeskOptions) {
    this.#state = {
      version: 1,
      environment: null,
      stateFolder: options.stateFolder,
      engine: { type: 'starting' },
      theme: options.theme,
      runs: [],
      runsReadAt: null,
      runsError: null,
      asked: null,
      start: null
    }
  }

  get state(): ConsoleState {
    return this.#state
  }

  onChange(listener: (state: ConsoleState) => void): void {
    this.#listener = listener
  }

  /** @throws ConsoleError `NOT_AVAILABLE` while there is no engine */
  engine(): Engine {
    if (this.#engine !== null) return this.#engine
    const { engine } = this.#state
    throw engine.type === 'failed'
      ? new ConsoleError('NOT_AVAILABLE', engine.error.message, {
          ...(engine.error.hint === undefined ? {} : { hint: engine.error.hint })
        })
      : new ConsoleError('NOT_AVAILABLE', 'the engine is still starting')
  }

  /** Opens the engine, reads the list, starts what the command line asked for. What goes wrong becomes state. */
  async begin(): Promise<void> {
    this.#change({ engine: { type: 'starting' } })
    try {
      const asked = this.options.run === null ? null : askedRun(this.options.run)
      const engine = await this.options.openEngine()
      if (this.#closed) return await engine.close()
      this.#engine = engine
      this.#change({
        engine: { type: 'ready' },
        environment: engine.environment,
        asked: this.#state.asked ?? asked
      })
    } catch (thrown) {
      this.#change({ engine: { type: 'failed', error: toWireError(thrown) } })
      return
    }
    await this.#list()
    if (this.options.job !== null && this.#state.start === null && this.#own.size === 0)
      await this.start(this.options.job, false).catch(() => undefined) // it stands in the state
  }

  async retry(): Promise<void> {
    if (this.#state.engine.type === 'failed') await this.begin()
  }

  chooseTheme(theme: ThemeChoice): void {
    this.#change({ theme })
  }

  /** @throws what the engine refuses it for; the same stands in the state, with the ticket to try again */
  async start(jobFile: string, acceptWeaker: boolean): Promise<RunId> {
    if (this.#state.start !== null && this.#state.start.error === null)
      throw new ConsoleError('NOT_AVAILABLE', `"${this.#state.start.file}" is being started`)
    const ticket = this.options.newTicket()
    this.#change({ start: { ticket, file: jobFile, error: null } })
    try {
      const run = await this.engine().startRun({ jobFile, acceptWeaker })
      this.#own.add(run)
      this.#change({ start: null, asked: run })
      await this.#list()
      return run
    } catch (thrown) {
      this.#change({ start: { ticket, file: jobFile, error: toWireError(thrown) } })
      throw thrown
    }
  }

  async startAgain(ticket: string, acceptWeaker: boolean): Promise<RunId> {
    const { start } = this.#state
    if (start === null || start.error === null || start.ticket !== ticket)
      throw new ConsoleError('BAD_INPUT', `no job file waits under the ticket "${ticket}"`)
    return this.start(start.file, acceptWeaker)
  }

  dismissStart(): void {
    if (this.#state.start?.error != null) this.#change({ start: null })
  }

  /** Runs this process carries out: they end with it. */
  ownLiveRuns(): ConsoleState['runs'] {
    return this.#state.runs.filter((run) => run.live && this.#own.has(run.run))
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#stopListing()
    this.#listener = () => undefined
    await this.#engine?.close()
  }

  async #list(): Promise<void> {
    this.#stopListing()
    if (this.#engine === null || this.#closed) return
    try {
      const runs = await this.#engine.listRuns()
      const known = this.#state.runsReadAt !== null && this.#state.runsError === null
      if (!known || !isDeepStrictEqual(runs, this.#state.runs))
        this.#change({ runs, runsReadAt: this.options.now(), runsError: null })
    } catch (thrown) {
      const runsError = toWireError(thrown)
      if (!isDeepStrictEqual(runsError, this.#state.runsError)) this.#change({ runsError })
    }
    this.#stopListing() // n.b. a start in the meantime has set its own timer
    this.#stopListing = this.options.after(this.options.listEveryMs ?? 2_000, () => {
      void this.#list()
    })
  }

  #change(change: Partial<ConsoleState>): void {
    this.#state = { ...this.#state, ...change, version: this.#state.version + 1 }
    this.#listener(this.#state)
  }
}

function askedRun(text: string): RunId {
  const parsed = runIdSchema.safeParse(text)
  if (parsed.success) return parsed.data
  throw new ConsoleError('RUN_UNKNOWN', `"${text}" is no run id`, {
    hint: 'list the runs with: npx medusa runs'
  })
}

/** For composition roots: the time of day. */
export const systemNow = (): Millis => millis(Date.now())
