import { spawn, type ChildProcess } from 'node:child_process'
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { FileJournalStore } from '../../src/engine/adapters/files/journal-store.js'
import { MemoryJournalStore } from '../support/memory-journal-store.js'
import { describeJournals } from './journal-contract.js'

describeJournals('MemoryJournalStore', () => {
  const store = new MemoryJournalStore()
  return Promise.resolve({
    store,
    textOf: (run) => Promise.resolve(store.textOf(run)),
    crash: (run, torn) => {
      store.crash(run, torn)
      return Promise.resolve()
    },
    overwrite: (run, text) => {
      store.overwrite(run, text)
      return Promise.resolve()
    },
    dispose: () => Promise.resolve()
  })
})

describeJournals('FileJournalStore', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'medusa-journal-'))
  const journal = (run: string): string => join(folder, 'runs', run, 'journal.jsonl')
  return {
    store: new FileJournalStore(folder),
    textOf: (run) => readFile(journal(run), 'utf8'),
    crash: async (run, torn) => {
      // We cannot die and go on: the lock becomes that of a process which has really ended.
      const dead = await endedProcess()
      const lock = join(folder, 'runs', run, 'lock')
      const held = JSON.parse(await readFile(lock, 'utf8')) as object
      await writeFile(lock, JSON.stringify({ ...held, pid: dead, host: hostname() }))
      await appendFile(journal(run), torn)
    },
    overwrite: (run, text) => writeFile(journal(run), text),
    dispose: () => rm(folder, { recursive: true, force: true })
  }
})

async function endedProcess(): Promise<number> {
  const child: ChildProcess = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' })
  await new Promise((resolve) => child.once('exit', resolve))
  return child.pid!
}
