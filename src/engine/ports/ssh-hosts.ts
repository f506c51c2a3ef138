/** The ports to what this user's ssh knows: hosts of its configuration, and keys it has met before. Both are read only. */
import type { SshConfigHosts } from '../../shared/model/ssh-hosts.js'

export interface SshHosts {
  /** Never fails: what could not be read stands in the notes. */
  read(): Promise<SshConfigHosts>
}

/** One `known_hosts` file. */
export interface KnownHostsFile {
  /** For people: `~/.ssh/known_hosts`. */
  readonly name: string
  /** `null`: it could not be read. */
  readonly text: string | null
  /** Why it could not be read; `null`: it could. */
  readonly problem: string | null
}

export interface KnownHosts {
  /** Files that are there, the user's first. */
  read(): Promise<readonly KnownHostsFile[]>
}
