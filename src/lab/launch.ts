/**
 * Starts a program that outlives the launcher: session of its own, as the lab's user, output into a file, marked so that the lab finds it again.
 */
import { spawn } from 'node:child_process'
import { constants } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { ConsoleError } from '../shared/model/errors.js'
import type { LabUser } from './lab-user.js'
import { diskFull, hasCode } from './owned-files.js'

export interface Launch {
  readonly program: string
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly workingFolder: string
  /** Takes standard output and standard error; begun anew. */
  readonly output: string
  /** Groups beside the user's own; only where root becomes the lab's user. @default none */
  readonly groups?: readonly number[]
}

export interface Launched {
  /** Resolves when it ends, with how: `ended with exit code 1`, `ended by SIGKILL`. */
  readonly end: Promise<string>
}

/** The lab's marks and a small, known environment: nothing of the caller's leaks into daemons. */
export function markedEnvironment(lab: string, cloud: string) {
  return {
    MEDUSA_LAB: lab,
    MEDUSA_CLOUD: cloud,
    PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
    LANG: 'C.UTF-8'
  }
}

/** @throws ConsoleError `LAB_FAILED` when the program can't be started, `DISK_FULL` when its output file can't be made */
export async function launch(
  user: LabUser,
  { program, args, environment, workingFolder, output, groups = [] }: Launch
): Promise<Launched> {
  // The folder of the output may be the lab user's: root must not follow a link laid there.
  const log = await open(
    output,
    constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW,
    0o640
  ).catch((cause: unknown) => {
    throw hasCode(cause, 'ENOSPC', 'EDQUOT') ? diskFull(output, cause) : cause
  })
  try {
    if (user.switched) await log.chown(user.uid, user.gid)
    const [file, words] = inGroups(user, groups, program, args)
    const child = spawn(file, words, {
      cwd: workingFolder,
      env: { USER: user.name, LOGNAME: user.name, ...environment },
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      ...(user.switched && file === program ? { uid: user.uid, gid: user.gid } : {})
    })
    const end = new Promise<string>((resolve) => {
      child.once('exit', (code, signal) => {
        resolve(code === null ? `ended by ${String(signal)}` : `ended with exit code ${code}`)
      })
    })
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve)
      child.once('error', (cause) =>
        reject(
          new ConsoleError('LAB_FAILED', `${program} could not be started: ${cause.message}`, {
            cause
          })
        )
      )
    })
    child.unref()
    return { end }
  } finally {
    await log.close()
  }
}

/** Node sets no groups beside the first, so util-linux does: setpriv becomes the program. */
function inGroups(
  { switched, uid, gid }: LabUser,
  groups: readonly number[],
  program: string,
  args: readonly string[]
): readonly [string, readonly string[]] {
  if (!switched || groups.length === 0) return [program, args]
  const as = [`--reuid=${uid}`, `--regid=${gid}`, `--groups=${[gid, ...groups].join(',')}`]
  return ['/usr/bin/setpriv', [...as, program, ...args]]
}

/**
 * What stands at the end of some log files, each begun by its path; stack frames and blank lines left out.
 *
 * @param count - lines of each
 */
export async function lastLines(
  paths: readonly string[],
  count: number
): Promise<readonly string[]> {
  const tails = await Promise.all(
    paths.map(async (path) => {
      const text = await readFile(path, 'utf8').catch(() => '')
      const lines = text.split('\n').filter((line) => line.trim() !== '' && !isFrame(line))
      return lines.length === 0 ? [] : [path, ...lines.slice(-count)]
    })
  )
  const lines = tails.flat()
  return lines.length === 0 ? [`nothing in ${paths.join(', ')}`] : lines
}

const isFrame = (line: string): boolean => /^\s+at |^\s*\.\.\. \d+ more/.test(line)
