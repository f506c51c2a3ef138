/**
 * Many things started at once, of which none may fail: waits for each daemon's first answer, watches those that have answered, and names the one that
 * failed first.
 */
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ConsoleError } from '../shared/model/errors.js'
import { lastLines, type Launched } from './launch.js'
import { diskFull } from './owned-files.js'

export interface Awaited {
  /** For messages, for example `porto: namenode`. */
  readonly what: string
  readonly launched: Launched
  /** True when it answered as it should; a refused or broken connection counts as not yet. */
  readonly answers: () => Promise<boolean>
  /** Where it writes. */
  readonly logs: readonly string[]
  /** @default 120000 */
  readonly timeoutMs?: number
}

export interface Undertaking {
  /** Aborted by the caller, or by the first failure. */
  readonly signal: AbortSignal
  /** @throws ConsoleError the first failure, or `INTERRUPTED` when the caller gave up */
  assertWanted(): void
  /**
   * Waits for the first answer. A daemon that ends later, while others are still starting, is a failure too.
   *
   * @throws ConsoleError `LAB_FAILED` with the last lines of its log when it ends or stays silent, `DISK_FULL` when the log says so; as `assertWanted`
   */
  untilItAnswers(awaited: Awaited): Promise<void>
  /** Like Promise.all, but returns only when all parts are done, so that nothing is started behind our back; the first failure stops the others. */
  together(parts: readonly Promise<void>[]): Promise<void>
  /** Stops all parts. */
  abandon(reason: unknown): void
}

/** @param outer - the caller's wish to stop */
export function undertake(outer: AbortSignal | undefined): Undertaking {
  const controller = new AbortController()
  const signal = AbortSignal.any([controller.signal, ...(outer === undefined ? [] : [outer])])
  const abandon = (reason: unknown) => controller.abort(reason)
  const assertWanted = () => {
    if (!signal.aborted) return
    throw signal.reason instanceof ConsoleError
      ? signal.reason
      : new ConsoleError('INTERRUPTED', 'interrupted while the lab was starting', {
          cause: signal.reason
        })
  }
  const untilItAnswers = async (awaited: Awaited) => {
    void awaited.launched.end.then(async (end) => abandon(await failure(awaited, end)))
    const timeoutMs = awaited.timeoutMs ?? 120_000
    const deadline = Date.now() + timeoutMs
    for (;;) {
      assertWanted()
      if (await awaited.answers().catch(() => false)) return
      if (Date.now() > deadline)
        throw await failure(awaited, `did not answer within ${Math.round(timeoutMs / 1000)} s`)
      await sleep(250)
    }
  }
  const together = async (parts: readonly Promise<void>[]) => {
    const all = Promise.all(parts)
    all.catch(abandon)
    await Promise.allSettled(parts)
    await all
  }
  return { signal, assertWanted, untilItAnswers, together, abandon }
}

async function failure(awaited: Awaited, why: string): Promise<ConsoleError> {
  const lines = await lastLines(awaited.logs, 8)
  const [log = '/'] = awaited.logs
  // On a full disk the log is empty, too.
  const { bavail, bsize } = await statfs(dirname(log))
  if (bavail * bsize < 2 ** 20 || lines.some((line) => line.includes('No space left on device')))
    return diskFull(log, new Error(`${awaited.what} ${why}`))
  return new ConsoleError('LAB_FAILED', `${awaited.what} ${why}`, {
    hint: ['The end of its log:', ...lines.map((line) => `  ${line.slice(0, 300)}`)].join('\n')
  })
}
