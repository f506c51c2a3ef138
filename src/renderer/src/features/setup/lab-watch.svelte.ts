/** The lab as main sees it, while a page wants to: the newest view, and what can be asked of it. */
import type { ConsoleApi } from '@shared/ipc/console-api.js'
import type { LabFault, LabView } from '@shared/ipc/lab-view.js'
import type { WireError } from '@shared/model/errors.js'
import type { ClusterName } from '@shared/model/ids.js'

export class LabWatch {
  /** `null` until main has answered. */
  view = $state.raw<LabView | null>(null)
  /** Why main cannot say anything of the lab. */
  unknown = $state.raw<WireError | null>(null)

  /** Main stops looking only when the page that asked last goes: another may have come meanwhile. */
  readonly #page = crypto.randomUUID()

  constructor(private readonly api: ConsoleApi) {}

  /** @returns a disposer */
  start(): () => void {
    const stop = this.api.on('lab.view', (view) => this.#take(view))
    void this.look()
    return () => {
      stop()
      void this.api['lab.unwatch']({ page: this.#page })
    }
  }

  /** Looks at this machine once more. */
  async look(): Promise<void> {
    const answer = await this.api['lab.watch']({ page: this.#page })
    if (answer.ok) this.#take(answer.value)
    this.unknown = answer.ok ? null : answer.error
  }

  // What goes wrong stands in the view, with what it was that went wrong.
  readonly begin = (): void => void this.api['lab.start']({ tour: false })
  readonly beginTour = (): void => void this.api['lab.start']({ tour: true })
  readonly cancel = (): void => void this.api['lab.cancel']({})
  readonly stop = (): void => void this.api['lab.stop']({})
  readonly tour = (): void => void this.api['lab.tour']({})
  readonly install = (): void => void this.api['lab.install']({})
  readonly fault = (cloud: ClusterName, kind: LabFault): void =>
    void this.api['lab.fault']({ cloud, kind })
  readonly heal = (cloud: ClusterName): void => void this.api['lab.heal']({ cloud })

  #take(view: LabView): void {
    if (this.view === null || view.version >= this.view.version) this.view = view
  }
}
