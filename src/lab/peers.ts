/** A cloud's read-only gateway for other clouds (resources/lab/libexec/peers.py). */
import { join } from 'node:path'
import { getJson } from './get-json.js'
import { launch, markedEnvironment, type Launched } from './launch.js'
import type { LabUser } from './lab-user.js'
import { cloudFile, cloudPorts, type CloudPlan, type LabPlan } from './plan.js'

/** @param python - path of the interpreter */
export const startPeers = (
  plan: LabPlan,
  cloud: CloudPlan,
  python: string,
  user: LabUser
): Promise<Launched> =>
  launch(user, {
    program: python,
    args: [
      '-B',
      join(cloud.folder, 'libexec/peers.py'),
      cloud.name,
      `${cloud.address}:${cloudPorts.peers}`,
      cloud.webhdfs,
      cloudFile.fault(cloud, 'corrupt')
    ],
    environment: {
      ...markedEnvironment(plan.folder, cloud.name),
      HOME: join(cloud.folder, 'home')
    },
    workingFolder: join(cloud.folder, 'tmp'),
    output: peersLog(cloud)
  })

export const peersLog = (cloud: CloudPlan): string => join(cloudFile.logs(cloud), 'peers.out')

/** It tells what the NameNode says about the root folder. */
export async function peersAnswer(cloud: CloudPlan, user: string): Promise<boolean> {
  await getJson(`${cloud.peers}/?op=GETFILESTATUS&user.name=${user}`)
  return true
}
