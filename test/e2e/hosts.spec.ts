/** Terminal, log tail, one command on all, and the HDFS browser, on the clouds of a running lab. */
import { type Page } from '@playwright/test'
import AxeBuilder from '@axe-core/playwright'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, screenshot, sidewaysPixels, test } from './fixtures.js'
import type { OpenOptions, OpenWindow } from './window.js'

const root = resolve(import.meta.dirname, '../..')
const lab = process.env['MEDUSA_TEST_LAB'] ?? ''
test.skip(lab === '', 'MEDUSA_TEST_LAB names no running lab')

interface Target {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly identityFile: string
}
interface Cluster {
  readonly name: string
  readonly ssh: Target
  readonly hadoophome: string
}
const clusters = (): readonly Cluster[] =>
  (
    JSON.parse(readFileSync(join(lab, 'lab/environment.json'), 'utf8')) as {
      clusters: readonly Cluster[]
    }
  ).clusters

/** A command on a cloud, past the console. */
function onHost({ ssh: { host, port, user, identityFile } }: Cluster, command: string): string {
  const options = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'LogLevel=ERROR']
  return execFileSync('ssh', [
    ...options.flatMap((option) => ['-o', option]),
    '-i',
    identityFile,
    '-p',
    String(port),
    `${user}@${host}`,
    command
  ]).toString()
}

type Open = (options?: OpenOptions) => Promise<OpenWindow>

async function opened(open: Open, hash: string, options: OpenOptions = {}): Promise<OpenWindow> {
  const window = await open({
    folder: root,
    args: ['--state', lab, '--environment', 'lab'],
    ...options
  })
  await window.page.getByText('Starting').waitFor({ state: 'detached', timeout: 30_000 })
  await show(window.page, hash)
  return window
}

const show = (page: Page, hash: string): Promise<void> =>
  page.evaluate((next) => void (location.hash = next), hash)

/** Everything axe finds, of any impact. */
async function findings(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)
}

async function pictures(page: Page, name: string): Promise<void> {
  for (const theme of ['dark', 'light'] as const) {
    await page.evaluate((next) => (document.documentElement.dataset['theme'] = next), theme)
    await page.waitForTimeout(150) // colours of the terminal follow a moment later
    await screenshot(page, `hosts-${name}-${theme}`)
  }
}

const screen = (page: Page) => page.locator('.xterm-rows')

test('a terminal shows what is typed, and stays while other pages are shown', async ({ open }) => {
  const { page } = await opened(open, '#/clusters/porto/terminal')
  await expect(page.getByText('No terminal is open')).toBeVisible()
  await pictures(page, 'terminal-none')
  await page.getByRole('button', { name: 'Open terminal' }).click()
  await expect(page.getByText('connected', { exact: true })).toBeVisible({ timeout: 20_000 })
  await page.keyboard.type('echo hosts-$((40 + 2)); ls --color=always /\n')
  await expect(screen(page)).toContainText('hosts-42')
  await page.keyboard.type(
    'printf "\\033[31mred \\033[32mgreen \\033[33myellow \\033[34mblue \\033[0m\\n"\n'
  )
  await expect(screen(page)).toContainText('red green yellow blue')
  await pictures(page, 'terminal')
  expect(await findings(page)).toEqual([])

  await page.keyboard.type('stty size\n')
  await expect(screen(page)).toContainText(/\d+ \d+/)
  await page.setViewportSize({ width: 1024, height: 700 })
  expect(await sidewaysPixels(page)).toBe(0)
  await page.keyboard.type('clear; stty size\n')
  await screenshot(page, 'hosts-terminal-1024x700')

  await page.keyboard.press('Control+Shift+Escape')
  await expect(page.getByRole('button', { name: 'End terminal' })).toBeFocused()
  await show(page, '#/settings')
  await expect(screen(page)).toHaveCount(0)
  await show(page, '#/clusters/porto/terminal')
  await expect(screen(page)).toContainText(/\d+ \d+/)
  await page.locator('.xterm-screen').click()
  await page.keyboard.type('exit 3\n')
  await expect(page.getByText('exit code 3')).toBeVisible()
  await page.getByRole('button', { name: 'Open again' }).click()
  await expect(page.getByText('connected', { exact: true })).toBeVisible({ timeout: 20_000 })
})

