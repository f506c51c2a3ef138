/** One command on clusters: what is typed and chosen, what was run in this session, and what came of it. */
import type { ConsoleApi } from '@shared/ipc/console-api.js'
import type { WireError } from '@shared/model/errors.js'
import type { HostCommandRun } from '@shared/model/host-command.js'
import type { ClusterName } from '@shared/model/ids.js'
import { commandDraft } from './command-draft.js'

/** What is sent: taken before anybody is asked, so that it is what was agreed to. */
export interface CommandOrder {
  readonly command: string
  readonly clusters: readonly ClusterName[]
  readonly limitSeconds: number
}

export class CommandDesk {
  command = $state('')
  limitSeconds = $state(30)
  /** Clusters that are left out; all others are chosen, also those that come later. */
  left = $state.raw<readonly ClusterName[]>([])
  /** Newest first. */
  runs = $state.raw<readonly HostCommandRun[]>([])
  shown = $state<string | null>(null)
  problem = $state.raw<WireError | null>(null)
  /** One is being asked about or sent: another has to wait. */
  sending = $state(false)

  readonly chosen: readonly ClusterName[] = $derived.by(() =>
    this.clusters().filter((name) => !this.left.includes(name))
  )
  readonly run: HostCommandRun | null = $derived(
    this.runs.find(({ id }) => id === this.shown) ?? null
  )

  /** @param clusters - of the environment, in the order of the settings */
  constructor(
    private readonly api: ConsoleApi,
    private readonly environment: string,
    private readonly clusters: () => readonly ClusterName[]
  ) {
    const before = commandDraft.read(api, environment)
    if (before !== null)
      ({ command: this.command, limitSeconds: this.limitSeconds, left: this.left } = before)
  }

  /** @returns a disposer, which keeps what is typed and left out for the next time */
  start(): () => void {
    const stop = this.api.on('commands.changed', (run) => this.#take(run))
    void this.api['commands.history']({}).then((answer) => {
      if (!answer.ok) {
        this.problem = answer.error
        return
      }
      this.runs = answer.value
      this.shown ??= answer.value[0]?.id ?? null
      if (this.command === '') this.command = answer.value[0]?.command ?? ''
    })
    return () => {
      stop()
      const { command, limitSeconds, left } = this
      commandDraft.write(this.api, this.environment, { command, limitSeconds, left })
    }
  }

  toggle(cluster: ClusterName): void {
    this.left = this.left.includes(cluster)
      ? this.left.filter((name) => name !== cluster)
      : [...this.left, cluster]
  }

  all(): void {
    this.left = []
  }

  none(): void {
    this.left = this.clusters()
  }

  /** Once, however often it is asked for meanwhile. @param agreed - asks the person, where there is something to ask */
  async send(agreed: (order: CommandOrder) => Promise<boolean>): Promise<void> {
    if (this.sending) return
    this.sending = true
    try {
      const { command, limitSeconds } = this
      const order = { command, limitSeconds, clusters: [...this.chosen] }
      if (await agreed(order)) await this.#send(order)
    } finally {
      this.sending = false
    }
  }

  async stop(id: string): Promise<void> {
    const answer = await this.api['commands.stop']({ id })
    if (!answer.ok) this.problem = answer.error
  }

  /** @returns the file */
  async save(id: string): Promise<string | null> {
    const answer = await this.api['commands.save']({ id })
    this.problem = answer.ok ? null : answer.error
    return answer.ok ? (answer.value?.file ?? null) : null
  }

  /** An older command, to be looked at and sent again. */
  recall(run: HostCommandRun): void {
    this.shown = run.id
    this.command = run.command
  }

  async #send({ command, clusters, limitSeconds }: CommandOrder): Promise<void> {
    this.problem = null
    const answer = await this.api['commands.run']({
      command,
      clusters: [...clusters],
      limitSeconds
    })
    if (!answer.ok) {
      this.problem = answer.error
      return
    }
    this.shown = answer.value
    const history = await this.api['commands.history']({})
    if (history.ok) for (const run of [...history.value].reverse()) this.#take(run)
  }

  #take(run: HostCommandRun): void {
    const known = this.runs.find(({ id }) => id === run.id)
    if (known?.over === true) return // an earlier picture that was late
    this.runs =
      known === undefined
        ? [run, ...this.runs]
        : this.runs.map((each) => (each.id === run.id ? run : each))
  }
}
