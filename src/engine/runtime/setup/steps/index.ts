/** All steps, in the order in which a person reads them. What waits for what stands in each step's `needs`. */
import type { SetupStep } from '../bench.js'
import { brokerAdministrator } from './broker/administrator.js'
import { brokerConsoleUser } from './broker/console-user.js'
import { brokerGuest } from './broker/guest.js'
import { brokerNode } from './broker/node.js'
import { brokerPlugin } from './broker/plugin.js'
import { brokerInstalled } from './broker/rabbitmq.js'
import { brokerReach } from './broker/reach.js'
import { clusterHadoop } from './cluster/hadoop.js'
import { clusterHdfs } from './cluster/hdfs.js'
import { clusterHello } from './cluster/hello.js'
import { clusterHome } from './cluster/home.js'
import { clusterHttpfs } from './cluster/httpfs.js'
import { clusterHttpfsProof } from './cluster/httpfs-proof.js'
import { clusterImpersonation } from './cluster/impersonation.js'
import { clusterPeers } from './cluster/peers.js'
import { clusterPeersRead } from './cluster/peers-read.js'
import { clusterPython } from './cluster/python.js'
import { clusterReach } from './cluster/reach.js'
import { clusterVhost } from './cluster/vhost.js'
import { clusterWorker } from './cluster/worker.js'
import { clusterYarn } from './cluster/yarn.js'
import { consoleEnvironment } from './console/environment.js'

export const steps: readonly SetupStep[] = [
  brokerReach,
  brokerInstalled,
  brokerNode,
  brokerPlugin,
  brokerAdministrator,
  brokerConsoleUser,
  clusterReach,
  clusterHadoop,
  clusterHdfs,
  clusterYarn,
  clusterHome,
  clusterHttpfs,
  clusterImpersonation,
  clusterHttpfsProof,
  clusterPeers,
  clusterPython,
  clusterPeersRead,
  clusterVhost,
  clusterWorker,
  clusterHello,
  brokerGuest,
  consoleEnvironment
]
