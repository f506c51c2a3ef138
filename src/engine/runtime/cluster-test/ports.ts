/** What testing a cluster needs of the outside. */
import type { ClusterSettings } from '../../../shared/model/settings.js'
import type { HttpProbe } from '../../ports/http-probe.js'
import type { RemoteShell } from '../../ports/remote-shell.js'
import type { KnownHosts } from '../../ports/ssh-hosts.js'
import type { Clock } from '../../ports/system.js'
import type { Workers } from '../../ports/workers.js'

export interface ClusterTestPorts {
  readonly shell: RemoteShell
  readonly knownHosts: KnownHosts
  readonly http: HttpProbe
  readonly clock: Clock
  /** Has the environment an HMAC key for a cluster of this name? */
  readonly hasKey: (cluster: string) => boolean
  /**
   * Links to the environment's broker for this one cluster, to be closed by the caller.
   *
   * @param key - 64 hexadecimal digits; `null`: the environment's own, and where it has none one that opens nothing
   */
  readonly workers: (cluster: ClusterSettings, key: string | null) => Workers
}
