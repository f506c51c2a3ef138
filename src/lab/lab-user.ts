/**
 * The operating system's user a lab runs as.
 *
 * Started by root, the lab makes the system user `medusa-lab` and nothing of it runs as root; started by anybody else it runs as the caller.
 * The user's home is in no lab's folder: every lab of the machine has the same user, and a folder of a lab may be deleted.
 */
import { execFile } from 'node:child_process'
import { chown, mkdir, readFile, stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { ConsoleError } from '../shared/model/errors.js'

const run = promisify(execFile)

export interface LabUser {
  readonly name: string
  readonly uid: number
  readonly gid: number
  /** True when the caller is root and has to become this user. */
  readonly switched: boolean
  /** Only when this very call made the system user: its home. */
  readonly madeHome?: string
}

export const LAB_USER = 'medusa-lab'
const LAB_HOME = '/var/lib/medusa/home'

/** @throws ConsoleError `PREREQUISITE_MISSING` when the user can't be made */
export async function labUser(): Promise<LabUser> {
  const caller = userInfo()
  if (caller.uid !== 0)
    return { name: caller.username, uid: caller.uid, gid: caller.gid, switched: false }
  const known = await lookUp()
  const found = known ?? (await create())
  await mkdir(dirname(LAB_HOME), { recursive: true, mode: 0o755 })
  await mkdir(found.home, { recursive: true, mode: 0o750 })
  await chown(found.home, found.uid, found.gid)
  const { uid, gid, home } = found
  return { name: LAB_USER, uid, gid, switched: true, ...(known === null ? { madeHome: home } : {}) }
}

/** What to tell of a user that was just made: it lies outside the lab's folder. @returns `null` when none was */
export const madeUserText = ({ name, madeHome }: LabUser): string | null =>
  madeHome === undefined
    ? null
    : `the lab does not run as root: the system user ${name} was made for it, with the home ${madeHome}; "userdel ${name}" removes it`

interface Entry {
  readonly uid: number
  readonly gid: number
  readonly home: string
}

async function lookUp(): Promise<Entry | null> {
  const line = (await readFile('/etc/passwd', 'utf8'))
    .split('\n')
    .find((entry) => entry.startsWith(`${LAB_USER}:`))
  const [, , uid, gid, , home] = line?.split(':') ?? []
  return uid === undefined || gid === undefined || home === undefined
    ? null
    : { uid: Number(uid), gid: Number(gid), home }
}

async function create(): Promise<Entry> {
  // A password of "*" never matches, but does not lock the account as "!" would: sshd refuses locked accounts even with a key.
  const useradd = [
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir',
    LAB_HOME,
    '--shell',
    '/bin/bash',
    '--password',
    '*',
    LAB_USER
  ]
  try {
    await run('/usr/sbin/useradd', useradd)
  } catch (cause) {
    // Another lab may have made it a moment ago.
    if ((await lookUp()) === null)
      throw new ConsoleError(
        'PREREQUISITE_MISSING',
        `the system user ${LAB_USER} could not be made`,
        {
          hint: `Run: useradd ${useradd.map((word) => (word === '*' ? "'*'" : word)).join(' ')}`,
          cause
        }
      )
  }
  const entry = await lookUp()
  if (entry === null)
    throw new ConsoleError(
      'PREREQUISITE_MISSING',
      `useradd made no user ${LAB_USER} in /etc/passwd`
    )
  return entry
}

/**
 * Every folder above must let the lab's user through.
 *
 * @throws ConsoleError `BAD_INPUT` naming the first folder that does not
 */
export async function assertReachable(user: LabUser, path: string): Promise<void> {
  if (!user.switched) return
  for (let at = path; ; at = dirname(at)) {
    const found = await stat(at).catch(() => null)
    if (found !== null) {
      const bits = found.uid === user.uid ? 0o100 : found.gid === user.gid ? 0o010 : 0o001
      if ((found.mode & bits) === 0)
        throw new ConsoleError(
          'BAD_INPUT',
          `the lab runs as ${user.name}, who may not enter ${at}`,
          {
            hint: `Run: chmod o+x ${at}, or choose another folder with --state DIR.`
          }
        )
    }
    if (at === dirname(at)) return
  }
}
