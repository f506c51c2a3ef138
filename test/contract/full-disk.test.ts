/** A journal on a disk that really is full: a small tmpfs, which only root may mount. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, stat, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RunId } from '../../src/shared/model/ids.js'
import { FileJournalStore } from '../../src/engine/adapters/files/journal-store.js'

const run = promisify(execFile)
const id = 'r-1' as RunId

describe.runIf(process.getuid?.() === 0)('a journal on a full disk', () => {
  let disk: string
  beforeEach(async () => {
    disk = await mkdtemp(join(tmpdir(), 'medusa-full-'))
    await run('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'medusa-test', disk])
  })
  afterEach(async () => {
    await run('umount', [disk])
    await rm(disk, { recursive: true, force: true })
  })

  test('says so, keeps whole lines only, and goes on once there is room', async () => {
    const store = new FileJournalStore(disk)
    const journal = await store.create(id)
    await journal.append([{ n: 1 }])
    const path = join(disk, 'runs', id, 'journal.jsonl')
    const before = (await stat(path)).size
    await writeFile(join(disk, 'filling'), Buffer.alloc(230_000))
    await expect(journal.append([{ large: 'x'.repeat(60_000) }])).rejects.toMatchObject({
      code: 'DISK_FULL',
      hint: expect.stringContaining('free some space') as string
    })
    const after = (await stat(path)).size
    await expect(
      store.keep(id, 'report.json', { large: 'x'.repeat(60_000) })
    ).rejects.toMatchObject({ code: 'DISK_FULL' })
    await unlink(join(disk, 'filling'))
    await journal.append([{ n: 2 }])
    await journal.close()
    expect({ cutBack: after === before, content: await store.read(id) }).toEqual({
      cutBack: true,
      content: { events: [{ n: 1 }, { n: 2 }], torn: null }
    })
  })
})
