/** Limits how long the other side may be silent; runs only while we wait for it. */
import type { Clock } from '../../ports/system.js'

/** The other side took too long. */
export class Stall extends Error {
  override readonly name = 'Stall'
}

export class StallTimer {
  #stop: (() => void) | null = null

  constructor(
    private readonly clock: Clock,
    private readonly idleMs: number,
    private readonly onStall: (error: Stall) => void
  ) {}

  start(): void {
    this.stop()
    this.#stop = this.clock.after(this.idleMs, () =>
      this.onStall(new Stall(`silent for ${this.idleMs / 1000} s`))
    )
  }

  stop(): void {
    this.#stop?.()
    this.#stop = null
  }
}
