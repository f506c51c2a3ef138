/**
 * A host's sshd: own host key, own port, public keys only, started and reachable as the lab's user alone.
 *
 * `SetEnv` marks all that is started through it, so that `down` and `outage` find the worker and its attempts.
 */
import { execFile } from 'node:child_process'
import { access, chown, readFile, rename } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { labFile } from './folders.js'
import { greets } from './greeting.js'
import { launch, markedEnvironment, type Launched } from './launch.js'
import type { LabUser } from './lab-user.js'
import type { OwnedFiles } from './owned-files.js'
import type { LabPlan } from './plan.js'
import type { SshHost } from './ssh-host.js'

const run = promisify(execFile)

/** The console's key pair of this lab; the private half is the caller's alone. @returns the public half, a line of authorized_keys */
export async function ensureConsoleKey(folder: string, keygen: string): Promise<string> {
  const path = labFile.consoleKey(folder)
  await ensureKey(path, keygen, 'medusa-console')
  return readFile(`${path}.pub`, 'utf8')
}

async function ensureKey(path: string, keygen: string, comment: string): Promise<void> {
  if (await exists(`${path}.pub`)) return
  const fresh = `${path}.new`
  // Asks before it overwrites, and nobody is there to answer.
  await run('/bin/rm', ['-f', fresh, `${fresh}.pub`])
  await run(keygen, ['-q', '-t', 'ed25519', '-N', '', '-C', comment, '-f', fresh])
  await rename(fresh, path)
  await rename(`${fresh}.pub`, `${path}.pub`)
}

export interface SshStart {
  readonly plan: LabPlan
  readonly host: SshHost
  readonly user: LabUser
  readonly files: OwnedFiles
  readonly sshd: string
  readonly sshKeygen: string
  /** A line of authorized_keys. */
  readonly publicKey: string
}

export async function startSshDaemon({
  plan,
  host,
  user,
  files,
  sshd,
  sshKeygen,
  publicKey
}: SshStart): Promise<Launched> {
  const hostKey = join(host.folder, 'host-key')
  await ensureKey(hostKey, sshKeygen, host.name)
  if (user.switched) await chown(hostKey, user.uid, user.gid)
  await files.file(join(host.folder, 'authorized_keys'), publicKey)
  await files.file(join(host.folder, 'sshd_config'), sshdConfig(host, user))
  // A terminal's login shell begins with Debian's /etc/profile, which sets the PATH anew.
  const path = host.environment['PATH']
  if (path !== undefined) await files.userFile(join(host.home, '.profile'), `PATH=${path}\n`, 0o644)
  return launch(user, {
    program: sshd,
    args: ['-D', '-f', join(host.folder, 'sshd_config'), '-E', join(host.logs, 'sshd.log')],
    environment: { ...markedEnvironment(plan.folder, host.name), HOME: host.home },
    workingFolder: '/',
    output: join(host.logs, 'sshd.out'),
    groups: await terminalGroup()
  })
}

/**
 * An sshd that is not root hands a terminal to the group `tty`, and breaks the connection off where it may not. In a container, whose
 * /dev/pts is mounted without `gid=5`, it may not unless it is in that group.
 */
async function terminalGroup(): Promise<readonly number[]> {
  const id = /^tty:[^:]*:(\d+):/m.exec(await readFile('/etc/group', 'utf8'))?.[1]
  return id === undefined ? [] : [Number(id)]
}

export const sshLogs = (host: SshHost): readonly string[] =>
  ['sshd.log', 'sshd.out'].map((name) => join(host.logs, name))

/** n.b. of several `SetEnv` lines sshd takes the first, so everything stands in one; what has blanks stands in quotes. */
export const sshdConfig = (host: SshHost, user: Pick<LabUser, 'name'>): string =>
  [
    `ListenAddress ${host.address}:${host.port}`,
    `HostKey ${host.folder}/host-key`,
    `AuthorizedKeysFile ${host.folder}/authorized_keys`,
    'PidFile none',
    `AllowUsers ${user.name}`,
    'AuthenticationMethods publickey',
    'PubkeyAuthentication yes',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin prohibit-password',
    'UsePAM no',
    // The lab's folders are checked by the lab; a state folder in /tmp (sticky, writable by all) would be refused.
    'StrictModes no',
    'UseDNS no',
    'AllowAgentForwarding no',
    'AllowTcpForwarding no',
    'X11Forwarding no',
    'PermitUserEnvironment no',
    'PrintMotd no',
    'MaxStartups 50:30:100',
    'MaxSessions 50',
    'Subsystem sftp internal-sftp',
    `SetEnv ${Object.entries(host.environment).map(assignment).join(' ')}`,
    ''
  ].join('\n')

const assignment = ([name, value]: readonly [string, string]): string =>
  value.includes(' ') ? `"${name}=${value}"` : `${name}=${value}`

/** The fingerprint as `ssh-keygen -lf` prints it. */
export async function hostKeyFingerprint(host: Pick<SshHost, 'folder'>): Promise<string> {
  return fingerprintOf(await readFile(join(host.folder, 'host-key.pub'), 'utf8'))
}

/** @param publicKey - `ssh-ed25519 AAAA… comment` */
export function fingerprintOf(publicKey: string): string {
  const [, base64 = ''] = publicKey.split(' ')
  const digest = createHash('sha256').update(Buffer.from(base64, 'base64')).digest('base64')
  return `SHA256:${digest.replace(/=+$/, '')}`
}

/** It says `SSH-2.0-…` when connected to. */
export const sshAnswers = ({ address, port }: SshHost): Promise<boolean> =>
  greets({ host: address, port }, '', (greeting) =>
    greeting.toString('latin1').startsWith('SSH-2.0-')
  )

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false
  )
