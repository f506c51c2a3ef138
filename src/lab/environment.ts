/** The environment `lab` as the console's settings know it. Pure. */
import { environmentSchema, type Environment } from '../shared/model/settings.js'
import { managementUrl } from './broker.js'
import { labFile } from './folders.js'
import { cloudPorts, type CloudPlan, type LabPlan } from './plan.js'
import { cloudHost, sshTarget } from './ssh-host.js'

/**
 * @param hostKeys - cluster name → fingerprint of its sshd's key
 * @returns what stands in `environment.json` of the lab's folder
 */
export function labEnvironment(
  plan: LabPlan,
  user: string,
  javaHome: string,
  hostKeys: ReadonlyMap<string, string>
): Environment {
  return environmentSchema.parse({
    broker: {
      host: plan.broker.address,
      port: plan.broker.amqpPort,
      tls: false,
      user: 'console',
      management: managementUrl(plan)
    },
    clusters: plan.clouds.map((cloud) =>
      labCluster(plan, cloud, user, javaHome, hostKeys.get(cloud.name) ?? '')
    ),
    secretsFile: labFile.secrets(plan.folder),
    jarFolders: [labFile.jars(plan.folder)]
  })
}

const labCluster = (
  plan: LabPlan,
  cloud: CloudPlan,
  user: string,
  javaHome: string,
  hostKey: string
) => ({
  name: cloud.name,
  address: cloud.address,
  vhost: cloud.vhost,
  queue: cloud.queue,
  httpfs: cloud.httpfs,
  webhdfs: cloud.webhdfs,
  peers: cloud.peers,
  yarn: cloud.yarn,
  ssh: sshTarget(plan, cloudHost(plan, cloud, javaHome), user, hostKey),
  workFolder: cloud.workFolder,
  user,
  localhome: `${cloud.folder}/home`,
  hadoophome: cloud.folder,
  javahome: javaHome,
  hadoopmanager: cloud.address,
  namenode: `hdfs://${cloud.address}:${cloudPorts.nameNodeRpc}`
})
