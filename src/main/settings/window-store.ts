/** Writes a small file of settings with electron-store: atomically, keeping what it does not change. */
import Store from 'electron-store'

/** @throws what the file system refuses it for */
export function keepInStore(folder: string, name: string, change: object): void {
  new Store<Record<string, unknown>>({ cwd: folder, name, clearInvalidConfig: true }).set(
    change as Record<string, unknown>
  )
}
