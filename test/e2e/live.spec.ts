/** The product itself on a running lab: a job file in, a verified result out, all of it seen in the window. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, screenshot, test } from './fixtures.js'

const root = resolve(import.meta.dirname, '../..')
const state = process.env['MEDUSA_TEST_LAB']

test('says what to do where no lab was ever started', async ({ open }) => {
  const empty = mkdtempSync(join(tmpdir(), 'medusa-empty-'))
  const { page } = await open({ folder: root, args: ['--state', empty] })
  await expect(page.getByRole('heading', { name: 'Nothing is set up yet' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Start the lab', exact: true })).toBeVisible()
  await expect(page.getByText('The environment does not exist')).toHaveCount(0)
  rmSync(empty, { recursive: true, force: true })
})

test('says that an environment somebody named is not there', async ({ open }) => {
  const empty = mkdtempSync(join(tmpdir(), 'medusa-empty-'))
  const { page } = await open({ folder: root, args: ['--state', empty, '--environment', 'ours'] })
  await expect(page.getByRole('heading', { name: 'The environment does not exist' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Nothing is set up yet' })).toBeVisible()
  rmSync(empty, { recursive: true, force: true })
})

test('carries a real run through, and shows it to the end', async ({ open }) => {
  test.skip(state === undefined, 'MEDUSA_TEST_LAB names no running lab')
  test.setTimeout(300_000)
  const folder = mkdtempSync(join(tmpdir(), 'medusa-live-'))
  mkdirSync(join(folder, 'input'))
  for (const name of ['a', 'b'])
    writeFileSync(join(folder, 'input', `${name}.txt`), `liberty and justice ${name}\n`.repeat(200))
  const job = join(folder, 'words.json')
  writeFileSync(
    job,
    JSON.stringify({
      name: 'window-words',
      faults: 1,
      ranking: 'random',
      jobs: [
        {
          id: 'count',
          jar: {
            path: 'hadoop-mapreduce-examples.jar',
            main: 'wordcount',
            args: ['-Dmapreduce.job.reduces=2', '{input}', '{output}']
          },
          inputs: [{ upload: './input' }]
        }
      ],
      output: `/results/window-words-${String(Date.now())}`
    })
  )
  const { page } = await open({
    folder: root,
    args: ['--state', state ?? '', '--environment', 'lab', '--job', job]
  })
  await expect(page.getByRole('heading', { name: 'Running' })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText(/^map \d+ %|^reduce \d+ %|^digests/).first()).toBeVisible({
    timeout: 120_000
  })
  await screenshot(page, 'live-running-1280x800')
  await expect(page.getByRole('heading', { name: 'Verified' })).toBeVisible({ timeout: 240_000 })
  await expect(page.getByRole('region', { name: 'Votes' }).getByRole('rowheader')).toHaveCount(3)
  await screenshot(page, 'live-verified-1280x800')
  expect(existsSync(join(state ?? '', 'runs'))).toBe(true)
  rmSync(folder, { recursive: true, force: true })
})
