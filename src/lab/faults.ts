/** Faults of a lab's cloud, set and healed while it runs. They stand as files in the cloud's `fault` folder. */
import { readFile, rm } from 'node:fs/promises'
import { z } from 'zod'
import { ConsoleError } from '../shared/model/errors.js'
import { findCloud } from './find-cloud.js'
import { labUser } from './lab-user.js'
import { ownedFiles } from './owned-files.js'
import { cloudFile, type CloudPlan, type LabPlan } from './plan.js'
import { findProcesses, freezeProcesses, parseStat, thawProcesses } from './processes.js'
import { planOf, readRecord, requirePlan, upCommand } from './record.js'

/**
 * `lie`: the cloud alters one byte of one output file after each job (resources/lab/libexec/lie.py).
 * `lie-once`: the same after one job only, then the cloud is honest again.
 * `corrupt`: every file it hands to another cloud has one byte altered (peers.py); its own console is served honestly.
 * `swap`: the cloud alters one byte of one input file before each job, when the input has been checked (swap.py); only of inputs in a run's own folder.
 * `outage`: everything on its address stops answering.
 */
export const faultKinds = ['lie', 'lie-once', 'corrupt', 'swap', 'outage'] as const
export type FaultKind = (typeof faultKinds)[number]

/**
 * @param until - `this process ends`: whoever looks afterwards may heal the cloud, see {@link strandedClouds}
 * @throws ConsoleError `CLUSTER_UNKNOWN`, `BAD_INPUT` for an unknown kind, `NOT_AVAILABLE` when the cloud is down, `ENVIRONMENT_UNKNOWN` without a lab
 */
export async function labFault(
  folder: string,
  cloudName: string,
  kind: string,
  until: 'healed' | 'this process ends' = 'healed'
): Promise<void> {
  const { plan } = await requirePlan(folder)
  const cloud = findCloud(plan, cloudName)
  if (!faultKinds.some((known) => known === kind))
    throw new ConsoleError('BAD_INPUT', `there is no fault "${kind}"`, {
      hint: `Choose one of: ${faultKinds.join(', ')}.`
    })
  await assertRuns(plan, cloud)
  const owner = until === 'healed' ? '' : JSON.stringify(await ownIdentity())
  await ownedFiles(await labUser()).file(cloudFile.fault(cloud, kind), owner)
  if (kind === 'outage') await freezeProcesses(folder, cloud.name)
}

/** Ends all faults of a cloud. @throws ConsoleError `CLUSTER_UNKNOWN`, `NOT_AVAILABLE` when the cloud is down, `ENVIRONMENT_UNKNOWN` */
export async function labHeal(folder: string, cloudName: string): Promise<void> {
  const { plan } = await requirePlan(folder)
  const cloud = findCloud(plan, cloudName)
  await assertRuns(plan, cloud)
  await clearFaults(cloud)
  await thawProcesses(folder, cloud.name)
}

/**
 * Clouds with a fault whose owner was killed before it could heal them.
 *
 * The owner stands in the fault's own file, so a heal, a start of the lab, and the same fault set by somebody else make an end of it.
 *
 * @returns none without a lab
 */
export async function strandedClouds(folder: string): Promise<readonly string[]> {
  const record = await readRecord(folder)
  if (record === null) return []
  const found = planOf(folder, record).clouds.map(async (cloud) => {
    const texts = await Promise.all(
      faultKinds.map((kind) => readFile(cloudFile.fault(cloud, kind), 'utf8').catch(() => ''))
    )
    const dead = await Promise.all(texts.filter((text) => text !== '').map(isOfTheDead))
    return dead.includes(true) ? [cloud.name] : []
  })
  return (await Promise.all(found)).flat()
}

const ownerSchema = z.object({ pid: z.int().min(1), startedAt: z.number(), boot: z.string() })
type Owner = z.output<typeof ownerSchema>

const ownIdentity = async (): Promise<Owner> => ({
  pid: process.pid,
  startedAt: (await startOf(process.pid)) ?? 0,
  boot: await bootId()
})

/** n.b. ids of processes are used again, after a reboot at once. */
async function isOfTheDead(text: string): Promise<boolean> {
  const owner = ownerSchema.safeParse(parseJson(text))
  if (!owner.success) return false
  const { pid, startedAt, boot } = owner.data
  return boot !== (await bootId()) || (await startOf(pid)) !== startedAt
}

const startOf = (pid: number): Promise<number | null> =>
  readFile(`/proc/${String(pid)}/stat`, 'utf8').then(
    (stat) => parseStat(stat).startedAt,
    () => null
  )

const bootId = (): Promise<string> =>
  readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

export async function clearFaults(cloud: CloudPlan): Promise<void> {
  for (const kind of faultKinds) await rm(cloudFile.fault(cloud, kind), { force: true })
}

/** A cloud starts honest, so what is set on one that is down would be lost, and nothing of it is to be healed. */
async function assertRuns(plan: LabPlan, cloud: CloudPlan): Promise<void> {
  const processes = await findProcesses(plan.folder)
  if (processes.some((process) => process.cloud === cloud.name)) return
  const what = processes.length === 0 ? 'the lab' : cloud.name
  throw new ConsoleError('NOT_AVAILABLE', `${what} is down, and starts without any fault`, {
    hint: `Start it first: ${upCommand(plan)}`
  })
}
