/**
 * Starts a lab: RabbitMQ and N clouds, all at once, until every daemon has answered.
 *
 * All or nothing: when anything does not come up, or the caller interrupts, whatever was started is taken down again. The daemons outlive the caller.
 */
import { mkdir, readdir, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ConsoleError } from '../shared/model/errors.js'
import { brokerAnswers, brokerLogs, brokerWasReady, startBroker } from './broker.js'
import { layOutCloud } from './cloud-folder.js'
import { endLab } from './down.js'
import { labEnvironment } from './environment.js'
import { clearFaults } from './faults.js'
import { labFile } from './folders.js'
import { daemonAnswers, daemonLogs, startHadoopDaemon } from './hadoop-daemons.js'
import type { HadoopDaemon, JavaSet } from './jvm.js'
import { formattedNameNode, prepareClassSharing } from './lab-cache.js'
import { assertReachable, labUser, type LabUser } from './lab-user.js'
import { lock } from './lock.js'
import { ensureNameNodeFolder } from './name-node-folder.js'
import { ownedFiles, writeFileAtomically, type OwnedFiles } from './owned-files.js'
import { listensOn, planLab, type CloudPlan, type LabPlan } from './plan.js'
import { assertPortsFree } from './ports-in-use.js'
import { findPrograms, type Programs } from './prerequisites.js'
import { BROKER, findProcesses } from './processes.js'
import { readRecord, writeRecord } from './record.js'
import { findResources } from './resources.js'
import { ensureSecrets, type LabSecrets } from './secrets.js'
import {
  ensureConsoleKey,
  hostKeyFingerprint,
  sshAnswers,
  sshLog,
  startSshDaemon
} from './ssh-daemon.js'
import { brokerRuns, labStatus, type LabStatus } from './status.js'
import { assertNotInterrupted, untilItAnswers } from './waiting.js'
import { planWorker, type DeployWorker } from './worker.js'

export interface LabProgress {
  /** A cloud's name, or `broker`, or `lab` for what concerns all. */
  readonly cloud: string
  /** A daemon's name, or what is being done, for example `class data`. */
  readonly daemon: string
  readonly state: 'starting' | 'ready'
  /** Since `labUp` was called. */
  readonly seconds: number
}

export interface LabUp {
  /** Absolute path, see `labFolder`. */
  readonly folder: string
  /** 1 … 9 @default 3 */
  readonly clouds?: number
  /** Cloud K listens at 127.0.(base+K).1 @default 0 */
  readonly base?: number
  /** Folder with `lib/*.jar` of Hadoop, see `hadoopFolder`. */
  readonly hadoop: string
  /** See `cacheRoot`. */
  readonly cache: string
  /** `resources/lab`. @default found beside the program */
  readonly resources?: string
  readonly deployWorker: DeployWorker
  readonly onProgress?: (progress: LabProgress) => void
  readonly signal?: AbortSignal
}

export interface LabStarted {
  /** False when it was up already. */
  readonly started: boolean
  readonly status: LabStatus
}

/** Bytes a lab of one cloud writes before any job: logs, broker's journal, HDFS; and room for the first jobs. */
const BYTES_PER_CLOUD = 256 * 2 ** 20

/**
 * @throws ConsoleError `BAD_INPUT`, `PREREQUISITE_MISSING`, `PORT_IN_USE`, `DISK_FULL`, `INTERRUPTED`, and `LAB_FAILED` naming the daemon with the last
 *   lines of its log
 */
export async function labUp(options: LabUp): Promise<LabStarted> {
  const programs = await findPrograms(options.hadoop)
  const user = await labUser()
  const plan = planLab({
    folder: options.folder,
    clouds: options.clouds ?? 3,
    base: options.base ?? 0,
    user: user.name
  })
  await assertReachable(user, plan.folder)
  await assertReachable(user, join(options.hadoop, 'lib'))
  await mkdir(dirname(plan.folder), { recursive: true, mode: 0o755 })
  const unlock = await lock(labFile.lock(plan.folder))
  try {
    const running = await runningLab(plan)
    if (running !== null) return { started: false, status: running }
    return await startAll(options, programs, user, plan)
  } finally {
    await unlock()
  }
}

/**
 * @returns the status of a lab that runs as asked, null when there is none or only the remains of a crashed one
 * @throws ConsoleError `LAB_FAILED` when it runs with another number of clouds
 */
