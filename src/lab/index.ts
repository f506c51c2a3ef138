/** The lab: real RabbitMQ, Hadoop, sshd and Celery workers on loopback addresses. What `medusa lab …`, the demo and the tests use. */
export { labBreak, labMend } from './breaks/index.js'
export { labDown, type LabDown } from './down.js'
export { faultKinds, labFault, labHeal, strandedClouds, type FaultKind } from './faults.js'
export {
  cacheRoot,
  hadoopFolder,
  labFile,
  labFolder,
  stateRoot,
  HADOOP_VERSION
} from './folders.js'
export { lookAtMachine, type Machine, type MachineNeed, type MachineQuestion } from './machine.js'
export { cloudNames } from './plan.js'
export { prepareLabCache } from './prepare.js'
export { product, type Product } from './product.js'
export { readRecord, requirePlan } from './record.js'
export { readSecrets, type LabSecrets } from './secrets.js'
export {
  cloudDaemons,
  labStatus,
  type BrokerStatus,
  type CloudState,
  type CloudStatus,
  type LabStatus
} from './status.js'
export { writeStory, type StoryJob } from './tour/job.js'
export { labUp, type LabProgress, type LabStarted, type LabUp } from './up.js'
export type { DeployWorker, WorkerConfiguration, WorkerDeployment } from './worker.js'
