/**
 * From a call's raw parameters to its answer: checked by the contract's schema, and errors as data.
 *
 * A call always resolves to a `Result`: what an Error would become on its way is not the same any more (Electron documents that
 * its prototype and fields are lost).
 */
import { calls, type CallName, type Handlers } from '@shared/ipc/contract.js'
import { ConsoleError, toWireError, type Result } from '@shared/model/errors.js'
import { z } from 'zod'
import { unfit } from './payload.js'
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

/** Longest sentence about bad input, characters: what it quotes came from the page, and goes back there. */
const REASON_LIMIT = 2_000

function parsed(name: CallName, raw: unknown): unknown {
  const excess = unfit(raw)
  if (excess !== null) throw new ConsoleError('BAD_INPUT', `${name}: ${excess}`)
  try {
    return calls[name].params.parse(raw)
  } catch (cause) {
    if (!(cause instanceof z.ZodError)) throw cause
    const reason = z.prettifyError(cause)
    const short = reason.length > REASON_LIMIT ? `${reason.slice(0, REASON_LIMIT)}…` : reason
    throw new ConsoleError('BAD_INPUT', `${name}: ${short}`, { cause })
  }
}
