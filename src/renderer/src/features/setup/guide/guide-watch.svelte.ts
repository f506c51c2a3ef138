/** A set-up as main sees it, while a page wants to: the newest view, and what can be asked of it. */
import type { ConsoleApi } from '@shared/ipc/console-api.js'
import type { SetupGuideView, StepAct } from '@shared/ipc/setup-guide-view.js'
import type { Result, WireError } from '@shared/model/errors.js'
import type { ClusterName } from '@shared/model/ids.js'

export class GuideWatch {
  /** `null` until main has answered. */
  view = $state.raw<SetupGuideView | null>(null)
  /** Why it could not be opened. */
  unopened = $state.raw<WireError | null>(null)
  /** Why the last thing asked for was not begun. */
  refused = $state.raw<WireError | null>(null)

  constructor(
    private readonly api: ConsoleApi,
    readonly environment: string
  ) {}

  /** @returns a disposer; what goes on in the set-up goes on */
  start(): () => void {
    const stop = this.api.on('setup.view', (view) => this.#take(view))
    void this.open()
    return () => {
      stop()
      void this.api['setup.leave']({ environment: this.environment })
    }
  }

  readonly open = async (): Promise<void> => {
    const answer = await this.api['setup.open']({ environment: this.environment })
    if (answer.ok) this.#take(answer.value)
    this.unopened = answer.ok ? null : answer.error
  }

  readonly work = (mend: boolean, without = this.view?.without ?? []): Promise<void> =>
    this.#ask(
      this.api['setup.work']({
        environment: this.environment,
        mend,
        without: without as readonly ClusterName[] as ClusterName[]
      })
    )
  readonly step = (step: string, act: StepAct): Promise<void> =>
    this.#ask(this.api['setup.step']({ environment: this.environment, step, act }))
  readonly stop = (): Promise<void> =>
    this.#ask(this.api['setup.stop']({ environment: this.environment }))

  /** Gives the password of sudo, then goes on with the step that lacked it. */
  async sudo(target: string, password: string, step: string, act: StepAct): Promise<void> {
    const given = await this.api['setup.sudo']({
      environment: this.environment,
      target: target as ClusterName,
      password
    })
    await (given.ok ? this.step(step, act) : this.#ask(Promise.resolve(given)))
  }

  async administrator(password: string, step: string): Promise<void> {
    const given = await this.api['setup.administrator']({
      environment: this.environment,
      password
    })
    await (given.ok ? this.step(step, 'check') : this.#ask(Promise.resolve(given)))
  }

  async #ask(asked: Promise<Result<unknown>>): Promise<void> {
    const answer = await asked
    this.refused = answer.ok ? null : answer.error
  }

  #take(view: SetupGuideView): void {
    if (view.environment !== this.environment) return
    if (this.view === null || view.version >= this.view.version) this.view = view
  }
}
