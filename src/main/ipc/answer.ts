/**
 * From a call's raw parameters to its answer: checked by the contract's schema, and errors as data.
 *
 * A call always resolves to a `Result`: what an Error would become on its way is not the same any more (Electron documents that
 * its prototype and fields are lost).
 */
import { calls, type CallName, type Handlers } from '@shared/ipc/contract.js'
import { ConsoleError, toWireError, type Result } from '@shared/model/errors.js'
import { z } from 'zod'
import type { Answer } from './register.js'

export function createAnswer(handlers: Handlers): Answer {
  return async (name, raw) => {
    try {
      const params = parsed(name, raw)
      // one entry of the contract: its schema and its handler belong together, which a union of all entries cannot say
      return await (handlers[name] as (params: unknown) => Promise<Result<unknown>>)(params)
    } catch (thrown) {
      return { ok: false, error: toWireError(thrown) }
    }
  }
}

function parsed(name: CallName, raw: unknown): unknown {
  try {
    return calls[name].params.parse(raw)
  } catch (cause) {
    if (!(cause instanceof z.ZodError)) throw cause
    throw new ConsoleError('BAD_INPUT', `${name}: ${z.prettifyError(cause)}`, { cause })
  }
}
