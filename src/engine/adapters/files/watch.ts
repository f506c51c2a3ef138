/**
 * Tells that a run changed on disk, whoever changed it. Several changes within {@link QUIET_MS} are told once.
 *
 * Where the system has no watches left (inotify limits: ENOSPC, EMFILE) or the folder is not there yet, it looks every
 * {@link LOOK_MS} instead.
 */
import { watch, statSync, type FSWatcher } from 'node:fs'
import { join } from 'node:path'

const QUIET_MS = 40
const LOOK_MS = 500
const FILES: readonly string[] = ['journal.jsonl', 'progress.json', 'report.json', 'job.json']

/** @returns stops it; nothing is called after that */
export function watchRun(root: string, run: string, onChange: () => void): () => void {
  const folder = join(root, run)
  let quiet: NodeJS.Timeout | null = null
  let looking: NodeJS.Timeout | null = null
  let watcher: FSWatcher | null = null

  const changed = (): void => {
    quiet ??= setTimeout(() => {
      quiet = null
      onChange()
    }, QUIET_MS)
  }

  const look = (): void => {
    let seen = fingerprint(folder)
    looking = setInterval(() => {
      const now = fingerprint(folder)
      if (now !== seen) changed()
      seen = now
      if (now !== '' && start() && looking !== null) clearInterval(looking)
    }, LOOK_MS)
    looking.unref()
  }

  const start = (): boolean => {
    try {
      watcher = watch(folder, { persistent: false }, (_, name) => {
        if (name === null || FILES.includes(name)) changed()
      })
      watcher.on('error', () => {
        watcher?.close()
        watcher = null
      })
      return true
    } catch {
      // No folder yet, or no watches left: looking goes on.
      return false
    }
  }

  if (!start()) look()
  return () => {
    watcher?.close()
    if (quiet !== null) clearTimeout(quiet)
    if (looking !== null) clearInterval(looking)
  }
}

/** Changes when one of the files does. */
const fingerprint = (folder: string): string =>
  FILES.map((name) => statSync(join(folder, name), { throwIfNoEntry: false }))
    .map((file) => (file === undefined ? '' : `${file.ino}:${file.size}:${file.mtimeMs}`))
    .join('|')
    .replace(/^\|+$/, '')
