/**
 * Job files that the desktop opens (a double click): they go to the window that is open already, and nothing runs before somebody
 * has said so. A file from a mail must not become a job on six clouds by being clicked on.
 *
 * Windows share the lock of their user folder. A second window may still be opened, and works: only a file alone is handed over.
 */
import { dialog, type App, type BrowserWindow } from 'electron'
import { basename, isAbsolute, resolve } from 'node:path'
import type { WindowArguments } from '../arguments.js'

export interface StartQuestion {
  readonly file: string
  readonly environment: string
  readonly clusters: number
}

/** What is used of Electron's `app`. */
export type InstanceLock = Pick<App, 'requestSingleInstanceLock'>

/** Longest path that is taken from another process, characters. Linux has none that is longer. */
const PATH_LIMIT = 4_096

/**
 * Takes the lock of the user folder, or hands the asked file to the window that has it.
 *
 * @param folder - where a relative path starts
 * @returns whether another window has the file now, and this process has nothing to do
 */
export function handedOver(
  lock: InstanceLock,
  { open, state, environment, run, job }: WindowArguments,
  folder: string
): boolean {
  const alone = [state, environment, run, job].every((each) => each === null)
  const jobFile = open !== null && alone ? resolve(folder, open) : null
  return !lock.requestSingleInstanceLock({ jobFile }) && jobFile !== null
}

/** @param listener - gets the files that other processes hand over */
export function onHandedOver(app: App, listener: (file: string) => void): void {
  app.on('second-instance', (_event, _argv, _folder, data) => {
    const file = jobFileOf(data)
    if (file !== null) listener(file)
  })
}

/** @internal What another process sent, if it is the path of a file. */
export function jobFileOf(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('jobFile' in data)) return null
  const { jobFile } = data
  const right = typeof jobFile === 'string' && jobFile.length <= PATH_LIMIT && isAbsolute(jobFile)
  return right ? jobFile : null
}

/** A question of the desktop's own, which no page can answer. */
export async function confirmStart(
  window: BrowserWindow,
  { file, environment, clusters }: StartQuestion
): Promise<boolean> {
  const count = clusters === 1 ? '1 cluster' : `${String(clusters)} clusters`
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: `Run ${basename(file)} on ${environment}?`,
    detail: `${file}\n\nIts programs run on clusters of the environment ${environment}, which has ${count}.`,
    buttons: ['Do not run', 'Run job'],
    defaultId: 0,
    cancelId: 0
  })
  return response === 1
}
