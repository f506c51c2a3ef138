import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { describeEnvironment } from '../../../../src/engine/adapters/files/environment-files.js'
import { aSettingsText, anEnvironment } from '../../../support/a-settings-text.js'

let state: string
beforeEach(async () => (state = await mkdtemp(join(tmpdir(), 'medusa-environments-'))))
afterEach(() => rm(state, { recursive: true }))

async function hint(name: string, settings: unknown): Promise<unknown> {
  const thrown: unknown = await describeEnvironment(state, name, settings).catch(
    (error: unknown) => error
  )
  return (thrown as { readonly hint: string }).hint
}

async function withLab(): Promise<void> {
  await mkdir(join(state, 'lab'))
  await writeFile(join(state, 'lab', 'environment.json'), '{}')
}
const own: unknown = JSON.parse(aSettingsText({ home: anEnvironment() }))

test('without a lab says how one is started in this very state folder', async () => {
  const start = `npx medusa lab up --state ${state}`
  expect([await hint('lab', {}), await hint('prod', {}), await hint('prod', own)]).toEqual([
    `No lab is set up in ${state}. Start it with: ${start}`,
    `Known: none; "lab" after: ${start}`,
    `Known: home (choose one with --environment NAME); "lab" after: ${start}`
  ])
})

test('a lab that was started is among the known ones', async () => {
  await withLab()
  expect([await hint('prod', {}), await hint('prod', own)]).toEqual([
    'Known: lab (choose one with --environment NAME)',
    'Known: home, lab (choose one with --environment NAME)'
  ])
})