async function runningLab(plan: LabPlan): Promise<LabStatus | null> {
  const record = await readRecord(plan.folder)
  if (record === null || !brokerRuns(await findProcesses(plan.folder))) return null
  const status = await labStatus(plan.folder)
  if (status.clouds.some((cloud) => cloud.state === 'down' || cloud.state === 'degraded'))
    return null
  if (record.clouds !== plan.clouds.length || record.base !== plan.base)
    throw new ConsoleError(
      'BAD_INPUT',
      `the lab is up with ${record.clouds} clouds at base ${record.base}; asked for ${plan.clouds.length} at base ${plan.base}`,
      { hint: 'Take it down first: medusa lab down' }
    )
  return status
}

/** What all parts of a start share. */
interface Start {
  readonly plan: LabPlan
  readonly programs: Programs
  readonly user: LabUser
  readonly files: OwnedFiles
  readonly java: JavaSet
  readonly secrets: LabSecrets
  readonly resources: string
  readonly publicKey: string
  readonly nameNode: string
  readonly deployWorker: DeployWorker
  readonly signal: AbortSignal
  readonly report: (cloud: string, daemon: string, state: LabProgress['state']) => void
  /** Like Promise.all, but returns only when all parts are done; the first failure stops the others. */
  readonly together: (parts: readonly Promise<void>[]) => Promise<void>
}

async function startAll(
  options: LabUp,
  programs: Programs,
  user: LabUser,
  plan: LabPlan
): Promise<LabStarted> {
  const begun = Date.now()
  const abandon = new AbortController()
  const signal = AbortSignal.any([
    abandon.signal,
    ...(options.signal === undefined ? [] : [options.signal])
  ])
  const report: Start['report'] = (cloud, daemon, state) =>
    options.onProgress?.({ cloud, daemon, state, seconds: (Date.now() - begun) / 1000 })
  if ((await findProcesses(plan.folder)).length > 0) {
    report('lab', 'remains of an earlier lab', 'starting')
    await endLab(plan.folder, 5000)
  }
  await assertPortsFree(listensOn(plan))
  await assertRoom(plan)
  /** The first failure counts; the others are told to stop and waited for, so that nothing is started behind our back. */
  const together: Start['together'] = async (parts) => {
    const all = Promise.all(parts)
    all.catch((error: unknown) => abandon.abort(error))
    await Promise.allSettled(parts)
    await all
  }
  const begin = async (): Promise<Start> => {
    const files = ownedFiles(user)
    const resources = options.resources ?? (await findResources())
    const use = { cache: options.cache, hadoop: options.hadoop, programs, user, resources, signal }
    await files.folder(plan.folder)
    await files.folder(join(plan.folder, 'clouds'))
    const secrets = await ensureSecrets(
      plan.folder,
      plan.clouds.map((cloud) => cloud.name)
    )
    const publicKey = await ensureConsoleKey(plan.folder, programs.sshKeygen)
    report('lab', 'class data', 'starting')
    const archive = await prepareClassSharing(use)
    const java: JavaSet = { home: programs.javaHome, library: join(options.hadoop, 'lib'), archive }
    const nameNode = await formattedNameNode(use, java)
    await linkJars(plan, java.library, programs.jars, files)
    await writeRecord(plan, user, programs.javaHome, options.hadoop)
    report('lab', 'class data', 'ready')
    return {
      plan,
      programs,
      user,
      files,
      java,
      secrets,
      resources,
      publicKey,
      nameNode,
      deployWorker: options.deployWorker,
      signal,
      report,
      together
    }
  }
  try {
    const start = await begin()
    const brokerReady = startAndAwaitBroker(start)
    await start.together([
      brokerReady,
      ...plan.clouds.map((cloud) => startCloud(start, cloud, brokerReady))
    ])
    const hostKeys = new Map(
      await Promise.all(
        plan.clouds.map(async (cloud) => [cloud.name, await hostKeyFingerprint(cloud)] as const)
      )
    )
    const environment = labEnvironment(plan, user.name, programs.javaHome, hostKeys)
    await writeFileAtomically(
      labFile.environment(plan.folder),
      `${JSON.stringify(environment, null, 2)}\n`
    )
    return { started: true, status: await labStatus(plan.folder) }
  } catch (error) {
    abandon.abort(error)
    await endLab(plan.folder, 5000)
    throw options.signal?.aborted === true &&
      !(error instanceof ConsoleError && error.code === 'INTERRUPTED')
      ? new ConsoleError('INTERRUPTED', 'interrupted while the lab was starting', { cause: error })
      : error
  }
}

