/** Carries out an action on a cluster or broker, and writes down before what is sent, and after it how it ended. */
import type { Action, ActionTarget } from '../../shared/model/action.js'
import { toWireError } from '../../shared/model/errors.js'
import type { LineLog } from '../ports/line-log.js'
import type { Clock, Rng } from '../ports/system.js'

export interface ActionWords {
  readonly environment: string | null
  readonly target: ActionTarget
  /** One sentence without a full stop, in the past tense. */
  readonly what: string
  /** As it is sent, secrets left out. */
  readonly call?: string
}

/**
 * @param named - the target's name, once the work has told it; without it that of the words
 * @returns what the work returns; what it throws goes on, after it was written down
 */
export type ActionRecorder = <T>(
  words: ActionWords,
  work: () => Promise<T>,
  named?: (value: T) => string
) => Promise<T>

export function createActionRecorder(
  log: LineLog<Action>,
  by: Action['by'],
  { clock, rng }: { readonly clock: Clock; readonly rng: Rng }
): ActionRecorder {
  return async ({ environment, target, what, call }, work, named) => {
    const began = clock.now()
    const id = `${String(began)}-${rng.id(6)}`
    const write = (
      outcome: Action['outcome'],
      error: Action['error'] = null,
      name = target.name
    ): Promise<void> => {
      const at = clock.now()
      return log.append({
        id,
        at,
        tookMs: Math.max(0, at - began),
        environment,
        by,
        target: { ...target, name },
        what,
        call: call ?? null,
        outcome,
        error
      })
    }
    await write('began') // n.b. before anything is sent: a crash in the middle leaves a trace
    try {
      const value = await work()
      await write('done', null, named?.(value))
      return value
    } catch (thrown) {
      const { code, message } = toWireError(thrown)
      await write('failed', { code, message })
      throw thrown
    }
  }
}
