/**
 * What the page knows: the console's state, the snapshot of the run it shows, where one is. All of it comes from main; here is
 * only what belongs to looking: the route, the clock for ages, what this window fetched.
 *
 * An older snapshot never replaces a newer one, and a snapshot of another run than the shown one is dropped.
 */
import type { ConsoleApi } from '@shared/ipc/console-api.js'
import type { ConsoleState, NoticeKind, ThemeChoice } from '@shared/ipc/console-state.js'
import type { Result, WireError } from '@shared/model/errors.js'
import type { ClusterName, RunId } from '@shared/model/ids.js'
import type { RunSnapshot } from '@shared/model/run.js'
import type { EnvironmentSnapshot } from '@shared/model/watch.js'
import type { ConsoleContext, Question } from '../lib/console-context.js'
import type { FetchState } from '../lib/fetch-state.js'
import { linkTo, pageNames, runLink, type Route } from '../lib/links.js'
import type { PageHead } from '../lib/page-head.js'
import { completed } from '../lib/older-snapshot.js'
import { shellText } from '../text/shell.js'
import { PageShelf, type PageLoaders } from './page-shelf.svelte.js'
import { placeOf } from './place.js'
import { routeOf, runOf } from './routes.js'

/** A question that waits for its answer. */
interface Asked {
  readonly question: Question
  readonly answer: (yes: boolean) => void
}
export interface Toast {
  readonly id: number
  readonly text: string
}
const TOAST_MS = 5_000

export class ConsoleView implements ConsoleContext {
  /** `null` until main has answered. */
  console = $state.raw<ConsoleState | null>(null)
  snapshot = $state.raw<RunSnapshot | null>(null)
  watch = $state.raw<EnvironmentSnapshot | null>(null)
  asked = $state.raw<Asked | null>(null)
  toasts = $state.raw<readonly Toast[]>([])
  /** Why the run of the address cannot be shown; stands in its place as long as one is there. */
  unshown = $state.raw<WireError | null>(null)
  /** The last call that failed, until it is read. */
  problem = $state.raw<WireError | null>(null)
  route = $state.raw<Route>({ page: 'overview', path: [] })
  /** Milliseconds; moves once a second. */
  now = $state(Date.now())
  fetches = $state.raw<Readonly<Record<RunId, FetchState>>>({})

  /** What the shown page puts into the top bar. */
  head = $state.raw<PageHead | null>(null)
  /** What lies over the page. */
  overlay = $state<'palette' | 'keys' | null>(null)
  /** When the restart was that somebody has read of. */
  restartRead = $state(0)
  readonly shelf: PageShelf

  readonly place = $derived(placeOf(this.route))
  readonly shown: RunId | null = $derived(runOf(this.route))
  readonly live: boolean = $derived(
    this.snapshot !== null && this.snapshot.live && this.snapshot.verdict === null
  )
  readonly fetchOfShown: FetchState | null = $derived(
    this.shown === null ? null : (this.fetches[this.shown] ?? null)
  )

  /** Clusters of the shown environment with a terminal that showing another one would end. */
  #terminals: readonly ClusterName[] = []
  #followed: RunId | null = null
  #askedRun: RunId | null = null
  #watchRead = 0
  #toast = 0

  constructor(
    readonly api: ConsoleApi,
    pages: PageLoaders
  ) {
    this.shelf = new PageShelf(pages)
  }

