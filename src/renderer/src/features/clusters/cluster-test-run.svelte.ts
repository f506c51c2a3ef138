/** One test of a cluster at a time, its steps as they end. */
import type { ConsoleApi } from '@shared/ipc/console-api.js'
import type { ClusterDraft, TestStep } from '@shared/model/cluster-test.js'
import type { WireError } from '@shared/model/errors.js'

export class ClusterTestRun {
  /** `null`: nothing was tested yet. */
  steps = $state.raw<readonly TestStep[] | null>(null)
  running = $state(false)
  /** Why it could not be tested at all. */
  problem = $state.raw<WireError | null>(null)
  #count = 0
  readonly #name = crypto.randomUUID().slice(0, 8)

  constructor(private readonly api: ConsoleApi) {}

  /** @returns a disposer, which stops a test that runs */
  open(): () => void {
    const close = this.api.on('clusters.tested', ({ test, steps }) => {
      if (this.running && test === this.#id) this.steps = steps
    })
    return () => {
      close()
      if (this.running) void this.stop()
    }
  }

  /** @param key - the cluster's HMAC key when it is not saved yet @returns the steps; `null`: another test was begun, or none could be */
  async begin(draft: ClusterDraft, key: string | null): Promise<readonly TestStep[] | null> {
    if (this.running) await this.stop()
    this.#count += 1
    const test = this.#id
    this.running = true
    this.problem = null
    const answer = await this.api['clusters.test']({ test, draft, key })
    if (test !== this.#id) return null
    this.running = false
    if (answer.ok) this.steps = answer.value
    else this.problem = answer.error
    return answer.ok ? answer.value : null
  }

  async stop(): Promise<void> {
    await this.api['clusters.stopTest']({ test: this.#id })
  }

  get #id(): string {
    return `${this.#name}-${String(this.#count)}`
  }
}
