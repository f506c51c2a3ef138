/** Settings in the product itself, on a configuration folder of the test's own: the real file, its versions, secrets, imports. */
import type { Page } from '@playwright/test'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { aSettingsText, anEnvironment } from '../support/a-settings-text.js'
import { expect, screenshot, sidewaysPixels, test } from './fixtures.js'
import type { OpenOptions, OpenWindow } from './window.js'

const product = resolve(import.meta.dirname, '../..')
const NAME = 'stable "2" / é'

let home: string
test.beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'medusa-settings-e2e-'))
  mkdirSync(join(home, 'medusa'))
})
test.afterEach(() => rmSync(home, { recursive: true, force: true }))

const file = (): string => join(home, 'medusa', 'settings.json')
const saved = (): string => readFileSync(file(), 'utf8')
const put = (text: string): void => writeFileSync(file(), text, { mode: 0o600 })
const two = (): string =>
  aSettingsText({ [NAME]: anEnvironment(), research: anEnvironment({ jarFolders: ['/opt/jars'] }) })

/** What is kept of changes that are not saved; nothing yet: an empty text. */
function draft(): string {
  const path = join(home, 'state', 'settings-draft.json')
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

const options = (change: OpenOptions = {}): OpenOptions => ({
  folder: product,
  env: { XDG_CONFIG_HOME: home },
  args: ['--state', join(home, 'state')],
  ...change
})

async function show(page: Page, tab = ''): Promise<void> {
  await page.evaluate((hash) => void (location.hash = hash), `#/settings${tab}`)
  await expect(page.getByRole('navigation', { name: 'Settings', exact: true })).toBeVisible()
}

/** What axe finds, of any impact. */
async function findings(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)
}

const editorText = (page: Page): Promise<string> =>
  page.evaluate(() => (document.querySelector('.cm-content') as HTMLElement).innerText)

async function answerDialog(window: OpenWindow, paths: readonly string[]): Promise<void> {
  await window.app.evaluate(({ dialog }, filePaths) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [...filePaths] })
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: filePaths[0] ?? '' })
  }, paths)
}

test('a mistake is marked in form and text, is mended, reviewed, saved and undone', async ({
  open
}) => {
  put(two())
  const { page } = await open(options({ theme: 'light' }))
  await show(page)
  await expect(page.getByRole('heading', { name: NAME })).toBeVisible()
  await screenshot(page, 'settings-light')
  expect(await findings(page)).toEqual([])

  await page.getByLabel('Port').fill('70000x')
  await expect(page.getByText('a number is needed, got "70000x"').first()).toBeVisible()
  await expect(page.locator('.cm-lintRange-error')).toHaveCount(1)
  expect(await editorText(page)).toContain('"port": "70000x"')
  await expect(page.getByRole('button', { name: 'Review and save…' })).toBeDisabled()
  await screenshot(page, 'settings-mistake-light')
  expect(await findings(page)).toEqual([])

  await page.getByLabel('Port').fill('5671')
  await page.getByRole('button', { name: 'TLS' }).click()
  await expect(page.getByText('2 changes, not saved')).toBeVisible()
  await page.keyboard.press('Control+s')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('row')).toHaveCount(3)
  await expect(dialog).toContainText('5671')
  await screenshot(page, 'settings-review-light')
  expect(await findings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Save 2 changes' }).click()
  await expect(page.getByText('Saved in')).toBeVisible()
  // only what was changed is another: order and spaces are the user's
  expect(saved()).toBe(
    two().replace(
      '"port": 5672,\n        "user": "console"',
      '"port": 5671,\n        "user": "console",\n        "tls": true'
    )
  )
  expect(statSync(file()).mode & 0o777).toBe(0o600)

  await show(page, '/versions')
  await expect(page.getByRole('row')).toHaveCount(3)
  await page.getByRole('button', { name: 'Compare' }).click()
  await expect(
    page.getByRole('table', { name: 'From what is saved to this version' })
  ).toContainText('5672')
  await screenshot(page, 'settings-versions-light')
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Go back…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Go back' }).click()
  await expect(page.getByRole('row')).toHaveCount(4)
  expect(saved()).toBe(two())
})

