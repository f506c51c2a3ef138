import { setTimeout as pause } from 'node:timers/promises'
import { Problem } from './problem.mjs'

/** @typedef {import('./context.mjs').Context} Context */

/**
 * Does something that depends on a network up to three times. Only a {@link Problem} is worth another try.
 *
 * @template T
 * @param {Pick<Context, 'report' | 'signal'>} context
 * @param {string} label
 * @param {() => Promise<T>} work
 * @param {{ count?: number, pauseMs?: number }} [options] tries in all, and the wait before the second; longer before the third
 * @returns {Promise<T>}
 * @throws Problem the last one
 */
export async function tries(context, label, work, { count = 3, pauseMs = 1_000 } = {}) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Problem) || attempt === count) throw error
      context.report.line(label, `${error.message}; try ${attempt + 1} of ${count}`)
      await pause(pauseMs * attempt, undefined, { signal: context.signal })
    }
  }
}
