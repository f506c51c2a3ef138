/** What can be set up from here, asked of main when the page opens and whenever environments or the engine change. */
import type { ConsoleApi } from '@shared/ipc/console-api.js'
import type { ConsoleState } from '@shared/ipc/console-state.js'
import type { SetupOffer } from '@shared/ipc/setup-guide-view.js'
import type { WireError } from '@shared/model/errors.js'

export class SetupOffers {
  /** `null` until main has answered. */
  all = $state.raw<readonly SetupOffer[] | null>(null)
  problem = $state.raw<WireError | null>(null)
  readonly bareLab: SetupOffer | null = $derived(
    this.all?.find(({ kind }) => kind === 'bare-lab') ?? null
  )

  constructor(private readonly api: ConsoleApi) {}

  async read(): Promise<void> {
    const answer = await this.api['setup.list']({})
    this.problem = answer.ok ? null : answer.error
    if (answer.ok) this.all = answer.value
  }
}

/** Another text whenever what is offered may be something else. */
export const offersMark = (console: ConsoleState | null): string =>
  console === null
    ? ''
    : `${console.engine.type} ${console.environments.map(({ name }) => name).join(' ')}`
