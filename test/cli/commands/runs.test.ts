import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { main } from '../../../src/cli/program.js'
import { FileJournalStore } from '../../../src/engine/adapters/files/journal-store.js'
import { when } from '../../../src/cli/output/format.js'
import type { RunSnapshot } from '../../../src/shared/model/run.js'
import { aScene } from '../../engine/runtime/scene.js'

const folders: string[] = []
afterEach(async () => {
  vi.restoreAllMocks()
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

/** A state folder with the run of a process that was killed while two clouds worked. */
async function killed() {
  const state = await mkdtemp(join(tmpdir(), 'medusa-runs-'))
  folders.push(state)
  const scene = aScene()
  for (const cloud of scene.clouds.values()) cloud.durationMs = 60_000
  const run = await scene.until(scene.engine.startRun({ jobFile: '/home/me/job.yaml' }))
  await scene.clock.advance(5_000)
  const { events } = await scene.journals.read(run)
  const last = (await scene.journals.kept(run, 'progress.json')) as RunSnapshot
  const store = new FileJournalStore(state)
  const journal = await store.create(run)
  await journal.append(events as readonly object[])
  await store.keep(run, 'progress.json', last)
  await journal.close()
  return { state, run, last }
}

test('of an interrupted run it says since when, what may still run, and what to do', async () => {
  const { state, run, last } = await killed()
  const told: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => told.push(String(text)) > 0)
  expect(await main(['runs', run, '--state', state])).toBe(0)
  const lines = told.join('').trim().split('\n').slice(-3)
  const [one, two] = last.attempts.map(({ cluster }) => cluster)
  expect(lines).toEqual([
    `interrupted: no process has carried it out since ${when(last.now)}, so there is no verdict`,
    `2 attempts may still run on ${String(one)}, ${String(two)}`,
    'to get a verdict start the job again under another "output:" in its job file: npx medusa run FILE'
  ])
})
