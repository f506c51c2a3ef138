/** The window as a person uses it, with an engine of the test behind the real main process, preload and page. */
import * as scenarios from '../renderer/scenarios.js'
import { expect, screenshot, seriousViolations, test } from './fixtures.js'

test('shows a run and follows it live, from the survey to the verdict', async ({ open }) => {
  const { page, show } = await open({ run: scenarios.surveying() })
  await expect(page.getByRole('heading', { name: 'Running' })).toBeVisible()
  await expect(page.getByText('2 attempts will start')).toBeVisible()
  await show(scenarios.running())
  await expect(page.getByText('map 82 %').first()).toBeVisible()
  await show(scenarios.disagreement())
  await expect(page.getByText('vote 1: porto ≠ faro, lisbon joins', { exact: true })).toBeVisible()
  await show(scenarios.verified())
  await expect(page.getByRole('heading', { name: 'Verified' })).toBeVisible()
  await expect(page.getByText('outvoted on 1 of 5 files')).toBeVisible()
})

test('shows the run that the command line names', async ({ open }) => {
  const other = {
    ...scenarios.cancelled(),
    run: 'r-20261120-older0' as never,
    startedAt: 1_000 as never
  }
  const { page } = await open({ runs: [scenarios.verified(), other], args: ['--run', other.run] })
  await expect(page.getByRole('heading', { name: 'Cancelled' })).toBeVisible()
})

test('says that a run does not exist, and stays usable', async ({ open }) => {
  const { page } = await open({ runs: [scenarios.verified()], args: ['--run=r-20200101-nobody'] })
  await expect(page.getByRole('heading', { name: 'There is no such run' })).toBeVisible()
  await page.getByRole('link', { name: /^verified wordcount-sotu/ }).click()
  await expect(page.getByRole('heading', { name: 'Verified' })).toBeVisible()
})

test('says what to do when there is no run yet', async ({ open }) => {
  for (const theme of ['dark', 'light'] as const) {
    const { page } = await open({ theme })
    await page.evaluate(() => (location.hash = '#/runs'))
    await expect(page.getByRole('heading', { name: 'No runs yet' })).toBeVisible()
    expect(await seriousViolations(page)).toEqual([])
    await screenshot(page, `empty-${theme}-1280x800`)
  }
})

test('says what is missing when the lab is not up, and goes on when it is', async ({ open }) => {
  const { page } = await open({
    refusal: {
      code: 'ENVIRONMENT_UNKNOWN',
      message: 'there is no environment "lab"',
      hint: 'No lab is set up in /var/lib/medusa. Start it with: npx medusa lab up'
    },
    run: scenarios.verified()
  })
  await expect(page.getByRole('heading', { name: 'The environment does not exist' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Verified' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Open job file…' })).toBeDisabled()
  expect(await seriousViolations(page)).toEqual([])
  await screenshot(page, 'no-environment-1280x800')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { name: 'The environment does not exist' })).toBeHidden()
  await expect(page.getByRole('button', { name: 'Open job file…' })).toBeEnabled()
})

test('starts a job file from the dialog, and offers less when clouds are missing', async ({
  open
}) => {
  const { app, page } = await open({ run: scenarios.running() })
  await app.evaluate(({ dialog }) => {
    dialog.showOpenDialog = () =>
      Promise.resolve({ canceled: false, filePaths: ['/home/ada/wordcount.yaml'] })
    const { harness } = globalThis as unknown as { harness: { startRefusal: unknown } }
    harness.startRefusal = {
      code: 'TOO_FEW_CLUSTERS',
      message: 'faults: 1 needs 3 clusters, the environment has 2',
      hint: 'Add clusters, lower "faults", or accept the weaker guarantee.'
    }
  })
  await page.getByRole('button', { name: 'Open job file…' }).click()
  await expect(page.getByRole('heading', { name: 'Too few clusters answer' })).toBeVisible()
  await screenshot(page, 'too-few-clusters-1280x800')
  await page.getByRole('button', { name: 'Start with the weaker guarantee' }).click()
  await expect(page.getByRole('heading', { name: 'Too few clusters answer' })).toBeHidden()
  const calls = await app.evaluate(
    () => (globalThis as unknown as { harness: { calls: string[] } }).harness.calls
  )
  expect(calls).toEqual([
    'start /home/ada/wordcount.yaml full',
    'start /home/ada/wordcount.yaml weaker'
  ])
})

