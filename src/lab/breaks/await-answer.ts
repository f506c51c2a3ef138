import { setTimeout as sleep } from 'node:timers/promises'
import { ConsoleError } from '../../shared/model/errors.js'

const LIMIT_MS = 60_000

/** Waits until a started daemon answers, whatever it says. @throws ConsoleError `LAB_FAILED` */
export async function awaitAnswer(url: string): Promise<void> {
  const deadline = Date.now() + LIMIT_MS
  for (;;) {
    const answer = await fetch(url).catch(() => null)
    await answer?.arrayBuffer()
    if (answer !== null) return
    if (Date.now() > deadline)
      throw new ConsoleError('LAB_FAILED', `nobody answers at ${url}`, {
        hint: 'Look into the logs of the cloud.'
      })
    await sleep(200)
  }
}
