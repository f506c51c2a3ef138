/** A cluster that floods its reply queue with garbage is reported, not obeyed: each refusal once, and a bounded number. */
import type { Refusal } from '../../ports/workers.js'

/** For each cluster; what a person can look at, and a journal can hold. */
const MOST = 200

export class RefusalFilter {
  readonly #seen = new Map<string, Set<string>>()

  isNews({ cluster, task, reason }: Refusal): boolean {
    const seen = this.#seen.get(cluster) ?? new Set()
    this.#seen.set(cluster, seen)
    const key = `${task}\n${reason}`
    if (seen.has(key) || seen.size >= MOST) return false
    seen.add(key)
    return true
  }
}
