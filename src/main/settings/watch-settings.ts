/** Tells that the settings file is another one, whoever wrote it. Looked at once a second: works over renames and network folders. */
import { unwatchFile, watchFile } from 'node:fs'

const LOOK_MS = 1_000

/** @returns stops it */
export function watchSettings(file: string, onChange: () => void): () => void {
  const listener = (): void => onChange()
  watchFile(file, { interval: LOOK_MS, persistent: false }, listener)
  return () => unwatchFile(file, listener)
}