test('copies, pastes many lines only when asked, and finds', async ({ open }) => {
  const { page, app } = await opened(open, '#/clusters/lisbon/terminal')
  await page.getByRole('button', { name: 'Open terminal' }).click()
  await expect(page.getByText('connected', { exact: true })).toBeVisible({ timeout: 20_000 })
  await app.evaluate(({ clipboard }) => clipboard.writeText('echo one\necho two-$((1 + 1))\n'))
  await page.keyboard.press('Control+Shift+V')
  await expect(page.getByRole('dialog')).toContainText('Paste 2 lines')
  await screenshot(page, 'hosts-terminal-paste')
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  await expect(screen(page)).not.toContainText('echo one')
  await page.keyboard.press('Control+Shift+V')
  await page.getByRole('button', { name: 'Paste 2 lines' }).click()
  await page.keyboard.press('Enter')
  await expect(screen(page)).toContainText('two-2')
  await page.keyboard.press('Control+Shift+F')
  await page.getByLabel('Find in the terminal').fill('two-2')
  await page.keyboard.press('Enter')
  await expect(page.getByText('not found')).toHaveCount(0)
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await page.keyboard.press('Control+Shift+C')
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toBe('two-2')
})

/** How long the page stood still at most. */
const longestFrame = (page: Page, ms: number) =>
  page.evaluate(async (length) => {
    const seen = { longestMs: 0, frames: 0 }
    const until = performance.now() + length
    for (let last = performance.now(); last < until;) {
      await new Promise(requestAnimationFrame)
      seen.longestMs = Math.max(seen.longestMs, performance.now() - last)
      seen.frames += 1
      last = performance.now()
    }
    return seen
  }, ms)

test('a flood neither freezes the window nor fills it, and Ctrl+C ends it', async ({ open }) => {
  const { page, app } = await opened(open, '#/clusters/faro/terminal')
  await page.getByRole('button', { name: 'Open terminal' }).click()
  await expect(page.getByText('connected', { exact: true })).toBeVisible({ timeout: 20_000 })
  const idle = await longestFrame(page, 2_000)
  await page.keyboard.type('yes flood\n')
  await expect(screen(page)).toContainText('flood')
  const flood = await longestFrame(page, 5_000)
  const memory = await app.evaluate(() => process.memoryUsage().rss / 1024 / 1024)
  test.info().annotations.push({
    type: 'flood',
    description: `longest frame ${flood.longestMs.toFixed(0)} ms (idle ${idle.longestMs.toFixed(0)} ms), ${String(flood.frames)} frames in 5 s, main ${memory.toFixed(0)} MiB`
  })
  // as measured before it on this machine, which may have ten times the work it can do
  expect(flood.longestMs).toBeLessThan(Math.max(1_500, 5 * idle.longestMs))
  expect(memory).toBeLessThan(500)
  const began = Date.now()
  await page.keyboard.press('Control+C')
  await page.keyboard.type('echo over-$((6 * 7))\n')
  await expect(screen(page)).toContainText('over-42', { timeout: 15_000 })
  test.info().annotations.push({
    type: 'flood',
    description: `Ctrl+C to the prompt ${String(Date.now() - began)} ms`
  })
})

test('a terminal whose link drops says so, and connects again', async ({ open }) => {
  const [porto] = clusters()
  const { page } = await opened(open, '#/clusters/porto/terminal')
  await page.getByRole('button', { name: 'Open terminal' }).click()
  await expect(page.getByText('connected', { exact: true })).toBeVisible({ timeout: 20_000 })
  await page.keyboard.type('echo my-sshd-$PPID-\n')
  await expect(screen(page)).toContainText(/my-sshd-\d+-/)
  const sshd = /my-sshd-(\d+)-/.exec((await screen(page).textContent()) ?? '')?.[1] ?? ''
  onHost(porto!, `kill -9 ${sshd}`)
  await expect(page.getByText('connection lost')).toBeVisible({ timeout: 20_000 })
  await pictures(page, 'terminal-lost')
  await page.getByRole('button', { name: 'Connect again' }).click()
  await expect(page.getByText('connected', { exact: true })).toBeVisible({ timeout: 20_000 })
})

