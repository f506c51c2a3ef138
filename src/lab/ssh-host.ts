/** Which hosts of a lab are reached by ssh, and what a session there finds in its environment. Pure. */
import { join } from 'node:path'
import type { SshTarget } from '../shared/model/settings.js'
import { brokerEnvironment } from './broker-configuration.js'
import { labFile } from './folders.js'
import { markedEnvironment } from './launch.js'
import { cloudFile, cloudPorts, type CloudPlan, type LabPlan } from './plan.js'
import { BROKER } from './processes.js'

export interface SshHost {
  /** The cloud's, or `broker`. */
  readonly name: string
  readonly address: string
  readonly port: number
  /** Of keys and configuration. */
  readonly folder: string
  readonly logs: string
  readonly home: string
  /** Of sessions; with a PATH where programs are to be found that are not in the system's. */
  readonly environment: Readonly<Record<string, string>>
}

/** A session in a bare cloud sees a machine with Hadoop on it; in others the worker's configuration says where everything is. */
export function cloudHost(plan: LabPlan, cloud: CloudPlan, javaHome: string): SshHost {
  const { PATH, LANG, ...marks } = markedEnvironment(plan.folder, cloud.name)
  const home = join(cloud.folder, 'home')
  return {
    name: cloud.name,
    address: cloud.address,
    port: cloudPorts.ssh,
    folder: cloudFile.ssh(cloud),
    logs: cloudFile.logs(cloud),
    home,
    environment: {
      ...marks,
      HOME: home,
      LANG,
      ...(plan.bare
        ? {
            PATH: `${cloud.folder}/bin:${PATH}`,
            HADOOP_HOME: cloud.folder,
            HADOOP_CONF_DIR: cloudFile.conf(cloud),
            JAVA_HOME: javaHome
          }
        : {})
    }
  }
}

/** Only a bare lab's broker is reached by ssh. */
export function brokerHost({ folder, broker }: LabPlan): SshHost {
  const { PATH, ...marked } = markedEnvironment(folder, BROKER)
  return {
    name: BROKER,
    address: broker.address,
    port: broker.sshPort,
    folder: join(broker.folder, 'ssh'),
    logs: join(broker.folder, 'logs'),
    home: join(broker.folder, 'home'),
    environment: {
      ...marked,
      PATH: `${broker.folder}/bin:${PATH}`,
      ...brokerEnvironment(broker)
    }
  }
}

/** @param hostKey - fingerprint */
export const sshTarget = (
  plan: LabPlan,
  { address, port }: SshHost,
  user: string,
  hostKey: string
): SshTarget => ({
  host: address,
  port,
  user,
  identityFile: labFile.consoleKey(plan.folder),
  hostKey
})
