/** Job files that the desktop opens, as another process hands them over to the window that is there. */
import * as scenarios from '../renderer/scenarios.js'
import { expect, test } from './fixtures.js'
import type { OpenWindow } from './window.js'

/** @param response - which button is pressed: 0 does not run it @returns the questions */
function handOver(
  { app }: OpenWindow,
  data: unknown,
  response: number
): Promise<readonly string[]> {
  return app.evaluate(
    async ({ app: electron, dialog }, [sent, pressed]) => {
      const asked: string[] = []
      dialog.showMessageBox = (...args: unknown[]) => {
        asked.push((args[1] as { message: string }).message)
        return Promise.resolve({ response: pressed as number, checkboxChecked: false })
      }
      electron.emit('second-instance', {}, [], '/', sent)
      await new Promise((resolve) => setTimeout(resolve, 300))
      return asked
    },
    [data, response] as const
  )
}

const callsOf = ({ app }: OpenWindow): Promise<readonly string[]> =>
  app.evaluate(() => (globalThis as unknown as { harness: { calls: string[] } }).harness.calls)

test('asks with file and environment, and runs nothing when told so', async ({ open }) => {
  const window = await open({ run: scenarios.verified() })
  await expect(window.page.getByRole('heading', { name: 'Verified' })).toBeVisible()
  const asked = await handOver(window, { jobFile: '/home/ada/w.medusa.yaml' }, 0)
  expect([asked, await callsOf(window)]).toEqual([['Run w.medusa.yaml on lab?'], []])
})

test('starts the file when told so', async ({ open }) => {
  const window = await open({ run: scenarios.verified() })
  await expect(window.page.getByRole('heading', { name: 'Verified' })).toBeVisible()
  await handOver(window, { jobFile: '/home/ada/w.medusa.yaml' }, 1)
  await expect.poll(() => callsOf(window)).toEqual(['start /home/ada/w.medusa.yaml full'])
})

test('takes nothing from another process that is no path', async ({ open }) => {
  const window = await open({ run: scenarios.verified() })
  await expect(window.page.getByRole('heading', { name: 'Verified' })).toBeVisible()
  for (const data of [null, {}, { jobFile: 'relative.yaml' }, { jobFile: 7 }, 'text'])
    expect(await handOver(window, data, 1)).toEqual([])
  expect(await callsOf(window)).toEqual([])
})
