/** Notices attempts and copies that are up but do not move: the cloud answers, the job does not advance. */
import type { AttemptId, CopyId, Millis } from '../../shared/model/ids.js'
import { STALLED } from '../domain/run/copies.js'
import type { RunContext } from './context.js'

const CHECK_MS = 5_000

export class StallWatch {
  readonly #seen = new Map<AttemptId | CopyId, { readonly text: string; readonly at: Millis }>()
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
    const { attempts, copies } = this.context.state()
    for (const { id, stage } of attempts) {
      // One that waits for its turn does not hang; what it waits for is watched by itself.
      if (stage === 'waiting' || stage === 'ended') continue
      const stalledMs = this.#stillFor(id, [stage, this.context.progressOf(id)], now)
      if (stalledMs >= plan.hangFloorMs)
        this.context.emit({ type: 'attempt-stalled', at: now, attempt: id, stalledMs })
    }
    for (const { id, stage } of copies) {
      if (stage !== 'running') continue
      const stalledMs = this.#stillFor(id, this.context.copyPicture(id), now)
      if (stalledMs < plan.hangFloorMs) continue
      const bytes = this.context.copiedOf(id)
      const cause = `no progress for ${String(Math.round(stalledMs / 1000))} s`
      const outcome = { type: 'failed', code: STALLED, cause, bytes } as const
      this.context.emit({ type: 'copy-ended', at: now, copy: id, outcome })
    }
  }

  /** For how long this has looked the same. */
  #stillFor(id: AttemptId | CopyId, picture: unknown, now: Millis): number {
    const text = JSON.stringify([picture])
    const before = this.#seen.get(id)
    if (before?.text === text) return now - before.at
    this.#seen.set(id, { text, at: now })
    return 0
  }
}