async function startAndAwaitBroker({
  plan,
  secrets,
  user,
  files,
  programs,
  signal,
  report
}: Start): Promise<void> {
  report(BROKER, 'rabbitmq', 'starting')
  const launched = await startBroker({ plan, secrets, user, files, program: programs.rabbitmq })
  await untilItAnswers({
    what: 'broker: rabbitmq',
    launched,
    answers: () => brokerAnswers(plan, secrets),
    logs: brokerLogs(plan),
    signal
  })
  await brokerWasReady(plan, files)
  report(BROKER, 'rabbitmq', 'ready')
}

async function startCloud(
  start: Start,
  cloud: CloudPlan,
  brokerReady: Promise<void>
): Promise<void> {
  const { user, files } = start
  await clearFaults(cloud)
  await layOutCloud(cloud, start)
  await ensureNameNodeFolder(cloud, start.nameNode, user, files)
  const begin = (daemon: HadoopDaemon) => startDaemon(start, cloud, daemon)
  // Who looks for another is started when the other answers: a DataNode that comes too early sleeps for 5 s, and there are fewer processors than JVMs.
  const storage = async () => {
    await begin('namenode')
    await start.together([begin('datanode'), begin('httpfs')])
  }
  const computing = async () => {
    await begin('resourcemanager')
    await begin('nodemanager')
  }
  await start.together([storage(), computing(), startWorker(start, cloud, brokerReady)])
}

async function startDaemon(
  { plan, user, java, signal, report }: Start,
  cloud: CloudPlan,
  daemon: HadoopDaemon
): Promise<void> {
  assertNotInterrupted(signal)
  report(cloud.name, daemon, 'starting')
  const launched = await startHadoopDaemon(plan, cloud, daemon, java, user)
  await untilItAnswers({
    what: `${cloud.name}: ${daemon}`,
    launched,
    answers: () => daemonAnswers[daemon](cloud, user.name),
    logs: daemonLogs(cloud, daemon),
    signal
  })
  report(cloud.name, daemon, 'ready')
}

async function startWorker(
  start: Start,
  cloud: CloudPlan,
  brokerReady: Promise<void>
): Promise<void> {
  const { plan, programs, user, secrets, signal, report } = start
  assertNotInterrupted(signal)
  report(cloud.name, 'sshd', 'starting')
  const launched = await startSshDaemon({
    ...start,
    cloud,
    sshd: programs.sshd,
    sshKeygen: programs.sshKeygen
  })
  await untilItAnswers({
    what: `${cloud.name}: sshd`,
    launched,
    answers: () => sshAnswers(cloud),
    logs: [sshLog(cloud), join(cloud.folder, 'logs', 'sshd.out')],
    signal
  })
  report(cloud.name, 'sshd', 'ready')
  await brokerReady
  assertNotInterrupted(signal)
  report(cloud.name, 'worker', 'starting')
  const hostKey = await hostKeyFingerprint(cloud)
  await start.deployWorker(
    planWorker({ plan, cloud, user, secrets, javaHome: programs.javaHome, hostKey, signal })
  )
  report(cloud.name, 'worker', 'ready')
}

/** A folder with links to Hadoop's jars by names without version: job files name `hadoop-mapreduce-examples.jar`. */
async function linkJars(
  plan: LabPlan,
  library: string,
  jars: readonly string[],
  files: OwnedFiles
): Promise<void> {
  const folder = labFile.jars(plan.folder)
  await files.folder(folder)
  const present = new Set(await readdir(folder))
  for (const jar of jars) {
    const name = /^(hadoop-(?:mapreduce-examples|streaming|distcp|gridmix))-[\d.]+\.jar$/.exec(
      jar
    )?.[1]
    if (name !== undefined && !present.has(`${name}.jar`))
      await files.link(join(folder, `${name}.jar`), join(library, jar))
  }
}

/** @throws ConsoleError `DISK_FULL` naming what is needed and what is free */
async function assertRoom(plan: LabPlan): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(plan.folder))
  const needed = plan.clouds.length * BYTES_PER_CLOUD
  const free = bavail * bsize
  const mebibytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`
  if (free < needed)
    throw new ConsoleError(
      'DISK_FULL',
      `${plan.folder}: ${mebibytes(free)} free, ${plan.clouds.length} clouds need ${mebibytes(needed)}`,
      {
        hint: 'Free some space, choose a folder on another disk with --state DIR, or start fewer clouds.',
        facts: { freeBytes: free, neededBytes: needed }
      }
    )
}
