/** Clusters as hosts and as file systems, for people: terminals, logs, commands, files. */
import type { Sha256, ClusterName } from '../../../shared/model/ids.js'
import type { Environment } from '../../../shared/model/settings.js'
import type { RemoteShell } from '../../ports/remote-shell.js'
import type { Clock } from '../../ports/system.js'
import { HdfsDesk, type HdfsPorts } from './hdfs-desk.js'
import { HostCommands } from './host-commands.js'
import { HostSessions } from './host-sessions.js'
import { LogTails } from './log-tails.js'
import { saveLog } from './save-log.js'
import { Terminals } from './terminals.js'
import { Transfers } from './transfers.js'

export interface HostPorts extends HdfsPorts {
  readonly shell: RemoteShell
  readonly clock: Clock
}

export interface Hosts {
  readonly terminals: Terminals
  readonly logs: LogTails
  readonly commands: HostCommands
  readonly hdfs: HdfsDesk
  readonly transfers: Transfers
  /** Brings a whole log here. @throws ConsoleError `BAD_INPUT` for a path that no listing had */
  saveLog(cluster: ClusterName, path: string, target: string): Promise<Sha256>
  close(): Promise<void>
}

export function createHosts(environment: Pick<Environment, 'clusters'>, ports: HostPorts): Hosts {
  const { shell, clock, rng, files } = ports
  const hosts = new HostSessions(shell, environment.clusters)
  const transfers = new Transfers(clock, rng)
  const terminals = new Terminals(hosts, clock)
  const logs = new LogTails(hosts, clock)
  const commands = new HostCommands(hosts, clock, rng)
  return {
    terminals,
    logs,
    commands,
    transfers,
    hdfs: new HdfsDesk(environment.clusters, ports, transfers),
    saveLog: (cluster, path, target) => {
      const { size } = logs.listed(cluster, path)
      const head = { kind: 'log', cluster, path, local: target, total: size } as const
      return transfers.run(head, (steps) =>
        saveLog({ hosts, files }, { cluster, path, target }, steps)
      )
    },
    close: async () => {
      transfers.close()
      terminals.closeAll()
      commands.close()
      logs.stop()
      await hosts.close()
    }
  }
}