test('a log is followed through a rotation, filtered and saved', async ({ open }) => {
  const [porto] = clusters()
  const folder = `${porto!.hadoophome}/home/hosts-e2e`
  const log = `${folder}/hosts-test.log`
  onHost(
    porto!,
    `mkdir -p ${folder}; for i in $(seq 1 500); do echo "2026-11-21 10:00:00 INFO line $i"; done > ${log}; echo "2026-11-21 10:00:01 ERROR broken pipe" >> ${log}; echo "2026-11-21 10:00:02 WARN slow" >> ${log}`
  )
  const saved = mkdtempSync(join(tmpdir(), 'hosts-log-'))
  try {
    const { page, app } = await opened(open, '#/clusters/porto/log')
    await expect(page.getByText('Choose a log to follow it')).toBeVisible({ timeout: 30_000 })
    await page.getByLabel('Filter logs by name').fill('hosts-e2e')
    await page.getByRole('button', { name: /hosts-test\.log/ }).click()
    const lines = page.getByRole('log')
    await expect(lines).toContainText('WARN slow')
    onHost(porto!, `echo "2026-11-21 10:00:03 INFO appended now" >> ${log}`)
    await expect(lines).toContainText('appended now')
    onHost(porto!, `mv ${log} ${log}.1; echo "after the rotation" > ${log}`)
    await expect(lines).toContainText('after the rotation', { timeout: 20_000 })
    await pictures(page, 'log')
    expect(await findings(page)).toEqual([])
    await page.getByLabel('Filter lines').fill('line 49\\d$|error')
    await expect(page.getByText(/11 of 50\d\slines match/)).toBeVisible()
    await expect(lines.locator('mark').first()).toBeVisible()
    await pictures(page, 'log-filtered')
    await page.getByLabel('Filter lines').fill('(a+)+$(')
    await expect(page.getByText('The regex is not whole')).toBeVisible()
    await page.getByLabel('Filter lines').fill('')
    await page.getByRole('button', { name: 'Pause' }).click()
    onHost(porto!, `echo "while it was paused" >> ${log}`)
    await page.getByRole('button', { name: /Resume, 1/ }).click()
    await expect(lines).toContainText('while it was paused')
    const target = join(saved, 'log.txt')
    await app.evaluate(({ dialog }, path) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path })
    }, target)
    await page.getByRole('button', { name: 'Save…' }).click()
    await expect(page.getByRole('region', { name: 'Transfers' })).toContainText('done')
    expect(readFileSync(target, 'utf8')).toBe('after the rotation\nwhile it was paused\n')
    await page.setViewportSize({ width: 1024, height: 700 })
    expect(await sidewaysPixels(page)).toBe(0)
    await screenshot(page, 'hosts-log-1024x700')
  } finally {
    onHost(porto!, `rm -rf ${folder}`)
    rmSync(saved, { recursive: true, force: true })
  }
})

test('one command runs on all clusters, and who differs is seen', async ({ open }) => {
  const { page } = await opened(open, '#/clusters/command')
  await expect(page.getByText('Nothing was run yet')).toBeVisible()
  await pictures(page, 'command-none')
  const command = page.getByRole('textbox', { name: 'Command' })
  await command.fill(
    'echo same; seq 1 20; if [ "$MEDUSA_CLOUD" = faro ]; then echo here only; exit 4; else echo common; fi'
  )
  await page.getByRole('button', { name: 'Run on 3 clusters…' }).click()
  await expect(page.getByRole('dialog')).toContainText('Run this on 3 clusters?')
  await screenshot(page, 'hosts-command-asks')
  await page.getByRole('dialog').getByRole('button', { name: 'Run on 3 clusters' }).click()
  const results = page.getByRole('region', { name: 'Results' })
  await expect(results.getByRole('heading', { level: 2 })).toHaveText(
    'porto and lisbon equal; faro differs',
    { timeout: 30_000 }
  )
  await expect(results).toContainText('exit 4')
  await expect(results.locator('.add')).toContainText('here only')
  await pictures(page, 'command')
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Side by side' }).click()
  await expect(results.getByRole('article')).toHaveCount(3)
  await pictures(page, 'command-beside')
  await page.setViewportSize({ width: 1024, height: 700 })
  expect(await sidewaysPixels(page)).toBe(0)
  await screenshot(page, 'hosts-command-1024x700')

  await command.fill('sleep 300')
  await page.getByRole('checkbox', { name: 'faro' }).uncheck()
  await page.getByRole('button', { name: 'Run on 2 clusters…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Run on 2 clusters' }).click()
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(results.getByText('stopped', { exact: true })).toHaveCount(2, { timeout: 15_000 })
  await show(page, '#/overview')
  await show(page, '#/clusters/command')
  await expect(page.getByRole('button', { name: /^sleep 300/ })).toBeVisible()
})

