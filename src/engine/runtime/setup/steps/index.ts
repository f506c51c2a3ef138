/** All steps, in the order in which a person reads them. What waits for what stands in each step's `needs`. */
import type { SetupStep } from '../bench.js'
import { brokerAdministrator } from './broker/administrator.js'
import { brokerConsoleUser } from './broker/console-user.js'
import { brokerGuest } from './broker/guest.js'
import { brokerNode } from './broker/node.js'
import { brokerPlugin } from './broker/plugin.js'
import { brokerInstalled } from './broker/rabbitmq.js'
import { brokerReach } from './broker/reach.js'
import { clusterBrokerAccess } from './cluster/broker-access.js'
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
import { clusterVoices } from './cluster/voices.js'
import { clusterWorker } from './cluster/worker.js'
import { clusterYarn } from './cluster/yarn.js'
import { brokerNames, clusterNames } from './names.js'
import { consoleEnvironment } from './console/environment.js'

export const steps: readonly SetupStep[] = [
  brokerReach,
  brokerNames,
  brokerInstalled,
  brokerNode,
  brokerPlugin,
  brokerAdministrator,
  brokerConsoleUser,
  clusterReach,
  clusterNames,
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
  clusterBrokerAccess,
  clusterWorker,
  clusterHello,
  clusterVoices,
  brokerGuest,
  consoleEnvironment
]
