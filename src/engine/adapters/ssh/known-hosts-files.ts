/** The `known_hosts` files of this user and this machine, as ssh looks for them. Read only. */
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { KnownHosts, KnownHostsFile } from '../../ports/ssh-hosts.js'

export class KnownHostsFiles implements KnownHosts {
  constructor(private readonly home: string = homedir()) {}

  async read(): Promise<readonly KnownHostsFile[]> {
    const files = [
      ['~/.ssh/known_hosts', join(this.home, '.ssh', 'known_hosts')],
      ['~/.ssh/known_hosts2', join(this.home, '.ssh', 'known_hosts2')],
      ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts']
    ] as const
    const read = await Promise.all(files.map(([name, path]) => readOne(name, path)))
    return read.filter((file) => file !== null)
  }
}

async function readOne(name: string, path: string): Promise<KnownHostsFile | null> {
  try {
    return { name, text: await readFile(path, 'utf8'), problem: null }
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown)
    return code === 'ENOENT' ? null : { name, text: null, problem: code }
  }
}
