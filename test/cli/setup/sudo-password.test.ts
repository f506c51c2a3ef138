import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sudoPassword } from '../../../src/cli/setup/sudo-password.js'

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'medusa-sudo-'))
  file = join(folder, 'sudo')
  writeFileSync(file, ' s3cret \n', { mode: 0o600 })
})
afterEach(() => rmSync(folder, { recursive: true }))

async function* standardInput(text: string): AsyncGenerator<string> {
  yield await Promise.resolve(text)
}

test('takes the first line of a file, as it is', async () => {
  expect(await sudoPassword(file)).toBe(' s3cret ')
})

test('takes the first line of standard input', async () => {
  expect(await sudoPassword('-', standardInput('right\r\nmore'))).toBe('right')
})

test('refuses a file that others may read, and says how to mend it', async () => {
  chmodSync(file, 0o644)
  await expect(sudoPassword(file)).rejects.toMatchObject({
    code: 'BAD_INPUT',
    hint: `chmod 600 ${file}`
  })
})

test('refuses an empty one and one that is not there', async () => {
  await expect(sudoPassword('-', standardInput('\n'))).rejects.toMatchObject({ code: 'BAD_INPUT' })
  await expect(sudoPassword(join(folder, 'none'))).rejects.toMatchObject({ code: 'FILE_MISSING' })
})
