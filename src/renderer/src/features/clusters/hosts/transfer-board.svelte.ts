/** Files on their way, as main tells of them. */
import type { ConsoleApi } from '@shared/ipc/console-api.js'
import type { TransferView } from '@shared/model/transfer.js'

export class TransferBoard {
  all = $state.raw<readonly TransferView[]>([])

  constructor(
    private readonly api: ConsoleApi,
    /** Told when one has ended well. */
    private readonly onDone: (transfer: TransferView) => void
  ) {}

  /** @returns a disposer */
  start(): () => void {
    const stop = this.api.on('transfers.changed', (all) => {
      const before = this.all
      this.all = all
      for (const transfer of all)
        if (
          transfer.state.type === 'done' &&
          !before.some(({ id, state }) => id === transfer.id && state.type === 'done')
        )
          this.onDone(transfer)
    })
    void this.api['transfers.read']({}).then((answer) => {
      if (answer.ok) this.all = answer.value
    })
    return stop
  }

  cancel(id: string): void {
    void this.api['transfers.cancel']({ id })
  }

  dismiss(): void {
    void this.api['transfers.dismiss']({})
  }
}