test('cancels its own run after asking, by keyboard alone', async ({ open }) => {
  const { app, page } = await open({ runs: [scenarios.running()], args: ['--job', '/jobs/w.yaml'] })
  const cancel = page.getByRole('button', { name: 'Cancel run…' })
  await cancel.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Cancel wordcount-sotu?' })
  await expect(dialog).toContainText('2 attempts are stopped on porto and faro.')
  expect(await seriousViolations(page)).toEqual([])
  await screenshot(page, 'cancel-dialog-1280x800')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(cancel).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  const calls = await app.evaluate(
    () => (globalThis as unknown as { harness: { calls: string[] } }).harness.calls
  )
  expect(calls.at(-1)).toBe('cancel r-20261121-140211-7k2m: from the window')
})

test('fetches the output into the chosen folder', async ({ open }) => {
  const { app, page } = await open({ run: scenarios.verified() })
  await app.evaluate(({ dialog }) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: ['/home/ada/out'] })
  })
  await page.getByRole('button', { name: 'Fetch output…' }).click()
  await expect(page.getByText('all equal the vote')).toBeVisible()
  await page.getByText('all equal the vote').scrollIntoViewIfNeeded()
  await screenshot(page, 'fetched-1280x800')
})

test('puts digests on the clipboard as sha256sum writes them', async ({ open }) => {
  const { app, page } = await open({ run: scenarios.verified() })
  await page.getByRole('button', { name: 'Copy all digests' }).click()
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
  const text = await app.evaluate(({ clipboard }) => clipboard.readText())
  expect(text).toMatch(
    /^# porto \(agreed\), lisbon \(agreed\) sha256:[0-9a-f]{64}\n[0-9a-f]{64} {2}_SUCCESS\n/
  )
})

test('shows attempts as a table, too', async ({ open }) => {
  const { page } = await open({ run: scenarios.failedAttempts() })
  await page.getByRole('button', { name: 'As table' }).click()
  await expect(page.getByRole('region', { name: 'Attempts' }).getByRole('row')).toHaveCount(5)
  await screenshot(page, 'attempts-as-table-1280x800')
})

test('keeps the theme that was chosen, by keyboard', async ({ open }) => {
  const { app, page } = await open({ run: scenarios.verified(), theme: 'light' })
  // Coming to the run takes the focus to its title.
  await expect(page.getByRole('heading', { name: 'Verified' })).toBeVisible()
  const background = (): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  expect(await background()).toBe('rgb(244, 245, 247)')
  await page.getByRole('button', { name: 'Theme' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitemradio', { name: 'Light' })).toBeFocused()
  await screenshot(page, 'theme-menu-1280x800')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect.poll(background).toBe('rgb(13, 16, 19)')
  const kept = await app.evaluate(async ({ app: electron }) => {
    const { readFile } = process.getBuiltinModule('node:fs/promises')
    return JSON.parse(
      await readFile(`${electron.getPath('userData')}/window.json`, 'utf8')
    ) as unknown
  })
  expect(kept).toMatchObject({ theme: 'dark' })
})

test('nothing moves for who wants no motion', async ({ open }) => {
  const { page } = await open({ run: scenarios.running() })
  await expect(page.getByRole('heading', { name: 'Running' })).toBeVisible()
  const moving = (): Promise<number> =>
    page.evaluate(
      () => document.getAnimations().filter((each) => each.playState === 'running').length
    )
  expect(await moving()).toBeGreaterThan(0)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  expect(await moving()).toBe(0)
})

test('asks before it closes over a run of its own, and stays when told so', async ({ open }) => {
  const { app, page } = await open({ runs: [scenarios.running()], args: ['--job', '/jobs/w.yaml'] })
  await expect(page.getByRole('button', { name: 'Cancel run…' })).toBeVisible()
  const asked = await app.evaluate(async ({ BrowserWindow, dialog }) => {
    const questions: string[] = []
    dialog.showMessageBox = (...args: unknown[]) => {
      questions.push((args[1] as { message: string }).message)
      return Promise.resolve({ response: 0, checkboxChecked: false })
    }
    BrowserWindow.getAllWindows()[0]?.close()
    await new Promise((resolve) => setTimeout(resolve, 100))
    return questions
  })
  expect(asked).toEqual(['Close and cancel wordcount-sotu?'])
  await expect(page.getByRole('button', { name: 'Cancel run…' })).toBeVisible()
})

test('ends at once and without a question when it is told to by a signal', async ({ open }) => {
  const { app, page } = await open({ run: scenarios.verified() })
  await expect(page.getByRole('heading', { name: 'Verified' })).toBeVisible()
  const child = app.process()
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
})
