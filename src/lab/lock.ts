/**
 * One `up` or `down` at a time: a file beside the lab's folder that names the process that holds it.
 *
 * The content appears with the name (link of a finished file), and a lock whose process is gone, or whose id now is another process's, is taken over.
 */
import { link, readFile, rename, unlink, writeFile } from 'node:fs/promises'
import { ConsoleError } from '../shared/model/errors.js'
import { hasCode, ignoreMissing } from './owned-files.js'
import { parseStat } from './processes.js'

/**
 * @returns releases the lock
 * @throws ConsoleError `LAB_FAILED` naming the process that holds it
 */
export async function lock(path: string): Promise<() => Promise<void>> {
  const mine = `${process.pid} ${await startOf(process.pid)}\n`
  const temporary = `${path}.${process.pid}`
  await writeFile(temporary, mine, { mode: 0o644 })
  try {
    for (;;) {
      if (await tryLink(temporary, path)) return async () => unlink(path).catch(ignoreMissing)
      const holder = await readFile(path, 'utf8').catch(() => '')
      const [pid, startedAt] = holder.trim().split(' ').map(Number)
      if (pid !== undefined && startedAt !== undefined && (await startOf(pid)) === startedAt)
        throw new ConsoleError(
          'LAB_FAILED',
          `process ${pid} is starting or stopping this lab at the moment`,
          {
            hint: `Wait until process ${pid} is done, or stop it.`,
            facts: { pid }
          }
        )
      await removeStale(path, `${temporary}.stale`, holder)
    }
  } finally {
    await unlink(temporary).catch(ignoreMissing)
  }
}

/** Moved away under our own name first: whoever else found it stale may have replaced it meanwhile; then it goes back. */
async function removeStale(path: string, aside: string, stale: string): Promise<void> {
  await rename(path, aside).catch(ignoreMissing)
  const moved = await readFile(aside, 'utf8').catch(() => stale)
  if (moved !== stale) await tryLink(aside, path)
  await unlink(aside).catch(ignoreMissing)
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  }
}

/** Clock ticks since boot at which a process began; null when there is none. */
async function startOf(pid: number): Promise<number | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  return stat === null ? null : parseStat(stat).startedAt
}
