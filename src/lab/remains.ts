/**
 * Takes away what an earlier lab in this folder left and a new one must not find.
 *
 * A bare lab always begins as machines nobody has set up; an ordinary one after a bare one does not inherit what set-up made there. HDFS keeps its files in
 * either case. Also, root must not write into folders that were another's before: what a bare lab gave to its user goes as a whole.
 */
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { labFile } from './folders.js'
import type { LabPlan } from './plan.js'
import type { LabRecord } from './record.js'

/** Of a cloud: configuration, what was installed in its user's home, process ids; the host key that a break put aside. */
const OF_CLOUD = [
  'conf',
  'home',
  'worker',
  'tmp',
  'ssh/host-key.before-break',
  'ssh/host-key.before-break.pub'
] as const
/** Of the broker: configuration, users and vhosts, Erlang's cookie, and the mark that the database is whole. */
const OF_BROKER = ['conf', 'data', 'home', 'was-ready'] as const

/**
 * Nothing of the lab may run any more.
 *
 * @param earlier - record of the lab that was here before
 */
export async function removeRemains(plan: LabPlan, earlier: LabRecord | null): Promise<void> {
  const { folder, bare } = plan
  await rm(bare ? labFile.environment(folder) : labFile.site(folder), { force: true })
  if (!bare && earlier?.bare !== true) return
  const clouds = join(folder, 'clouds')
  // Also those that the new lab has no use for: a later one may.
  const names = await readdir(clouds).catch(() => [])
  const paths = [
    ...OF_BROKER.map((name) => join(plan.broker.folder, name)),
    ...names.flatMap((cloud) => OF_CLOUD.map((name) => join(clouds, cloud, name)))
  ]
  await Promise.all(paths.map((path) => rm(path, { recursive: true, force: true })))
}