test('form and text are one: whoever edits, the other follows, and nothing is lost on the way', async ({
  open
}) => {
  put(two())
  const { page } = await open(options({ theme: 'dark' }))
  await show(page)
  await screenshot(page, 'settings-dark')
  expect(await findings(page)).toEqual([])

  await page.getByRole('button', { name: 'Environment', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'new', exact: true })).toBeVisible()
  await expect(page.getByText('empty: a text is needed').first()).toBeVisible()
  await page.getByLabel('Host').fill('mq.example')
  await page.getByLabel('User').fill('tom "the cat" / ü')
  await page.getByLabel('Name', { exact: true }).fill('lisboa & "porto" / π')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'lisboa & "porto" / π' })).toBeVisible()
  await expect.poll(draft).toContain('lisboa')
  const { text: kept } = JSON.parse(draft()) as { text: string }
  expect(JSON.parse(kept)).toMatchObject({
    environments: {
      'lisboa & "porto" / π': { broker: { host: 'mq.example', user: 'tom "the cat" / ü' } }
    }
  })

  // the other way: by the keyboard alone, with completion
  const text = page.getByRole('textbox', { name: 'Settings as JSON' })
  await text.focus()
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('End')
  await page.keyboard.press('Shift+Home')
  await page.keyboard.type('  "current": "res')
  await page.keyboard.press('Control+Space')
  await expect(page.getByRole('option', { name: '"research"' })).toBeVisible()
  await screenshot(page, 'settings-completion-dark')
  await page.keyboard.press('Escape')
  await expect(
    page.getByRole('heading', { name: 'The text is no JSON, so the form waits' })
  ).toBeVisible()
  await screenshot(page, 'settings-no-json-dark')
  expect(await findings(page)).toEqual([])
  await page.keyboard.type('earch')
  await page.keyboard.press('End')
  await page.keyboard.type(',')
  await expect(
    page.getByRole('heading', { name: 'The text is no JSON, so the form waits' })
  ).toBeHidden()
  await expect(page.getByRole('button', { name: /research opens first/ })).toBeVisible()
  await expect(page.getByText(/not saved/)).toBeVisible()
})

test('a crash loses nothing that was typed', async ({ open }) => {
  put(two())
  const first = await open(options())
  await show(first.page)
  await first.page.getByLabel('Host').fill('half-typed.example')
  await expect(first.page.getByText('1 change, not saved')).toBeVisible()
  await expect.poll(draft).toContain('half-typed.example')
  const child = first.app.process()
  const gone = new Promise((done) => child.once('exit', done))
  child.kill('SIGKILL')
  await gone

  const { page } = await open(options({ theme: 'light' }))
  await show(page)
  await expect(page.getByText('Your unsaved changes are back')).toBeVisible()
  await expect(page.getByLabel('Host')).toHaveValue('half-typed.example')
  expect(saved()).toBe(two())
  await screenshot(page, 'settings-draft-light')
  await page.getByRole('button', { name: 'Drop changes…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Drop 1 change' }).click()
  await expect(page.getByLabel('Host')).toHaveValue('mq')
})

