/** A real sshd of our own that leads on to other hosts, as jump hosts do: the lab's own ones do not forward. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import { createServer, connect, type AddressInfo } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { SshHop } from '../../src/shared/model/settings.js'

const SSHD = '/usr/sbin/sshd'
export const hasSshd = existsSync(SSHD)

export class Bastion {
  private constructor(
    readonly hop: SshHop,
    /** The line that known_hosts would have of it. */
    readonly knownHostsLine: string,
    private readonly child: ChildProcess,
    private readonly folder: string
  ) {}

  static async start(): Promise<Bastion> {
    const folder = mkdtempSync(join(tmpdir(), 'medusa-bastion-'))
    chmodSync(folder, 0o755)
    const key = (name: string): string => {
      const file = join(folder, name)
      spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', file])
      return file
    }
    const hostKey = key('host-key')
    const identityFile = key('login-key')
    writeFileSync(join(folder, 'authorized_keys'), readFileSync(`${identityFile}.pub`))
    mkdirSync('/run/sshd', { recursive: true }) // sshd wants it, and only a service would make it
    const port = await freePort()
    const config = join(folder, 'sshd_config')
    writeFileSync(
      config,
      [
        `ListenAddress 127.0.0.1:${String(port)}`,
        `HostKey ${hostKey}`,
        `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
        'PidFile none',
        'PermitRootLogin prohibit-password',
        'UsePAM no',
        'StrictModes no',
        'AllowTcpForwarding local',
        ''
      ].join('\n')
    )
    const child = spawn(SSHD, ['-D', '-e', '-f', config], { stdio: 'ignore' })
    await listening(port)
    const [type = '', base64 = ''] = readFileSync(`${hostKey}.pub`, 'utf8').split(' ')
    const printed = spawnSync('ssh-keygen', ['-lf', `${hostKey}.pub`], { encoding: 'utf8' }).stdout
    return new Bastion(
      {
        host: '127.0.0.1',
        port,
        user: userInfo().username,
        identityFile,
        hostKey: printed.split(' ')[1] ?? ''
      },
      `[127.0.0.1]:${String(port)} ${type} ${base64}`,
      child,
      folder
    )
  }

  stop(): void {
    this.child.kill()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const there = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy()
        resolve(true)
      })
      socket.once('error', () => resolve(false))
    })
    if (there) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`the sshd of the test does not listen at port ${String(port)}`)
}
