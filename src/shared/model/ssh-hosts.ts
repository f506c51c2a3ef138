/** What `~/.ssh/config` says about hosts: resolved values only, the file itself stays where it is and as it is. */

export interface SshConfigHop {
  /** As the configuration names it. */
  readonly name: string
  readonly host: string
  readonly port: number
  readonly user: string
  /** The first key file it names; `null`: the agent, or a default key. */
  readonly identityFile: string | null
}

export interface SshConfigHost extends SshConfigHop {
  /** Hosts on the way, the first one is reached from here. */
  readonly jump: readonly SshConfigHop[]
  /** What of it the console cannot do, for people. */
  readonly notes: readonly string[]
}

export interface SshConfigHosts {
  /** `~/.ssh/config` */
  readonly file: string
  readonly found: boolean
  /** In the order of the file; patterns are left out. */
  readonly hosts: readonly SshConfigHost[]
  /** Files that could not be read, parts that were left out. */
  readonly notes: readonly string[]
}