test('a damaged file: the last good copy is used, the damaged one is kept, named and mended', async ({
  open
}) => {
  put(two())
  const first = await open(options())
  await show(first.page) // makes the first version
  await expect(first.page.getByText('Saved in')).toBeVisible()
  await first.close()
  put(two().slice(0, 200))
  const { page } = await open(options({ theme: 'light' }))
  await show(page)
  await expect(page.getByRole('heading', { name: 'The settings file is damaged' })).toBeVisible()
  const [kept = ''] = readdirSync(join(home, 'medusa')).filter((name) => name.includes('damaged'))
  await expect(page.getByText(kept)).toBeVisible()
  await expect(page.getByRole('heading', { name: NAME })).toBeVisible()
  await screenshot(page, 'settings-damaged-light')
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Mend the damaged text' }).click()
  await expect(
    page.getByRole('heading', { name: 'The text is no JSON, so the form waits' })
  ).toBeVisible()
  await page.getByRole('button', { name: 'Drop changes…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: /^Drop/ }).click()
  await page.getByRole('button', { name: 'Write the last good copy back' }).click()
  await expect(page.getByRole('heading', { name: 'The settings file is damaged' })).toBeHidden()
  expect(saved()).toBe(two())
  expect(readFileSync(join(home, 'medusa', kept), 'utf8')).toBe(two().slice(0, 200))
})

test('settings of a newer version are shown and not saved', async ({ open }) => {
  put(two().replace('"version": 1', '"version": 2, "colours": "many"'))
  const { page } = await open(options({ theme: 'dark' }))
  await show(page)
  await expect(
    page.getByRole('heading', { name: 'A newer version wrote these settings' })
  ).toBeVisible()
  await expect(page.getByLabel('Host')).toHaveValue('mq')
  await page.getByLabel('Host').fill('other')
  await expect(page.getByRole('button', { name: 'Review and save…' })).toBeDisabled()
  await screenshot(page, 'settings-newer-dark')
})

test('another program’s change is seen, and does not take what was typed here', async ({
  open
}) => {
  put(two())
  const { page } = await open(options({ theme: 'light' }))
  await show(page)
  await expect(page.getByLabel('Host')).toHaveValue('mq')
  const theirs = two().replace('"host": "mq"', '"host": "theirs"')
  put(theirs)
  await expect(page.getByLabel('Host')).toHaveValue('theirs')
  await page.getByLabel('Host').fill('mine')
  put(two())
  await expect(
    page.getByRole('heading', { name: 'Another program changed the settings meanwhile' })
  ).toBeVisible()
  await expect(page.getByLabel('Host')).toHaveValue('mine')
  await screenshot(page, 'settings-stale-light')
  await page.getByRole('button', { name: 'Keep mine' }).click()
  await page.getByRole('button', { name: 'Review and save…' }).click()
  await page.getByRole('button', { name: 'Save 1 change' }).click()
  await expect(page.getByText('Saved in')).toBeVisible()
  expect(saved()).toContain('"mine"')
})

test('Medusa’s files are looked at, taken over, and their password goes nowhere but where it is asked to', async ({
  open
}) => {
  const source = join(home, 'medusa-1.0')
  mkdirSync(source)
  const files = {
    'settings.json':
      '{"clusters": ["s8", "s9", "s11"], "faults": 1, "hdfs_port": 9000, "httpfs_port": 14000, "httpfs_used": false, "ranking_scheduler": "prediction"}',
    'celeryconfig.py': 'BROKER_URL = "amqp://celeryuser:geheimnis@medusa-rabbitmq/celeryvhost"\n'
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(source, name), text)
  const window = await open(options({ theme: 'light' }))
  const { page } = window
  await show(page)
  await expect(page.getByRole('heading', { name: 'No environment yet' })).toBeVisible()
  await screenshot(page, 'settings-empty-light')
  expect(await findings(page)).toEqual([])
  await answerDialog(
    window,
    Object.keys(files).map((name) => join(source, name))
  )
  await page.getByRole('button', { name: 'Import…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('settings of Medusa')
  await expect(dialog).toContainText(
    'Each gets one of its own here, because a vhost says who answered'
  )
  await screenshot(page, 'settings-import-light')
  expect(await findings(page)).toEqual([])
  await dialog.getByRole('button', { name: /^Take over/ }).click()
  await expect(page.getByLabel('Host')).toHaveValue('medusa-rabbitmq')
  await expect(page.getByRole('row', { name: /s11/ })).toBeVisible()
  await page.getByRole('button', { name: 'Review and save…' }).click()
  await expect(page.getByRole('checkbox')).toBeChecked()
  await page.getByRole('button', { name: /^Save \d/ }).click()
  await expect(page.getByText('Saved in')).toBeVisible()
  await show(page, '/secrets')
  await expect(page.getByRole('row', { name: /broker password medusa/ })).toContainText(
    'this session only'
  )
  await expect(page.getByRole('heading', { name: /this system has no keyring/ })).toBeVisible()
  await screenshot(page, 'settings-secrets-light')
  expect(await findings(page)).toEqual([])
  expect(saved()).not.toContain('geheimnis')
  expect(await page.content()).not.toContain('geheimnis')
  expect(readFileSync(join(source, 'celeryconfig.py'), 'utf8')).toBe(files['celeryconfig.py'])
  await answerDialog(window, [join(home, 'export.json')])
  await page.getByRole('button', { name: 'Export…' }).click()
  await expect(page.getByText('Exported to')).toBeVisible()
  expect(readFileSync(join(home, 'export.json'), 'utf8')).toBe(saved())
})

test('a disk full of text on the clipboard does no harm', async ({ open }) => {
  put(two())
  const { page } = await open(options({ theme: 'light' }))
  await show(page)
  const paste = (selector: string): Promise<number> =>
    page.evaluate((where) => {
      const target = document.querySelector<HTMLElement>(where)
      target?.focus()
      const data = new DataTransfer()
      data.setData('text/plain', 'x'.repeat(100_000_000))
      const begun = performance.now()
      target?.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
      )
      return performance.now() - begun
    }, selector)
  await expect(page.locator('.cm-content')).toContainText('environments')
  const took = await paste('.cm-content')
  test.info().annotations.push({ type: 'paste of 100 MB', description: `${took.toFixed(0)} ms` })
  await expect(page.getByRole('heading', { name: 'That is too much text' })).toBeVisible()
  await expect(page.getByText('Saved in')).toBeVisible()
  expect(took).toBeLessThan(2_000)
  // a field cuts what is put into it
  const kept = await page.evaluate(() => {
    const field = document.querySelector<HTMLInputElement>('input[maxlength="4096"]')
    field?.focus()
    field?.select()
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- as a paste does it: the only way past a script's own `value =`
    document.execCommand('insertText', false, 'y'.repeat(5_000_000))
    return field?.value.length ?? -1
  })
  expect(kept).toBe(4_096)
  await expect(page.getByText('1 change, not saved')).toBeVisible()
  await screenshot(page, 'settings-too-long-light')
})

test('is usable at 1024 × 700 in both themes', async ({ open }) => {
  put(two())
  for (const theme of ['light', 'dark'] as const) {
    const { page, close } = await open(options({ theme, size: { width: 1024, height: 700 } }))
    for (const tab of ['', '/secrets', '/versions']) {
      await show(page, tab)
      await expect(page.getByText('Saved in')).toBeVisible()
      expect(await sidewaysPixels(page)).toBeLessThanOrEqual(0)
      await screenshot(page, `settings${tab.replace('/', '-')}-1024-${theme}`)
      expect(await findings(page)).toEqual([])
    }
    await close()
  }
})

const lab = process.env['MEDUSA_TEST_LAB']

test('an environment opens as soon as its missing secret is given, for this session', async ({
  open
}) => {
  test.skip(lab === undefined, 'MEDUSA_TEST_LAB names no running lab')
  const folder = join(lab ?? '', 'lab')
  const real = JSON.parse(readFileSync(join(folder, 'environment.json'), 'utf8')) as Record<
    string,
    unknown
  >
  const secrets = JSON.parse(readFileSync(join(folder, 'secrets.json'), 'utf8')) as {
    brokerPassword: string
  }
  const environment = { ...real, secretsFile: undefined }
  put(aSettingsText({ settings: environment }))
  const { page } = await open(options({ theme: 'dark' }))
  await show(page, '/secrets')
  await expect(page.getByRole('heading', { name: 'A secret is missing' })).toBeVisible()
  await page.getByRole('button', { name: /Give the broker password of settings/ }).click()
  await page.getByRole('textbox', { name: 'Password' }).fill(secrets.brokerPassword)
  await screenshot(page, 'settings-secret-dark')
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Keep it' }).click()
  await expect(page.getByRole('heading', { name: 'A secret is missing' })).toBeHidden()
  await expect(page.getByRole('row', { name: /broker password/ })).toContainText(
    'this session only'
  )
  await expect(page.getByText('Not connected')).toBeHidden()
  await screenshot(page, 'settings-secrets-dark')
  expect(await page.content()).not.toContain(secrets.brokerPassword)
})
