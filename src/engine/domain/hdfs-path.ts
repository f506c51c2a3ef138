/** HDFS paths as people type them, and what must not be removed. */
import { ConsoleError } from '../../shared/model/errors.js'
import { HDFS_PATH_LIMIT } from '../../shared/model/hdfs.js'
import type { RunId } from '../../shared/model/ids.js'

/**
 * A path in its one spelling: absolute, without `//`, `.` and a `/` at its end.
 *
 * @throws ConsoleError `BAD_INPUT` for a relative path, `..`, control characters, or more than 8 000 characters
 */
export function hdfsPath(text: string): string {
  if (!text.startsWith('/')) throw bad(text, 'must begin with "/"')
  if (text.length > HDFS_PATH_LIMIT) throw bad(`${text.slice(0, 40)}…`, 'is too long')
  // eslint-disable-next-line no-control-regex -- control characters are what is refused here
  if (/[\u0000-\u001f\u007f]/.test(text)) throw bad(text, 'holds a control character')
  const parts = text.split('/').filter((part) => part !== '' && part !== '.')
  if (parts.includes('..')) throw bad(text, 'must not hold ".."')
  return `/${parts.join('/')}`
}

/** @throws ConsoleError `BAD_INPUT` for what HDFS takes for no name */
export function hdfsName(text: string): string {
  if (text === '' || text.includes('/') || text.includes(':') || text === '.' || text === '..')
    throw bad(text, 'is no name: it must not be empty, "." or "..", nor hold "/" or ":"')
  return hdfsPath(`/${text}`).slice(1)
}

export const childOf = (folder: string, name: string): string =>
  folder === '/' ? `/${name}` : `${folder}/${name}`

export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

export const parentOf = (path: string): string => path.slice(0, Math.max(1, path.lastIndexOf('/')))

/** What is not to be removed because runs need it. */
export interface Guarded {
  /** HDFS folder of the console's own. */
  readonly workFolder: string
  /** Runs that go on in this environment, whoever carries them out. */
  readonly liveRuns: readonly RunId[]
}

/**
 * Why something may not be removed.
 *
 * @param path - as {@link hdfsPath} gives it
 * @returns `null` when it may
 */
export function removalRefusal(path: string, { workFolder, liveRuns }: Guarded): string | null {
  if (path === '/') return 'the root directory cannot be deleted'
  const run = liveRuns.find((each) => meet(path, `${workFolder}/runs/${each}`))
  return run === undefined ? null : `the run ${run} is going on and keeps its files there`
}

/** Is one of them the other, or below it? */
const meet = (left: string, right: string): boolean =>
  left === right || left.startsWith(`${right}/`) || right.startsWith(`${left}/`)

const bad = (path: string, why: string): ConsoleError =>
  new ConsoleError('BAD_INPUT', `the HDFS path ${JSON.stringify(path)} ${why}`)
