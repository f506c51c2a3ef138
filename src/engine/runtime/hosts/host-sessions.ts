/** The clusters of an environment over ssh: one shared session each. Terminals have their own. */
import { ConsoleError } from '../../../shared/model/errors.js'
import type { ClusterName } from '../../../shared/model/ids.js'
import type { ClusterSettings, SshTarget } from '../../../shared/model/settings.js'
import type { RemoteSession, RemoteShell } from '../../ports/remote-shell.js'
import { SharedSessions } from './shared-sessions.js'

export class HostSessions {
  readonly #sessions = new SharedSessions<ClusterName>((name) => this.open(name))

  constructor(
    private readonly shell: RemoteShell,
    private readonly clusters: readonly ClusterSettings[]
  ) {}

  get names(): readonly ClusterName[] {
    return this.clusters.map(({ name }) => name)
  }

  /** @throws ConsoleError `CLUSTER_UNKNOWN` */
  cluster(name: ClusterName): ClusterSettings {
    const found = this.clusters.find((cluster) => cluster.name === name)
    if (found !== undefined) return found
    throw new ConsoleError('CLUSTER_UNKNOWN', `there is no cluster "${name}" in the settings`)
  }

  /** @throws ConsoleError `CLUSTER_UNKNOWN`, `NOT_AVAILABLE` where the settings name no ssh */
  target(name: ClusterName): SshTarget {
    const { ssh } = this.cluster(name)
    if (ssh !== undefined) return ssh
    throw new ConsoleError('NOT_AVAILABLE', `the settings name no ssh for cluster "${name}"`, {
      hint: `add "ssh" with host, user and hostKey to ${name} on the page Clusters`
    })
  }

  /** `user@host:port`; `null` where the settings name no ssh. */
  address(name: ClusterName): string | null {
    const { ssh } = this.cluster(name)
    return ssh === undefined ? null : `${ssh.user}@${ssh.host}:${String(ssh.port)}`
  }

  /** A session of the caller's own, to be closed by it. */
  open(name: ClusterName): Promise<RemoteSession> {
    return this.shell.open(this.target(name))
  }

  /** The shared one. @throws ConsoleError `SSH_FAILED`, `HOST_KEY_CHANGED`, `NOT_AVAILABLE` */
  shared(name: ClusterName): Promise<RemoteSession> {
    return this.#sessions.shared(name)
  }

  close(): Promise<void> {
    return this.#sessions.close()
  }
}
