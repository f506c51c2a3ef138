/**
 * What the console's deployment code is told about a cloud of the lab.
 *
 * The lab installs no worker itself: it hands this plan to the same code that installs workers on anybody's clusters, over ssh.
 */
import { join } from 'node:path'
import type { ClusterName } from '../shared/model/ids.js'
import type { SshTarget } from '../shared/model/settings.js'
import type { LabUser } from './lab-user.js'
import { cloudFile, type CloudPlan, type LabPlan } from './plan.js'
import type { LabSecrets } from './secrets.js'
import { cloudHost, sshTarget } from './ssh-host.js'

/** "The worker's configuration" of docs/protocol/tasks.md. */
export interface WorkerConfiguration {
  readonly cluster: ClusterName
  /** With the worker's password. */
  readonly broker: string
  readonly queue: string
  readonly keyFile: string
  readonly stateFolder: string
  readonly workFolder: string
  readonly user: string
  readonly webhdfs: string
  readonly httpfs: string
  readonly digestThrough: 'webhdfs' | 'httpfs'
  readonly yarn: string
  readonly hadoopHome: string
  readonly hadoopConf: string
  readonly javaHome: string
  readonly concurrency: number
}

export interface WorkerDeployment {
  readonly cluster: ClusterName
  readonly ssh: SshTarget
  /** Folder on the host, the ssh user's own; everything of the worker's lies below it. */
  readonly folder: string
  readonly configuration: WorkerConfiguration
  /** HMAC key, 64 hexadecimal digits; goes into `configuration.keyFile`. */
  readonly key: string
  readonly signal: AbortSignal
}

/** Installs and starts the worker; resolves when it has answered `medusa.hello` or sent a heartbeat. */
export type DeployWorker = (deployment: WorkerDeployment) => Promise<void>

export interface WorkerPlan {
  readonly plan: LabPlan
  readonly cloud: CloudPlan
  readonly user: LabUser
  readonly secrets: LabSecrets
  readonly javaHome: string
  readonly hostKey: string
  readonly signal: AbortSignal
}

export function planWorker({
  plan,
  cloud,
  user,
  secrets,
  javaHome,
  hostKey,
  signal
}: WorkerPlan): WorkerDeployment {
  const folder = cloudFile.worker(cloud)
  const password = secrets.passwords.workers[cloud.name] ?? ''
  return {
    cluster: cloud.name,
    ssh: sshTarget(plan, cloudHost(plan, cloud, javaHome), user.name, hostKey),
    folder,
    configuration: {
      cluster: cloud.name,
      broker: `amqp://worker-${cloud.name}:${password}@${plan.broker.address}:${plan.broker.amqpPort}/${cloud.vhost}`,
      queue: cloud.queue,
      keyFile: join(folder, 'hmac.key'),
      stateFolder: join(folder, 'state'),
      workFolder: cloud.workFolder,
      user: user.name,
      webhdfs: cloud.webhdfs,
      httpfs: cloud.httpfs,
      digestThrough: 'webhdfs',
      yarn: cloud.yarn,
      hadoopHome: cloud.folder,
      hadoopConf: cloudFile.conf(cloud),
      javaHome,
      concurrency: 8
    },
    key: secrets.console.keys[cloud.name] ?? '',
    signal
  }
}