test('files go to HDFS and back with their digest, and are deleted by name and count', async ({
  open
}) => {
  const base = `hosts-${String(Date.now())}`
  const folder = `/${base}`
  const local = mkdtempSync(join(tmpdir(), 'hosts-hdfs-'))
  const name = "it's 100% #1 é.txt"
  const content = `ünïcode line\n${'data '.repeat(60_000)}`
  writeFileSync(join(local, name), content)
  writeFileSync(join(local, 'bytes.bin'), Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 1, 2, 3]))
  const sha256 = createHash('sha256').update(content).digest('hex')
  const { page, app } = await opened(open, '#/clusters/porto/files')
  const grid = page.getByRole('grid')
  await expect(page.getByText(/^read /)).toBeVisible({ timeout: 20_000 }) // nothing may be there yet
  const goTo = async (path: string): Promise<void> => {
    await page.getByRole('button', { name: 'Type a path' }).click()
    await page.getByLabel('Path in HDFS').fill(path)
    await page.keyboard.press('Enter')
  }
  await goTo(folder)
  await expect(page.getByText(/does not exist on cluster/)).toBeVisible()
  await pictures(page, 'files-missing')
  await goTo('/')
  await page.getByRole('button', { name: 'Directory…' }).click()
  await page.getByLabel('Name', { exact: true }).fill('a:b')
  await page.getByRole('button', { name: 'Make directory' }).click()
  await expect(page.getByText(/is no name/)).toBeVisible()
  await screenshot(page, 'hosts-files-new-directory')
  await page.getByLabel('Name', { exact: true }).fill(base)
  await page.getByRole('button', { name: 'Make directory' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await grid.focus()
  await expect(page.getByRole('row', { selected: true })).toContainText(base)
  await page.keyboard.press('Enter')
  await expect(page.getByText('This directory is empty')).toBeVisible()
  await pictures(page, 'files-empty')

  await app.evaluate(
    ({ dialog }, paths) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: paths })
    },
    [join(local, name), join(local, 'bytes.bin')]
  )
  await page.getByRole('button', { name: 'Upload…' }).click()
  const transfers = page.getByRole('region', { name: 'Transfers' })
  await expect(transfers.getByText('done')).toHaveCount(2, { timeout: 30_000 })
  await expect(transfers).toContainText(sha256)
  await expect(grid.getByRole('row')).toHaveCount(3)
  await page.getByRole('button', { name: 'Upload…' }).click()
  await expect(page.getByRole('dialog')).toContainText('Replace 2 files')
  await page.getByRole('button', { name: 'Keep' }).click()

  await grid.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press(' ')
  await expect(page.getByText('gzip archive: its content is compressed.')).toBeVisible()
  await pictures(page, 'files-binary')
  await grid.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByText('ünïcode line')).toBeVisible()
  await pictures(page, 'files')
  expect(await findings(page)).toEqual([])
  await page.setViewportSize({ width: 1024, height: 700 })
  expect(await sidewaysPixels(page)).toBe(0)
  await screenshot(page, 'hosts-files-1024x700')
  await page.setViewportSize({ width: 1280, height: 800 })

  const target = join(local, 'back.txt')
  await app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path })
  }, target)
  await page.getByRole('button', { name: 'Download…' }).click()
  await expect(transfers.getByText('done')).toHaveCount(3, { timeout: 30_000 })
  expect(readFileSync(target, 'utf8')).toBe(content)

  await page.getByRole('button', { name: 'Up to the directory above' }).click()
  await grid.focus()
  await page.keyboard.press('Delete')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('2 files in 1 directory')
  await pictures(page, 'files-delete')
  await expect(dialog.getByRole('button', { name: /^Delete 2 files/ })).toBeDisabled()
  await dialog.getByRole('textbox').fill(base)
  await dialog.getByRole('button', { name: /^Delete 2 files/ }).click()
  await expect(grid.getByText(base)).toHaveCount(0)
  rmSync(local, { recursive: true, force: true })
})
