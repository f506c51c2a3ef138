/** Faults of a lab's cloud, set and healed while it runs. They stand as files in the cloud's `fault` folder. */
import { rm } from 'node:fs/promises'
import { ConsoleError } from '../shared/model/errors.js'
import { findCloud } from './find-cloud.js'
import { labUser } from './lab-user.js'
import { ownedFiles } from './owned-files.js'
import { cloudFile, type CloudPlan } from './plan.js'
import { freezeProcesses, thawProcesses } from './processes.js'
import { requirePlan } from './record.js'

/**
 * `lie`: the cloud alters one byte of one output file after each job (resources/lab/libexec/lie.py).
 * `lie-once`: the same after one job only, then the cloud is honest again.
 * `corrupt`: every file it hands to another cloud has one byte altered (peers.py); its own console is served honestly.
 * `swap`: the cloud alters one byte of one input file before each job, when the input has been checked (swap.py); only of inputs in a run's own folder.
 * `outage`: everything on its address stops answering.
 */
export const faultKinds = ['lie', 'lie-once', 'corrupt', 'swap', 'outage'] as const
export type FaultKind = (typeof faultKinds)[number]

/** @throws ConsoleError `CLUSTER_UNKNOWN`, `BAD_INPUT` for an unknown kind, `ENVIRONMENT_UNKNOWN` without a lab */
export async function labFault(folder: string, cloudName: string, kind: string): Promise<void> {
  const { plan } = await requirePlan(folder)
  const cloud = findCloud(plan, cloudName)
  if (!faultKinds.some((known) => known === kind))
    throw new ConsoleError('BAD_INPUT', `there is no fault "${kind}"`, {
      hint: `Choose one of: ${faultKinds.join(', ')}.`
    })
  await ownedFiles(await labUser()).file(cloudFile.fault(cloud, kind), '')
  if (kind === 'outage') await freezeProcesses(folder, cloud.name)
}

/** Ends all faults of a cloud. @throws ConsoleError `CLUSTER_UNKNOWN`, `ENVIRONMENT_UNKNOWN` */
export async function labHeal(folder: string, cloudName: string): Promise<void> {
  const { plan } = await requirePlan(folder)
  const cloud = findCloud(plan, cloudName)
  await clearFaults(cloud)
  await thawProcesses(folder, cloud.name)
}

export async function clearFaults(cloud: CloudPlan): Promise<void> {
  for (const kind of faultKinds) await rm(cloudFile.fault(cloud, kind), { force: true })
}
