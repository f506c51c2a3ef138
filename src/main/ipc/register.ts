/**
 * Puts the contract's handlers behind Electron's IPC. Every call passes the same three gates: sender, parameters, errors as data.
 *
 * A call always resolves to a `Result`: what an Error would become on its way is not the same any more (Electron documents that
 * its prototype and fields are lost).
 */
import { calls, type CallName, type Handlers } from '@shared/ipc/contract.js'
import { ConsoleError, toWireError, type Result } from '@shared/model/errors.js'
import { z } from 'zod'
import { isTrustedFrame, type SenderFrame } from '../security/origin.js'

/** What is used of Electron's `ipcMain`. */
export interface CallPort {
  handle(
    channel: string,
    answer: (
      event: { readonly senderFrame: SenderFrame | null },
      params: unknown
    ) => Promise<unknown>
  ): void
  removeHandler(channel: string): void
}

/** @returns a disposer */
export function registerCalls(port: CallPort, handlers: Handlers): () => void {
  const names = Object.keys(calls) as CallName[]
  for (const name of names)
    port.handle(name, (event, params) => answer(name, event.senderFrame, params, handlers))
  return () => names.forEach((name) => port.removeHandler(name))
}

async function answer(
  name: CallName,
  frame: SenderFrame | null,
  raw: unknown,
  handlers: Handlers
): Promise<Result<unknown>> {
  try {
    if (!isTrustedFrame(frame))
      throw new ConsoleError('BAD_INPUT', `${name}: the sender is not the console's own page`)
    const params = parsed(name, raw)
    // one entry of the contract: its schema and its handler belong together, which a union of all entries cannot say
    return await (handlers[name] as (params: unknown) => Promise<Result<unknown>>)(params)
  } catch (thrown) {
    return { ok: false, error: toWireError(thrown) }
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
