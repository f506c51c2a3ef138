import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { JsonLinesLog } from '../../../../src/engine/adapters/system/log.js'
import { FakeClock } from '../../../support/fake-clock.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medusa-log-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})
const clock = new FakeClock(0)

test('writes a JSON object a line, without secrets, for its owner alone', async () => {
  const file = join(folder, 'new', 'console.log')
  const log = new JsonLinesLog({ file, clock })
  log.write('info', 'amqp://u:p@h is back', { cluster: 'porto', password: 'x' })
  log.write('debug', 'too fine')
  log.write('error', 'gone', { error: new Error('why') })
  const lines = (await readFile(file, 'utf8')).trim().split('\n')
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    {
      at: '1970-01-01T00:00:00.000Z',
      level: 'info',
      text: 'amqp://u:***@h is back',
      cluster: 'porto',
      password: '***'
    },
    { at: '1970-01-01T00:00:00.000Z', level: 'error', text: 'gone', error: 'why' }
  ])
  expect((await stat(file)).mode & 0o777).toBe(0o600)
})

test('turns the file over when it is large', async () => {
  const file = join(folder, 'console.log')
  const log = new JsonLinesLog({ file, clock })
  const filling = 'x'.repeat(20_000)
  for (let line = 0; line < 450; line++) log.write('info', filling)
  expect((await stat(`${file}.1`)).size).toBeGreaterThan(8 * 1024 * 1024)
  expect((await stat(file)).size).toBeLessThan(3 * 1024 * 1024)
})

test('never fails its caller, and says later how much is missing', async () => {
  const file = join(folder, 'blocked')
  const log = new JsonLinesLog({ file: join(file, 'console.log'), clock })
  const { writeFile, unlink } = await import('node:fs/promises')
  await writeFile(file, 'in the way')
  log.write('info', 'lost')
  log.write('info', 'lost')
  await unlink(file)
  log.write('info', 'back')
  const line = await readFile(join(file, 'console.log'), 'utf8')
  expect(JSON.parse(line)).toMatchObject({ text: 'back', lostLines: 2 })
})
