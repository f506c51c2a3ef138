/**
 * What the window knows besides the run it shows: the engine's life, the list of runs, the job file that is being started (job-starts.ts).
 *
 * One state, replaced whole and told to one listener. Runs of this machine are shown although the engine cannot be opened (no lab,
 * bad settings): then nothing can be started, and the state says why. The list is read again and again, because runs are also
 * carried out by other processes (the command line); nothing is told when nothing changed.
 */
import type {
  ConsoleState,
  NoticeKind,
  PageRestart,
  ThemeChoice
} from '@shared/ipc/console-state.js'
import { ConsoleError, toWireError } from '@shared/model/errors.js'
import { millis, runIdSchema, type Millis, type RunId } from '@shared/model/ids.js'
import type { RunSnapshot, RunSummary } from '@shared/model/run.js'
import { isDeepStrictEqual } from 'node:util'
import type { EngineHost } from './engine-host.js'
import { JobStarts } from './job-starts.js'
import type { OpenedEnvironment } from './opened-environment.js'
import type { Runs, WindowEngine, Workplace } from './workplace.js'
import { Workplaces } from './workplaces.js'
import type { After } from './throttle.js'

export interface DeskOptions {
  readonly loadHost: () => Promise<EngineHost>
  readonly theme: ThemeChoice
  readonly notices: ConsoleState['notices']
  readonly stateFolder: string | null
  /** The environment the command line asked for; `null`: the settings' current one. */
  readonly environment: string | null
  /** The one that was shown last, if there still is one of this name. @default null */
  readonly lastEnvironment?: string | null
  /** A run the command line asked for. */
  readonly run: string | null
  /** A job file the command line asked for. */
  readonly job: string | null
  readonly now: () => Millis
  readonly after: After
  readonly newTicket: () => string
  /** Milliseconds between two readings of the list of runs. @default 3000 */
  readonly listEveryMs?: number
}

export class ConsoleDesk {
  #state: ConsoleState
  #host: EngineHost | null = null
  readonly #workplaces = new Workplaces(({ name }) => this.#carriesRuns(name))
  #onWorkplace: (workplace: Workplace | null) => void = () => undefined
  #listener: (state: ConsoleState) => void = () => undefined
  #stopListing: () => void = () => undefined
  #closed = false
  readonly #loaded = openGate()
  /** Counts what was to be shown: the last one wins, also over what takes longer. */
  #choice = 0
  #opening: Promise<void> = Promise.resolve()
  /** The shown environment carries runs: whether it is as it is saved is looked at when they are over. */
  #reopenLater = false
  /** Opened before a secret of theirs changed. */
  readonly #oldSecrets = new WeakSet<Workplace>()
  /** Job files on their way to a run. */
  readonly starts: JobStarts

