/** Waits for a daemon's first answer, and names the one that does not give it. */
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
  /** Where it writes; the first that exists is named. */
  readonly logs: readonly string[]
  /** @default 120000 */
  readonly timeoutMs?: number
  readonly signal: AbortSignal
}

/**
 * @returns seconds waited
 * @throws ConsoleError `LAB_FAILED` with the last lines of its log when it ends or stays silent, `DISK_FULL` when the log says so, `INTERRUPTED` when aborted
 */
export async function untilItAnswers(awaited: Awaited): Promise<number> {
  const start = Date.now()
  const timeoutMs = awaited.timeoutMs ?? 120_000
  for (;;) {
    assertNotInterrupted(awaited.signal)
    if (await awaited.answers().catch(() => false)) return (Date.now() - start) / 1000
    const end = awaited.launched.ended()
    if (end !== null) throw await failure(awaited, end)
    if (Date.now() - start > timeoutMs)
      throw await failure(awaited, `did not answer within ${Math.round(timeoutMs / 1000)} s`)
    await sleep(250)
  }
}

export function assertNotInterrupted(signal: AbortSignal): void {
  if (signal.aborted)
    throw new ConsoleError('INTERRUPTED', 'interrupted while the lab was starting', {
      cause: signal.reason
    })
}

async function failure(awaited: Awaited, why: string): Promise<ConsoleError> {
  const lines = await lastLines(awaited.logs, 8)
  if (lines.some((line) => /No space left on device|ENOSPC|\beno?spc\b/.test(line)))
    return diskFull(awaited.logs[0] ?? awaited.what)
  return new ConsoleError('LAB_FAILED', `${awaited.what} ${why}`, {
    hint: [
      `Its log, ${awaited.logs.join(' and ')}, ends with:`,
      ...lines.map((line) => `  ${line.slice(0, 300)}`)
    ].join('\n')
  })
}

/** GET of a JSON document; anything but 200 throws. */
export async function getJson(
  url: string,
  headers: Readonly<Record<string, string>> = {}
): Promise<unknown> {
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(5000) })
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`)
  return answer.json()
}