  /** @returns a disposer */
  start(): () => void {
    const stops = [
      this.api.on('console.state', (state) => this.#take(state)),
      this.api.on('run.snapshot', (snapshot) => this.#takeSnapshot(snapshot)),
      this.api.on('environment.snapshot', (watch) => this.#takeWatch(watch)),
      this.api.on('terminals.changed', ({ cluster, state }) => {
        const others = this.#terminals.filter((name) => name !== cluster)
        const open = state.type === 'open' || state.type === 'opening'
        this.#terminals = open ? [...others, cluster] : others
      }),
      this.api.on('console.go', ({ path: [page, ...rest] }) => {
        const known = pageNames.find((name) => name === page)
        if (known !== undefined) location.hash = linkTo(known, ...rest)
      }),
      this.shelf.fetchRest()
    ]
    const onHash = (): void => {
      this.#arrive()
      this.#follow()
    }
    addEventListener('hashchange', onHash)
    const timer = setInterval(() => (this.now = Date.now()), 1_000)
    this.#arrive()
    void this.api['console.read']({}).then((answer) => {
      if (answer.ok) this.#take(answer.value)
      else this.problem = answer.error
    })
    return () => {
      stops.forEach((stop) => stop())
      removeEventListener('hashchange', onHash)
      clearInterval(timer)
    }
  }

  setHead(head: PageHead): () => void {
    this.head = head
    return () => {
      if (this.head === head) this.head = null
    }
  }

  toast(text: string): void {
    const id = ++this.#toast
    this.toasts = [...this.toasts, { id, text }].slice(-3)
    setTimeout(() => this.dismissToast(id), TOAST_MS)
  }

  dismissToast(id: number): void {
    this.toasts = this.toasts.filter((toast) => toast.id !== id)
  }

  confirm(question: Question): Promise<boolean> {
    this.asked?.answer(false)
    return new Promise((resolve) => {
      this.asked = {
        question,
        answer: (yes) => {
          this.asked = null
          resolve(yes)
        }
      }
    })
  }

  /** Asks first where a terminal would end by it. */
  async chooseEnvironment(name: string): Promise<void> {
    const shown = this.console?.environment ?? null
    const ending = this.#terminals
    if (name !== shown && shown !== null && ending.length > 0) {
      const yes = await this.confirm({
        title: shellText.endTerminals(name),
        text: shellText.endTerminalsText(ending, shown),
        button: shellText.endTerminalsButton(ending.length),
        keep: shellText.endTerminalsKeep(shown)
      })
      if (!yes) return
    }
    this.#report(await this.api['environment.choose']({ name }))
  }

  async copy(text: string): Promise<boolean> {
    return (await this.api['clipboard.write']({ text })).ok
  }

  async chooseTheme(theme: ThemeChoice): Promise<void> {
    this.#report(await this.api['theme.choose']({ theme }))
  }

  async chooseNotices(kind: NoticeKind, shown: boolean): Promise<void> {
    this.#report(await this.api['notices.choose']({ kind, shown }))
  }

  /** @returns whether it is being asked */
  async probe(cluster: ClusterName): Promise<boolean> {
    const answer = await this.api['environment.probe']({ cluster })
    this.#report(answer)
    return answer.ok
  }

  async retry(): Promise<void> {
    this.#report(await this.api['console.retry']({}))
  }

  /** What goes wrong with the file stands in the console's state. */
  async openJobFile(): Promise<void> {
    await this.api['runs.open']({})
  }

  async startAgain(ticket: string, acceptWeaker: boolean): Promise<void> {
    await this.api['runs.startAgain']({ ticket, acceptWeaker })
  }

  async dismissStart(): Promise<void> {
    await this.api['runs.dismissStart']({})
  }

  /** @returns why it was not cancelled */
  async cancel(run: RunId): Promise<WireError | null> {
    const answer = await this.api['runs.cancel']({ run })
    return answer.ok ? null : answer.error
  }

  /** Cancels without a dialog of its own: what goes wrong stands on the page. @returns whether it is being cancelled */
  async cancelOrSay(run: RunId): Promise<boolean> {
    const error = await this.cancel(run)
    if (error !== null) this.problem = error
    return error === null
  }

  async fetch(run: RunId): Promise<void> {
    const before = this.fetches[run]
    this.fetches = { ...this.fetches, [run]: { type: 'running' } }
    const answer = await this.api['runs.fetch']({ run })
    if (!answer.ok) this.#keepFetch(run, { type: 'failed', error: answer.error })
    else if (answer.value !== null) this.#keepFetch(run, { type: 'done', output: answer.value })
    else this.#keepFetch(run, before)
  }

  async showFetched(run: RunId): Promise<void> {
    this.#report(await this.api['runs.showFetched']({ run }))
  }

  dismissProblem(): void {
    this.problem = null
  }

  #arrive(): void {
    this.route = routeOf(location.hash)
    void this.shelf.fetch(this.route.page)
  }

  #keepFetch(run: RunId, state: FetchState | undefined): void {
    const others = Object.entries(this.fetches).filter(([id]) => id !== run)
    this.fetches = Object.fromEntries(state === undefined ? others : [...others, [run, state]])
  }

  #report(answer: Result<unknown>): void {
    if (!answer.ok) this.problem = answer.error
  }

  #take(state: ConsoleState): void {
    if (this.console !== null && state.version < this.console.version) return
    // A page that was started again comes back to where it was, not to the run that main was asked for last.
    if (this.console === null && state.restarted !== null) this.#askedRun = state.asked
    const reopened = this.console !== null && this.console.engine.type !== state.engine.type
    if (this.console !== null && this.console.environment !== state.environment)
      this.#terminals = []
    this.console = state
    if (reopened || state.environment !== this.watch?.environment) this.#readWatch()
    if (state.asked !== null && state.asked !== this.#askedRun) {
      this.#askedRun = state.asked
      location.hash = runLink(state.asked)
    }
    this.#follow()
  }

  /** What was seen belongs to one opening of the environment: the next one counts its versions from the beginning. */
  #readWatch(): void {
    this.watch = null
    const read = ++this.#watchRead
    void this.api['environment.read']({}).then((answer) => {
      if (read === this.#watchRead && answer.ok && answer.value !== null)
        this.#takeWatch(answer.value)
    })
  }

  #takeWatch(watch: EnvironmentSnapshot): void {
    if (watch.environment !== this.console?.environment) return
    if (watch.environment === this.watch?.environment && watch.version < this.watch.version) return
    this.watch = watch
    this.now = Date.now()
  }

  #takeSnapshot(snapshot: RunSnapshot): void {
    if (snapshot.run !== this.shown) return
    const current = this.snapshot
    const older =
      current?.run === snapshot.run &&
      (snapshot.version < current.version ||
        (snapshot.version === current.version && snapshot.now < current.now))
    if (!older) this.snapshot = completed(snapshot)
    this.now = Date.now()
  }

  #follow(): void {
    const run = this.shown
    const { runsReadAt = null, runsError = null } = this.console ?? {}
    if ((runsReadAt === null && runsError === null) || run === this.#followed) return
    this.#followed = run
    this.problem = null
    this.unshown = null
    this.snapshot = null
    if (run === null) {
      void this.api['runs.unfollow']({})
      return
    }
    void this.api['runs.follow']({ run }).then((answer) => {
      if (run !== this.#followed) return
      if (answer.ok) this.#takeSnapshot(answer.value)
      else this.unshown = answer.error
    })
  }
}