  constructor(private readonly options: DeskOptions) {
    this.#state = {
      version: 1,
      environment: null,
      environments: [],
      clusters: [],
      management: false,
      stateFolder: options.stateFolder,
      engine: { type: 'starting' },
      theme: options.theme,
      notices: options.notices,
      restarted: null,
      runs: [],
      runsReadAt: null,
      runsError: null,
      asked: null,
      own: [],
      start: null
    }
    this.starts = new JobStarts({
      newTicket: options.newTicket,
      record: () => this.host().record,
      engineIn: (environment) => this.#workplaceOf(environment).engine,
      onChange: (start) => this.#change({ start }),
      onStarted: (run) => {
        this.#change({ asked: run, own: [...this.#state.own, run] })
        return this.#list()
      }
    })
  }

  get state(): ConsoleState {
    return this.#state
  }

  /** Told whenever another environment is shown, or none any more. */
  onWorkplace(listener: (workplace: Workplace | null) => void): void {
    this.#onWorkplace = listener
  }

  onChange(listener: (state: ConsoleState) => void): void {
    this.#listener = listener
  }

  /** The engine's program is loaded, or could not be: a page that comes early waits for this, and not for the broker. */
  whenLoaded(): Promise<void> {
    return this.#loaded.promise
  }

  /** @throws ConsoleError `NOT_AVAILABLE` before the program is loaded */
  host(): EngineHost {
    if (this.#host !== null) return this.#host
    throw new ConsoleError('NOT_AVAILABLE', 'the engine is still starting')
  }

  runs(): Runs {
    return this.#workplaces.shown?.engine ?? this.host().archive
  }

  /** The environment that is shown. @throws ConsoleError `NOT_AVAILABLE` while there is none, with the reason */
  workplace(): Workplace {
    const { shown } = this.#workplaces
    if (shown !== null) return shown
    const { engine } = this.#state
    if (engine.type !== 'failed')
      throw new ConsoleError('NOT_AVAILABLE', 'the engine is still starting')
    const { message, hint } = engine.error
    throw new ConsoleError('NOT_AVAILABLE', message, hint === undefined ? {} : { hint })
  }

  engine(): WindowEngine {
    return this.workplace().engine
  }

  /**
   * The engine of a run's environment, also behind the one that is shown. Another one would ask clusters that know nothing of the run.
   *
   * @throws ConsoleError `NOT_AVAILABLE` when its environment is not open
   */
  engineOf(run: RunId): WindowEngine {
    return this.#workplaceOf(this.summaryOf(run)?.environment ?? null).engine
  }

  /** No environment is being opened any more. */
  async whenOpened(): Promise<void> {
    for (let opening: Promise<void> | null = null; opening !== this.#opening;) {
      opening = this.#opening
      await opening
    }
  }

  /** Reads the runs, opens the engine, starts what the command line asked for. What goes wrong becomes state. */
  async begin(): Promise<void> {
    try {
      this.#host = await this.options.loadHost()
      const { run } = this.options
      if (run !== null) this.#change({ asked: askedRun(run) })
    } catch (thrown) {
      this.#change({ engine: { type: 'failed', error: toWireError(thrown) } })
      return
    } finally {
      this.#loaded.open()
    }
    await Promise.all([this.#list(), this.#open(await this.#firstEnvironment())])
    if (this.options.job !== null && this.#workplaces.shown !== null)
      await this.starts
        .start(this.options.job, false, this.#state.environment)
        .catch(() => undefined) // it stands in the state
  }

  /** Opens the engine once more after it could not be opened. */
  async retry(): Promise<void> {
    if (this.#state.engine.type !== 'failed') return
    this.#change({ engine: { type: 'starting' } })
    await (this.#host === null ? this.begin() : this.#open(this.#state.environment))
  }

  /** Shows another environment. What goes wrong stands in the state. */
  async chooseEnvironment(name: string): Promise<void> {
    if (name === this.#state.environment && this.#state.engine.type === 'ready') return
    await this.#open(name)
  }

  /**
   * Reads the list of environments again, after settings or lab changed. The shown one is opened anew when something of it changed
   * and no run of this window is carried out in it; otherwise when that run is over.
   */
  async settingsChanged(): Promise<void> {
    await this.#readEnvironments()
    const { environment, environments, engine } = this.#state
    const gone = environments.every(({ name }) => name !== environment)
    if (engine.type === 'failed') return this.#open(gone ? null : environment)
    const { shown } = this.#workplaces
    if (shown === null) return
    if (this.#carriesRuns(shown.name)) this.#reopenLater = true
    else if (gone) await this.#open(null)
    else if ((await this.#isOld(shown)) && shown === this.#workplaces.shown)
      await this.#open(shown.name)
  }

  /** A secret of this environment was given or forgotten: opened anew as after other settings. Others go on as they are. */
  async secretsChanged(environment: string): Promise<void> {
    this.#workplaces.open
      .filter(({ name }) => name === environment)
      .forEach((workplace) => this.#oldSecrets.add(workplace))
    if (environment === this.#state.environment) await this.settingsChanged()
  }

  /** Environments as they were opened, which may not be as they are saved. */
  opened(): readonly OpenedEnvironment[] {
    return this.#workplaces.open.map(({ name, environment }) => ({
      name,
      environment,
      busy: this.#carriesRuns(name)
    }))
  }

  chooseTheme(theme: ThemeChoice): void {
    this.#change({ theme })
  }

  chooseNotices(kind: NoticeKind, shown: boolean): ConsoleState['notices'] {
    this.#change({ notices: { ...this.#state.notices, [kind]: shown } })
    return this.#state.notices
  }

  /** The page's process ended and was started again: the new page says so. */
  pageRestarted(restarted: PageRestart): void {
    this.#change({ restarted })
  }

  /** @returns `null` when the list does not know it */
  summaryOf(run: RunId): RunSummary | null {
    return this.#state.runs.find((each) => each.run === run) ?? null
  }

  /** Runs this process carries out, as far as the list knows: they end with it. */
  ownLiveRuns(): ConsoleState['runs'] {
    return this.#state.runs.filter((run) => run.live && this.#state.own.includes(run.run))
  }

  /** Names of what this process carries out or starts, which ends with it. */
  endsWithWindow(): readonly string[] {
    return [...this.ownLiveRuns(), ...this.starts.going].map(({ name }) => name)
  }

  /** Reads the list now when a run that it holds for open has ended. */
  async noticeEnd({ run, verdict }: Pick<RunSnapshot, 'run' | 'verdict'>): Promise<void> {
    const open = this.#state.runs.some((each) => each.run === run && each.verdict === null)
    if (verdict !== null && open) await this.#list()
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#stopListing()
    this.#listener = () => undefined
    await this.#workplaces.close()
    await new Promise((resolve) => setImmediate(resolve)) // what ended with them is being written down now
    await this.#host?.actions.written()
  }

  async #firstEnvironment(): Promise<string | null> {
    const { environment, lastEnvironment = null } = this.options
    if (environment !== null || lastEnvironment === null) return environment
    try {
      const { all } = await this.host().environments()
      return all.some(({ name }) => name === lastEnvironment) ? lastEnvironment : null
    } catch {
      return null // opening says what is wrong with the settings
    }
  }

  #open(name: string | null): Promise<void> {
    this.#opening = this.#show(name, ++this.#choice)
    return this.#opening
  }

  async #show(name: string | null, choice: number): Promise<void> {
    const overtaken = (): boolean => choice !== this.#choice || this.#closed
    this.#change({ engine: { type: 'starting' }, environment: name, clusters: [] })
    this.#onWorkplace(null)
    try {
      const current = await this.#readEnvironments()
      if (overtaken()) return
      if (name === null) this.#change({ environment: current })
      const shown = await this.#workplaces.show(this.host(), name ?? current)
      if (shown === null || overtaken()) return
      // n.b. one that stayed open for its runs may be older than its settings
      this.#reopenLater = this.#carriesRuns(shown.name)
      this.#change({
        engine: { type: 'ready' },
        environment: shown.name,
        clusters: shown.environment.clusters.map((cluster) => cluster.name),
        management: shown.environment.broker.management !== undefined
      })
      this.#onWorkplace(shown)
    } catch (thrown) {
      if (!overtaken()) this.#change({ engine: { type: 'failed', error: toWireError(thrown) } })
    }
  }

  async #isOld(workplace: Workplace): Promise<boolean> {
    if (this.#oldSecrets.has(workplace)) return true
    const { environment } = await this.host().describe(workplace.name)
    return !isDeepStrictEqual(environment, workplace.environment)
  }

  /** @param environment - `null`: the one that is shown */
  #workplaceOf(environment: string | null): Workplace {
    const here = environment === null || environment === this.#state.environment
    return here ? this.workplace() : this.#workplaces.named(environment)
  }

  #carriesRuns(environment: string): boolean {
    return [...this.ownLiveRuns(), ...this.starts.going].some(
      (each) => each.environment === environment
    )
  }

  /** @returns the settings' current one */
  async #readEnvironments(): Promise<string> {
    const { all, current } = await this.host().environments()
    if (!isDeepStrictEqual(all, this.#state.environments)) this.#change({ environments: all })
    return current
  }

  async #list(): Promise<void> {
    this.#stopListing()
    if (this.#host === null || this.#closed) return
    try {
      const runs = await this.runs().listRuns()
      const { runsReadAt, runsError } = this.#state
      if (runsReadAt === null || runsError !== null || !isDeepStrictEqual(runs, this.#state.runs))
        this.#change({ runs, runsReadAt: this.options.now(), runsError: null })
    } catch (thrown) {
      const runsError = toWireError(thrown)
      if (!isDeepStrictEqual(runsError, this.#state.runsError)) this.#change({ runsError })
    }
    // n.b. what is wrong with one that nobody looks at any more is no news
    void this.#workplaces.closeIdle().catch(() => undefined)
    if (this.#reopenLater && !this.#carriesRuns(this.#state.environment ?? '')) {
      this.#reopenLater = false
      void this.settingsChanged().catch(() => undefined) // what goes wrong there stands in the state
    }
    this.#stopListing() // n.b. a start in the meantime has set a timer of its own
    this.#stopListing = this.options.after(this.options.listEveryMs ?? 3_000, () => {
      void this.#list()
    })
  }

  #change(change: Partial<ConsoleState>): void {
    this.#state = { ...this.#state, ...change, version: this.#state.version + 1 }
    this.#listener(this.#state)
  }
}

function openGate(): { readonly promise: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined
  const promise = new Promise<void>((resolve) => (open = resolve))
  return { promise, open: () => open() }
}

function askedRun(text: string): RunId {
  const parsed = runIdSchema.safeParse(text)
  if (parsed.success) return parsed.data
  throw new ConsoleError('RUN_UNKNOWN', `"${text}" is no run id`, {
    hint: 'List the runs with: npx medusa runs'
  })
}

/** For composition roots: the time of day. */
export const systemNow = (): Millis => millis(Date.now())
