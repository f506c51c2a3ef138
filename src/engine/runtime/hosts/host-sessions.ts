/** One ssh session a cluster, opened when it is first needed and again when it was lost. Terminals have their own. */
import { ConsoleError } from '../../../shared/model/errors.js'
import type { ClusterName } from '../../../shared/model/ids.js'
import type { ClusterSettings, SshTarget } from '../../../shared/model/settings.js'
import type { RemoteSession, RemoteShell } from '../../ports/remote-shell.js'

export class HostSessions {
  readonly #open = new Map<ClusterName, Promise<RemoteSession>>()

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
  async shared(name: ClusterName): Promise<RemoteSession> {
    const known = this.#open.get(name)
    if (known !== undefined) {
      const session = await known.catch(() => null) // why it failed then is not why it would now
      if (session?.alive === true) return session
      if (this.#open.get(name) === known) this.#open.delete(name)
      else return this.shared(name) // somebody else opened it meanwhile
    }
    const opening = this.open(name)
    this.#open.set(name, opening)
    return opening
  }

  /** n.b. does not wait for what is being opened, which may take 20 s a hop: it is closed as soon as it stands. */
  async close(): Promise<void> {
    const all = [...this.#open.values()]
    this.#open.clear()
    await Promise.all(
      all.map(async (opening) => {
        const session = await Promise.race([opening, Promise.resolve(null)]).catch(() => null)
        if (session !== null) await session.close()
        else opening.then((late) => late.close()).catch(() => undefined) // it never was open
      })
    )
  }
}
