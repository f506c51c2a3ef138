/**
 * In which order clusters are asked.
 *
 * `random` is seeded: the same seed and the same names give the same order, on every machine, so that a run can be repeated.
 */
import type { ClusterName } from '../../shared/model/ids.js'

/**
 * Mulberry32: a small generator with 32 bits of state. Good enough to shuffle, not for secrets.
 *
 * @returns a function whose values are uniform in [0, 1)
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
}

/**
 * A random order (Fisher–Yates) that depends on the seed and the set of names only, not on the order they came in.
 *
 * @param seed - unsigned 32-bit integer
 */
export function rankAtRandom(
  clusters: readonly ClusterName[],
  seed: number
): readonly ClusterName[] {
  const random = seededRandom(seed)
  const order = [...clusters].sort()
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1))
    const [a, b] = [order[last], order[other]]
    if (a === undefined || b === undefined) continue
    order[last] = b
    order[other] = a
  }
  return order
}
