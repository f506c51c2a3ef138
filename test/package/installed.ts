/**
 * The Debian package, installed by dpkg into a root of its own (nothing of the machine is changed) and run from there by a user who
 * may do nothing. Without root the package is unpacked only, and we are that user ourselves.
 */
import { execFileSync, type ExecFileSyncOptions } from 'node:child_process'
import {
  copyFileSync,
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** `nobody`: owns no file, is in no group. */
const USER = 65_534

export const isRoot = process.getuid?.() === 0

export interface Installed {
  readonly deb: string
  /** What would be `/`. */
  readonly root: string
  readonly program: string
  readonly commandLine: string
  /** Folders and environment of a user whom nobody knows; gone with the rest. */
  newUser(): User
  remove(): void
}

export interface User {
  readonly home: string
  readonly env: NodeJS.ProcessEnv
  /** A command and its arguments as this user runs them. */
  command(program: string, args: readonly string[]): readonly [string, ...string[]]
}

/** @returns what a program prints @throws when it ends with another exit code than 0 */
export function output(
  [program, ...args]: readonly [string, ...string[]],
  options: ExecFileSyncOptions = {}
): string {
  return execFileSync(program, args, { encoding: 'utf8', timeout: 60_000, ...options }) as string
}

export function packageFolder(): string {
  const folder = process.env['MEDUSA_PACKAGE']
  if (folder !== undefined) return folder
  throw new Error('MEDUSA_PACKAGE must name the folder of "npm run package", got nothing')
}

export function install(): Installed {
  const folder = packageFolder()
  const name = readdirSync(folder).find((each) => each.endsWith('.deb'))
  if (name === undefined) throw new Error(`${folder} holds no .deb: run "npm run package"`)
  const deb = join(folder, name)
  const root = mkdtempSync(join(tmpdir(), 'medusa-root-'))
  chmodSync(root, 0o755)
  if (isRoot) installByDpkg(deb, root)
  else output(['dpkg-deb', '-x', deb, root])
  const users: string[] = []
  const application = join(root, 'opt/medusa-console')
  return {
    deb,
    root,
    program: join(application, 'medusa-console'),
    commandLine: join(application, 'bin/medusa'),
    newUser: () => {
      const user = newUser()
      users.push(user.home)
      return user
    },
    remove: () => [root, ...users].forEach((each) => rmSync(each, { recursive: true, force: true }))
  }
}

/** With this machine's own list of packages, so that what the package depends on is really looked for. */
function installByDpkg(deb: string, root: string): void {
  const database = join(root, 'var/lib/dpkg')
  for (const each of ['info', 'updates', 'triggers'])
    mkdirSync(join(database, each), { recursive: true })
  copyFileSync('/var/lib/dpkg/status', join(database, 'status'))
  output(['dpkg', `--root=${root}`, '--no-triggers', '--install', deb], { stdio: 'pipe' })
}

function newUser(): User {
  const home = mkdtempSync(join(tmpdir(), 'medusa-user-'))
  const env: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    LANG: 'C.UTF-8',
    DISPLAY: process.env['DISPLAY']
  }
  const { XAUTHORITY } = process.env
  if (XAUTHORITY !== undefined && XAUTHORITY !== '') {
    env['XAUTHORITY'] = join(home, 'xauthority')
    copyFileSync(XAUTHORITY, env['XAUTHORITY']) // xvfb-run keeps it in a folder of its own user
  }
  if (isRoot)
    for (const path of [home, env['XAUTHORITY']])
      if (path !== undefined) chownSync(path, USER, USER)
  return {
    home,
    env,
    command: (program, args) =>
      isRoot
        ? [
            'setpriv',
            `--reuid=${String(USER)}`,
            `--regid=${String(USER)}`,
            '--clear-groups',
            program,
            ...args
          ]
        : [program, ...args]
  }
}
