/**
 * The steps of a test, as they go on. Each has a limit of time and none can stop another: what a step throws becomes its result.
 */
import type { SeenHostKey, TestState, TestStep } from '../../../shared/model/cluster-test.js'
import { ConsoleError, toWireError, type WireError } from '../../../shared/model/errors.js'
import type { Clock } from '../../ports/system.js'

/** How a step ended. */
export interface StepEnd {
  readonly state: Exclude<TestState, 'waiting' | 'running'>
  readonly found: string | null
  readonly error?: WireError
  readonly key?: SeenHostKey
}

export const passed = (found: string): StepEnd => ({ state: 'ok', found })
export const skipped = (why: string): StepEnd => ({ state: 'skipped', found: why })
export const warned = (found: string, message: string, hint: string): StepEnd => ({
  state: 'warning',
  found,
  error: { code: 'CLUSTER_UNREACHABLE', message, hint }
})

export class TestBoard {
  #steps: readonly TestStep[]

  constructor(
    steps: readonly Pick<TestStep, 'id' | 'title'>[],
    private readonly clock: Clock,
    /** Ends every step that runs, and skips those that follow. */
    private readonly signal: AbortSignal,
    private readonly tell: (steps: readonly TestStep[]) => void
  ) {
    const empty = { state: 'waiting', found: null, error: null, key: null, tookMs: null } as const
    this.#steps = steps.map((step) => ({ ...step, ...empty }))
    tell(this.#steps)
  }

  get steps(): readonly TestStep[] {
    return this.#steps
  }

  /** Never rejects. */
  async run(id: string, limitMs: number, work: () => Promise<StepEnd>): Promise<StepEnd> {
    if (this.signal.aborted) return this.skip(id, 'the test was stopped')
    const began = this.clock.now()
    this.#change(id, { state: 'running' })
    const end = await this.#limited(limitMs, work)
    this.#change(id, {
      state: end.state,
      found: end.found,
      error: end.error ?? null,
      key: end.key ?? null,
      tookMs: Math.max(0, this.clock.now() - began)
    })
    return end
  }

  skip(id: string, why: string): StepEnd {
    const end = skipped(why)
    this.#change(id, { state: end.state, found: end.found })
    return end
  }

  async #limited(limitMs: number, work: () => Promise<StepEnd>): Promise<StepEnd> {
    let dispose = (): void => undefined
    const limit = new Promise<StepEnd>((resolve) => {
      const stop = (): void => resolve(skipped('the test was stopped'))
      const stopTimer = this.clock.after(limitMs, () => resolve(failedWith(tooSlow(limitMs))))
      this.signal.addEventListener('abort', stop, { once: true })
      dispose = () => {
        stopTimer()
        this.signal.removeEventListener('abort', stop)
      }
    })
    const working = work().catch(failedWith)
    try {
      return await Promise.race([working, limit])
    } finally {
      dispose()
    }
  }

  #change(id: string, change: Partial<TestStep>): void {
    this.#steps = this.#steps.map((step) => (step.id === id ? { ...step, ...change } : step))
    this.tell(this.#steps)
  }
}

const failedWith = (thrown: unknown): StepEnd => ({
  state: 'failed',
  found: null,
  error: toWireError(thrown)
})

const tooSlow = (limitMs: number): ConsoleError =>
  new ConsoleError('CLUSTER_UNREACHABLE', `no answer within ${String(limitMs / 1000)} s`, {
    hint: 'does a firewall swallow what we send? Check host and port'
  })
