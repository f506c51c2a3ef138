/**
 * Puts the contract's calls behind Electron's IPC. The first of three gates stands here: only the top frame of our own page is
 * answered. The others, parameters and errors as data, are in answer.ts, which is loaded after the window is shown.
 */
import type { CallName } from '@shared/ipc/contract.js'
import { toWireError, type Result } from '@shared/model/errors.js'
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

export type Answer = (name: CallName, params: unknown) => Promise<Result<unknown>>

/** @returns a disposer */
export function registerCalls(
  port: CallPort,
  names: readonly CallName[],
  answer: Answer
): () => void {
  for (const name of names)
    port.handle(name, async (event, params) => {
      // n.b. looked at now: a frame that is gone later has no origin any more
      if (!isTrustedFrame(event.senderFrame)) return refused(name)
      try {
        return await answer(name, params)
      } catch (thrown) {
        return { ok: false, error: toWireError(thrown) }
      }
    })
  return () => names.forEach((name) => port.removeHandler(name))
}

const refused = (name: CallName): Result<never> => ({
  ok: false,
  error: { code: 'BAD_INPUT', message: `${name}: the sender is not the console's own page` }
})
