/** Makes what the lab keeps in the cache ahead of time, for the set-up: the first `up` is then as quick as the others. */
import { join } from 'node:path'
import { formattedNameNode, prepareClassSharing } from './lab-cache.js'
import { labUser } from './lab-user.js'
import { findPrograms } from './prerequisites.js'
import { findResources } from './resources.js'

/**
 * Idempotent; some 15 s the first time, nothing afterwards.
 *
 * @param cache - see `cacheRoot`
 * @param hadoop - see `hadoopFolder`
 * @throws ConsoleError `PREREQUISITE_MISSING`, `LAB_FAILED`
 */
export async function prepareLabCache(cache: string, hadoop: string): Promise<void> {
  const programs = await findPrograms(hadoop)
  const use = { cache, hadoop, programs, user: await labUser(), resources: await findResources() }
  const archive = await prepareClassSharing(use)
  await formattedNameNode(use, { home: programs.javaHome, library: join(hadoop, 'lib'), archive })
}
