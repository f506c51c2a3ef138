/** Notices attempts that are up but do not move: the cloud answers, the job does not advance. */
import type { AttemptId, Millis } from '../../shared/model/ids.js'
import { isOpen } from '../domain/run/state.js'
import type { RunContext } from './context.js'

const CHECK_MS = 5_000

export class StallWatch {
  readonly #seen = new Map<AttemptId, { readonly text: string; readonly at: Millis }>()
  #stopped = false
  #cancel: () => void = () => undefined

  constructor(private readonly context: RunContext & { hasBegun(): boolean }) {}

  /** @returns its stop */
  start(): () => void {
    this.#schedule()
    return () => {
      this.#stopped = true
      this.#cancel()
    }
  }

  #schedule(): void {
    if (this.#stopped) return
    this.#cancel = this.context.ports.clock.after(CHECK_MS, () => {
      if (this.context.hasBegun()) this.#check(this.context.ports.clock.now())
      this.#schedule()
    })
  }

  #check(now: Millis): void {
    const { plan } = this.context
    for (const attempt of this.context.state().attempts.filter(isOpen)) {
      const text = JSON.stringify([attempt.stage, this.context.progressOf(attempt.id)])
      const before = this.#seen.get(attempt.id)
      if (before?.text !== text) this.#seen.set(attempt.id, { text, at: now })
      else if (now - before.at >= plan.hangFloorMs)
        this.context.emit({
          type: 'attempt-stalled',
          at: now,
          attempt: attempt.id,
          stalledMs: now - before.at
        })
    }
  }
}
