/** Gives a cloud its NameNode: a copy of the formatted one in the cache, with ids of its own. */
import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import { access, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { OwnedFiles } from './owned-files.js'
import { cloudFile, type CloudPlan } from './plan.js'

/**
 * Does nothing when the cloud has one. A NameNode without blocks would refuse a DataNode of another, so the blocks go when the NameNode is new.
 *
 * @param template - `current` of a formatted NameNode
 */
export async function ensureNameNodeFolder(
  cloud: CloudPlan,
  template: string,
  files: OwnedFiles
): Promise<void> {
  const target = join(cloudFile.data(cloud), 'name')
  const whole = await access(join(target, 'current/VERSION')).then(
    () => true,
    () => false
  )
  if (whole) return
  await rm(target, { recursive: true, force: true })
  await rm(join(cloudFile.data(cloud), 'blocks'), { recursive: true, force: true })
  // Made where only the caller writes, then moved: root never writes into a folder of the lab user's.
  const fresh = join(cloud.folder, 'name.new')
  await rm(fresh, { recursive: true, force: true })
  for (const folder of [fresh, join(fresh, 'current')]) await files.userFolder(folder, 0o700)
  for (const name of await readdir(template)) {
    const content = await readFile(join(template, name))
    await files.userFile(
      join(fresh, 'current', name),
      name === 'VERSION' ? withNewIds(content.toString('utf8'), cloud.address) : content
    )
  }
  await rename(fresh, target)
}

/** Replaces the three ids in the text of a NameNode's `VERSION`; the rest stays. */
export function withNewIds(version: string, address: string): string {
  return version
    .replace(/^namespaceID=.*$/m, `namespaceID=${randomInt(1, 2 ** 31 - 1)}`)
    .replace(/^clusterID=.*$/m, `clusterID=CID-${randomUUID()}`)
    .replace(
      /^blockpoolID=.*$/m,
      `blockpoolID=BP-${randomBytes(4).readUInt32BE()}-${address}-${Date.now()}`
    )
}
