/** One truth: runs of the command line are seen in the window and the other way round, on a running lab; so is what was done. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, screenshot, test } from './fixtures.js'

const root = resolve(import.meta.dirname, '../..')
const state = process.env['MEDUSA_TEST_LAB'] ?? ''
const cli = resolve(root, 'bin/medusa.js')
const tail = ['--state', state, '--environment', 'lab']

test.skip(state === '', 'MEDUSA_TEST_LAB names no running lab')

function aJob(name: string): { readonly file: string; readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'medusa-truth-'))
  mkdirSync(join(folder, 'input'))
  writeFileSync(join(folder, 'input', 'a.txt'), 'one truth for all\n'.repeat(200))
  const file = join(folder, `${name}.json`)
  const job = {
    name,
    faults: 1,
    ranking: 'random',
    jobs: [
      {
        id: 'count',
        jar: {
          path: 'hadoop-mapreduce-examples.jar',
          main: 'wordcount',
          args: ['{input}', '{output}']
        },
        inputs: [{ upload: './input' }]
      }
    ],
    output: `/results/${name}-${String(Date.now())}`
  }
  writeFileSync(file, JSON.stringify(job))
  return { file, folder }
}

test('a run of the command line is listed, watched to its end, and not to be cancelled here', async ({
  open
}) => {
  test.setTimeout(400_000)
  const { page } = await open({ folder: root, args: tail })
  await page.evaluate(() => (location.hash = '#/runs'))
  const { file, folder } = aJob('shell-cli-words')
  const child = spawn(process.execPath, [cli, 'run', file, ...tail, '--json'], { stdio: 'ignore' })
  const ended = new Promise<number | null>((done) => child.once('exit', done))
  const row = page.getByRole('row', { name: /shell-cli-words.*another process/ })
  await expect(row).toBeVisible({ timeout: 60_000 })
  await screenshot(page, 'truth-cli-listed-1280x800')
  await row.click()
  await expect(page.getByRole('heading', { name: 'Running' })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText(
    'carried out by another process'
  )
  await expect(page.getByRole('button', { name: 'Cancel run…' })).toBeHidden()
  await expect(page.getByRole('heading', { name: 'Verified' })).toBeVisible({ timeout: 300_000 })
  expect(await ended).toBe(0)
  await page.evaluate(() => (location.hash = '#/actions'))
  await expect(
    page.getByRole('row', { name: /command line.*started shell-cli-words\.json.*done/ })
  ).toBeVisible()
  await screenshot(page, 'truth-actions-1280x800')
  rmSync(folder, { recursive: true, force: true })
})

test('a run of the window is listed by the command line, which cannot take it over', async ({
  open
}) => {
  test.setTimeout(400_000)
  const { file, folder } = aJob('shell-window-words')
  const { page } = await open({ folder: root, args: [...tail, '--job', file] })
  await expect(page.getByRole('heading', { name: 'Running' })).toBeVisible({ timeout: 60_000 })
  const run = (await page.locator('.crumbs code').textContent()) ?? ''
  const listed = spawnSync(process.execPath, [cli, 'runs', '--state', state, '--json'], {
    encoding: 'utf8'
  })
  const mine = listed.stdout
    .split('\n')
    .filter((line) => line.includes(run))
    .map((line) => JSON.parse(line) as { run: string; live: boolean; verdict: string | null })
  expect(mine).toMatchObject([{ run, live: true, verdict: null }])
  await expect(page.getByRole('heading', { name: 'Verified' })).toBeVisible({ timeout: 300_000 })
  const report = spawnSync(process.execPath, [cli, 'runs', run, '--state', state, '--json'], {
    encoding: 'utf8'
  })
  expect(report.stdout).toContain('"verdict":"verified"')
  await page.evaluate(() => (location.hash = '#/predict'))
  await expect(page.getByRole('region', { name: 'shell-window-words: count' })).toBeVisible()
  await screenshot(page, 'truth-predict-1280x800')
  rmSync(folder, { recursive: true, force: true })
})
