/** Starts RabbitMQ and the daemons of a cloud, each until it has answered. */
import { brokerAnswers, brokerLogs, brokerWasReady, startBroker } from './broker.js'
import { layOutCloud } from './cloud-folder.js'
import { clearFaults } from './faults.js'
import { daemonAnswers, daemonLogs, startHadoopDaemon } from './hadoop-daemons.js'
import type { HadoopDaemon, JavaSet } from './jvm.js'
import type { LabUser } from './lab-user.js'
import { ensureNameNodeFolder } from './name-node-folder.js'
import type { OwnedFiles } from './owned-files.js'
import { peersAnswer, peersLog, startPeers } from './peers.js'
import type { CloudPlan, LabPlan } from './plan.js'
import type { Programs } from './prerequisites.js'
import { BROKER } from './processes.js'
import type { LabSecrets } from './secrets.js'
import { hostKeyFingerprint, sshAnswers, sshLogs, startSshDaemon } from './ssh-daemon.js'
import { cloudHost, type SshHost } from './ssh-host.js'
import type { Undertaking } from './undertaking.js'
import { planWorker, type DeployWorker } from './worker.js'

/** What all parts of a start share. */
export interface Start {
  readonly plan: LabPlan
  readonly programs: Programs
  readonly user: LabUser
  readonly files: OwnedFiles
  readonly java: JavaSet
  readonly secrets: LabSecrets
  /** `resources/lab` */
  readonly resources: string
  /** The console's, a line of authorized_keys. */
  readonly publicKey: string
  /** `current` of a formatted NameNode, to copy. */
  readonly nameNode: string
  readonly deployWorker: DeployWorker
  readonly undertaking: Undertaking
  readonly report: (cloud: string, daemon: string, state: 'starting' | 'ready') => void
}

export async function startAndAwaitBroker(start: Start): Promise<void> {
  const { plan, secrets, files, undertaking, report } = start
  undertaking.assertWanted()
  report(BROKER, 'rabbitmq', 'starting')
  const launched = await startBroker({ ...start, program: start.programs.rabbitmq })
  await undertaking.untilItAnswers({
    what: 'broker: rabbitmq',
    launched,
    answers: () => brokerAnswers(plan, secrets),
    logs: brokerLogs(plan)
  })
  await brokerWasReady(plan, files)
  report(BROKER, 'rabbitmq', 'ready')
}

export async function startCloud(
  start: Start,
  cloud: CloudPlan,
  brokerReady: Promise<void>
): Promise<void> {
  const { files, undertaking } = start
  await clearFaults(cloud)
  await layOutCloud(cloud, start)
  await ensureNameNodeFolder(cloud, start.nameNode, files)
  const begin = (daemon: HadoopDaemon) => startDaemon(start, cloud, daemon)
  const { bare } = start.plan
  // Who looks for another is started when the other answers: a DataNode that comes too early sleeps for 5 s, and there are fewer processors than JVMs.
  const storage = async () => {
    await begin('namenode')
    const gateways = bare ? [] : [begin('httpfs'), startGateway(start, cloud)]
    await undertaking.together([begin('datanode'), ...gateways])
  }
  const computing = async () => {
    await begin('resourcemanager')
    await begin('nodemanager')
  }
  const host = cloudHost(start.plan, cloud, start.programs.javaHome)
  const access = async () => {
    await startSsh(start, host)
    if (!bare) await startWorker(start, cloud, host, brokerReady)
  }
  await undertaking.together([storage(), computing(), access()])
}

async function startDaemon(start: Start, cloud: CloudPlan, daemon: HadoopDaemon): Promise<void> {
  const { plan, user, java, undertaking, report } = start
  undertaking.assertWanted()
  report(cloud.name, daemon, 'starting')
  const launched = await startHadoopDaemon(plan, cloud, daemon, java, user)
  await undertaking.untilItAnswers({
    what: `${cloud.name}: ${daemon}`,
    launched,
    answers: () => daemonAnswers[daemon](cloud, user.name),
    logs: daemonLogs(cloud, daemon)
  })
  report(cloud.name, daemon, 'ready')
}

async function startGateway(start: Start, cloud: CloudPlan): Promise<void> {
  const { plan, user, programs, undertaking, report } = start
  undertaking.assertWanted()
  report(cloud.name, 'peers', 'starting')
  const launched = await startPeers(plan, cloud, programs.python, user)
  await undertaking.untilItAnswers({
    what: `${cloud.name}: peers`,
    launched,
    answers: () => peersAnswer(cloud, user.name),
    logs: [peersLog(cloud)]
  })
  report(cloud.name, 'peers', 'ready')
}

export async function startSsh(start: Start, host: SshHost): Promise<void> {
  const { undertaking, report } = start
  undertaking.assertWanted()
  report(host.name, 'sshd', 'starting')
  const { sshd, sshKeygen } = start.programs
  const launched = await startSshDaemon({ ...start, host, sshd, sshKeygen })
  await undertaking.untilItAnswers({
    what: `${host.name}: sshd`,
    launched,
    answers: () => sshAnswers(host),
    logs: sshLogs(host)
  })
  report(host.name, 'sshd', 'ready')
}

async function startWorker(
  start: Start,
  cloud: CloudPlan,
  host: SshHost,
  brokerReady: Promise<void>
): Promise<void> {
  const { programs, undertaking, report } = start
  await brokerReady
  undertaking.assertWanted()
  report(cloud.name, 'worker', 'starting')
  const hostKey = await hostKeyFingerprint(host)
  const { signal } = undertaking
  const { javaHome } = programs
  await start.deployWorker(planWorker({ ...start, cloud, javaHome, hostKey, signal }))
  report(cloud.name, 'worker', 'ready')
}
