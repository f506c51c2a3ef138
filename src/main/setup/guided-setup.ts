/**
 * One set-up that this window has open: its desk, what goes on there, and the view of it. One act at a time.
 *
 * What machines do stands in the steps; what went wrong with an act itself stands in the view until the next one.
 */
import type { GuideActivity, SetupGuideView, StepAct } from '@shared/ipc/setup-guide-view.js'
import { ConsoleError, toWireError } from '@shared/model/errors.js'
import type { Millis } from '@shared/model/ids.js'
import type { SetupPicture } from '@shared/model/setup.js'
import type { Site } from '@shared/model/setup-site.js'
import type { OpenedSetup } from './setup-host.js'

export interface GuidedSetupOptions {
  readonly open: (onPicture: (picture: SetupPicture) => void) => Promise<OpenedSetup>
  readonly nextVersion: () => number
  readonly now: () => Millis
  readonly onChange: (view: SetupGuideView) => void
  /** The environment was written, or its secrets were. */
  readonly onEnvironment: () => void
}

const IDLE: GuideActivity = { type: 'none' }

export class GuidedSetup {
  #view: SetupGuideView
  #abort: AbortController | null = null
  #closed = false

  private constructor(
    private readonly opened: OpenedSetup,
    private readonly options: GuidedSetupOptions
  ) {
    const { host, managementPort, adminUser } = opened.site.broker
    this.#view = {
      version: options.nextVersion(),
      environment: opened.environment,
      picture: opened.desk.picture,
      activity: IDLE,
      without: [],
      problem: null,
      broker: { management: `http://${host}:${String(managementPort)}`, adminUser }
    }
  }

  /** @throws ConsoleError as `SetupHost.open` */
  static async open(options: GuidedSetupOptions): Promise<GuidedSetup> {
    let take: (picture: SetupPicture) => void = () => undefined
    const opened = await options.open((picture) => take(picture))
    const guided = new GuidedSetup(opened, options)
    take = (picture) => guided.#change({ picture })
    await opened.desk.recall()
    return guided
  }

  get view(): SetupGuideView {
    return this.#view
  }

  get site(): Site {
    return this.opened.site
  }

  get idle(): boolean {
    return this.#view.activity.type === 'none'
  }

  /** Begins to go through all steps. @throws ConsoleError `NOT_AVAILABLE` while something else goes on */
  work(mend: boolean, without: readonly string[]): void {
    const abort = new AbortController()
    this.#begin({ type: 'all', mend, since: this.options.now(), stopping: false }, null, () =>
      this.opened.desk.work({ mend, without, signal: abort.signal })
    )
    this.#abort = abort
    this.#change({ without })
  }

  /** @throws ConsoleError `NOT_AVAILABLE` while something else goes on; `BAD_INPUT` for a step that is none */
  step(step: string, act: StepAct): void {
    if (this.#view.picture.steps.every(({ id }) => id !== step))
      throw new ConsoleError('BAD_INPUT', `there is no step "${step}"`)
    this.#begin({ type: 'step', step, act, since: this.options.now() }, step, () =>
      this.opened.desk[act](step)
    )
  }

  stop(): void {
    const { activity } = this.#view
    if (activity.type !== 'all') return
    this.#abort?.abort()
    this.#change({ activity: { ...activity, stopping: true } })
  }

  giveSudoPassword(target: string, password: string): void {
    this.opened.desk.giveSudoPassword(target, password)
  }

  giveAdministrator(password: string): Promise<void> {
    return this.opened.store.giveSecret('admin', password)
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#abort?.abort()
    await this.opened.close()
  }

  #begin(
    activity: Exclude<GuideActivity, { readonly type: 'none' }>,
    step: string | null,
    work: () => Promise<unknown>
  ): void {
    if (!this.idle)
      throw new ConsoleError('NOT_AVAILABLE', 'this set-up is being worked on', {
        hint: 'Wait until it is done, or stop it.'
      })
    const before = this.#written()
    this.#change({ activity, problem: null })
    void work()
      .then(
        () => null,
        (thrown: unknown) => ({ step, error: toWireError(thrown) })
      )
      .then((problem) => {
        this.#abort = null
        this.#change({ activity: IDLE, problem })
        if (this.#written() !== before) this.options.onEnvironment()
      })
  }

  /** When the environment was written last. */
  #written(): number | null {
    const steps = this.#view.picture.steps
    return (
      steps.find(({ target, step }) => target === 'console' && step === 'environment')?.doneAt ??
      null
    )
  }

  #change(change: Partial<SetupGuideView>): void {
    if (this.#closed) return
    this.#view = { ...this.#view, ...change, version: this.options.nextVersion() }
    this.options.onChange(this.#view)
  }
}
