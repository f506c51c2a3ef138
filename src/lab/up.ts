/**
 * Starts a lab: RabbitMQ and N clouds, all at once, until every daemon has answered. A bare one: what set-up would find, see `LabPlan.bare`.
 *
 * All or nothing: when anything does not come up, or the caller interrupts, whatever was started is taken down again. The daemons outlive the caller.
 */
import { readdir, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ConsoleError } from '../shared/model/errors.js'
import { startBrokerHost } from './broker-host.js'
import { endLab } from './down.js'
import { labEnvironment } from './environment.js'
import { labFile } from './folders.js'
import type { JavaSet } from './jvm.js'
import { formattedNameNode, prepareClassSharing, usableCache } from './lab-cache.js'
import { assertReachable, labUser, madeUserText, type LabUser } from './lab-user.js'
import { lock } from './lock.js'
import {
  ensureStateFolder,
  ownedFiles,
  writeFileAtomically,
  type OwnedFiles
} from './owned-files.js'
import { BYTES_PER_CLOUD, listensOn, planLab, type LabPlan } from './plan.js'
import { assertPortsFree } from './ports-in-use.js'
import { findPrograms, type Programs } from './prerequisites.js'
import { findProcesses } from './processes.js'
import { readRecord, writeRecord } from './record.js'
import { removeRemains } from './remains.js'
import { findResources } from './resources.js'
import { runningLab } from './running-lab.js'
import { ensureSecrets } from './secrets.js'
import { labSite } from './site.js'
import { ensureConsoleKey, hostKeyFingerprint } from './ssh-daemon.js'
import { brokerHost, cloudHost, type SshHost } from './ssh-host.js'
import { startAndAwaitBroker, startCloud, type Start } from './start-parts.js'
import { labStatus, type LabStatus } from './status.js'
import { undertake } from './undertaking.js'
import type { DeployWorker } from './worker.js'

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
  /** As machines are before any set-up. @default false */
  readonly bare?: boolean
  /** Folder with `lib/*.jar` of Hadoop, see `hadoopFolder`. */
  readonly hadoop: string
  /** See `cacheRoot`. */
  readonly cache: string
  /** `resources/lab`. @default found beside the program */
  readonly resources?: string
  readonly deployWorker: DeployWorker
  /** Told what it does outside its folder. */
  readonly onNote?: (text: string) => void
  readonly onProgress?: (progress: LabProgress) => void
  readonly signal?: AbortSignal
}

export interface LabStarted {
  /** False when it was up already. */
  readonly started: boolean
  readonly status: LabStatus
}

/**
 * @throws ConsoleError `BAD_INPUT`, `PREREQUISITE_MISSING`, `PORT_IN_USE`, `DISK_FULL`, `INTERRUPTED`, and `LAB_FAILED` naming the daemon with the last
 *   lines of its log
 */
export async function labUp(options: LabUp): Promise<LabStarted> {
  const programs = await findPrograms(options.hadoop)
  const user = await labUser()
  const made = madeUserText(user)
  if (made !== null) options.onNote?.(made)
  const plan = planLab({
    folder: options.folder,
    clouds: options.clouds ?? 3,
    base: options.base ?? 0,
    user: user.name,
    bare: options.bare ?? false
  })
  await assertReachable(user, plan.folder)
  await assertReachable(user, join(options.hadoop, 'lib'))
  await ensureStateFolder(dirname(plan.folder))
  const unlock = await lock(labFile.lock(plan.folder))
  try {
    const running = await runningLab(plan)
    if (running !== null) return { started: false, status: running }
    return await startAll(options, programs, user, plan)
  } finally {
    await unlock()
  }
}

async function startAll(
  options: LabUp,
  programs: Programs,
  user: LabUser,
  plan: LabPlan
): Promise<LabStarted> {
  const begun = Date.now()
  const report: Start['report'] = (cloud, daemon, state) =>
    options.onProgress?.({ cloud, daemon, state, seconds: (Date.now() - begun) / 1000 })
  if ((await findProcesses(plan.folder)).length > 0) {
    report('lab', 'remains of an earlier lab', 'starting')
    await endLab(plan.folder, 5000)
  }
  await assertPortsFree(listensOn(plan))
  await assertRoom(plan)
  const undertaking = undertake(options.signal)
  try {
    const start = await prepare({ options, programs, user, plan, undertaking, report })
    const brokerReady = startAndAwaitBroker(start)
    await undertaking.together([
      brokerReady,
      ...(plan.bare ? [startBrokerHost(start)] : []),
      ...plan.clouds.map((cloud) => startCloud(start, cloud, brokerReady))
    ])
    await (plan.bare ? writeSite(start) : writeEnvironment(start))
    return { started: true, status: await labStatus(plan.folder) }
  } catch (error) {
    undertaking.abandon(error)
    await endLab(plan.folder, 5000)
    if (options.signal?.aborted !== true) throw error
    throw new ConsoleError('INTERRUPTED', 'interrupted while the lab was starting', {
      cause: error
    })
  }
}

type Beginning = Pick<Start, 'programs' | 'user' | 'plan' | 'undertaking' | 'report'> & {
  readonly options: LabUp
}

/** All that has to be there before the first daemon. */
async function prepare(beginning: Beginning): Promise<Start> {
  const { options, programs, user, plan, undertaking, report } = beginning
  const { hadoop, deployWorker } = options
  const files = ownedFiles(user)
  const resources = options.resources ?? (await findResources())
  await files.folder(plan.folder)
  await files.folder(join(plan.folder, 'clouds'))
  await removeRemains(plan, await readRecord(plan.folder))
  const names = plan.clouds.map((cloud) => cloud.name)
  const secrets = await ensureSecrets(plan.folder, names)
  const publicKey = await ensureConsoleKey(plan.folder, programs.sshKeygen)
  report('lab', 'class data', 'starting')
  const { signal } = undertaking
  const cache = await usableCache(options.cache, join(plan.folder, 'cache'))
  const use = { cache, hadoop, programs, user, resources, signal }
  const archive = await prepareClassSharing(use)
  const java: JavaSet = { home: programs.javaHome, library: join(hadoop, 'lib'), archive }
  undertaking.assertWanted()
  const nameNode = await formattedNameNode(use, java)
  await linkJars(plan, java.library, programs.jars, files)
  await writeRecord(plan, user, programs.javaHome, hadoop)
  report('lab', 'class data', 'ready')
  return { ...beginning, files, java, secrets, resources, publicKey, nameNode, deployWorker }
}

async function writeEnvironment({ plan, user, java }: Start): Promise<void> {
  const hosts = plan.clouds.map((cloud) => cloudHost(plan, cloud, java.home))
  const environment = labEnvironment(plan, user.name, java.home, await fingerprints(hosts))
  await writeJson(labFile.environment(plan.folder), environment)
}

async function writeSite({ plan, user, java }: Start): Promise<void> {
  const clouds = plan.clouds.map((cloud) => cloudHost(plan, cloud, java.home))
  const hostKeys = await fingerprints([brokerHost(plan), ...clouds])
  await writeJson(labFile.site(plan.folder), labSite(plan, user.name, java.home, hostKeys))
}

/** Name of the host → fingerprint of its key. */
const fingerprints = async (hosts: readonly SshHost[]): Promise<ReadonlyMap<string, string>> =>
  new Map(
    await Promise.all(
      hosts.map(async (host) => [host.name, await hostKeyFingerprint(host)] as const)
    )
  )

const writeJson = (path: string, content: object): Promise<void> =>
  writeFileAtomically(path, `${JSON.stringify(content, null, 2)}\n`)

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
