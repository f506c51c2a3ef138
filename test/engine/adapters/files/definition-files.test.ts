import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DefinitionFiles } from '../../../../src/engine/adapters/files/definition-files.js'
import { FakeClock } from '../../../support/fake-clock.js'

let state: string
beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'medusa-definitions-'))
})
afterEach(() => rm(state, { recursive: true, force: true }))

const names = async (): Promise<readonly string[]> => (await readdir(join(state, 'backups'))).sort()

test('writes nothing when nothing changed since the newest', async () => {
  const clock = new FakeClock()
  const exports = new DefinitionFiles(state, 'lab', clock)
  const first = await exports.keep('{}')
  await clock.advance(1_000)
  expect((await exports.keep('{}')).file).toBe(first.file)
  expect(await names()).toHaveLength(1)
})

test('keeps the newest two hundred of an environment, the one just written, and those of others', async () => {
  await mkdir(join(state, 'backups'))
  const old = (environment: string, index: number): string =>
    `definitions-${environment}-2099-01-01T00-00-00-${String(index).padStart(3, '0')}Z.json`
  for (let index = 0; index < 210; index++)
    await writeFile(join(state, 'backups', old('lab', index)), 'old')
  await writeFile(join(state, 'backups', old('other', 0)), 'old')
  const written = await new DefinitionFiles(state, 'lab', new FakeClock()).keep('{}')
  const left = await names()
  expect([left.length, left.includes(basename(written.file)), left[1], left.at(-1)]).toEqual([
    201,
    true,
    old('lab', 11),
    old('other', 0)
  ])
})
