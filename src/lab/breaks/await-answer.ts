import { setTimeout as sleep } from 'node:timers/promises'
import { ConsoleError } from '../../shared/model/errors.js'

const LIMIT_MS = 60_000

/**
 * Waits until a started daemon answers.
 *
 * @param isIt - whether it is the answer waited for @default whatever it says
 * @throws ConsoleError `LAB_FAILED`
 */
export async function awaitAnswer(
  url: string,
  isIt: (text: string) => boolean = () => true
): Promise<void> {
  const deadline = Date.now() + LIMIT_MS
  for (;;) {
    const answer = await fetch(url).catch(() => null)
    const text = (await answer?.text().catch(() => null)) ?? null
    if (text !== null && isIt(text)) return
    if (Date.now() > deadline)
      throw new ConsoleError('LAB_FAILED', `no answer as it should be at ${url}`, {
        hint: 'Look into the logs of the cloud.'
      })
    await sleep(200)
  }
}
