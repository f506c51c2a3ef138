/** Makes what the lab keeps in the cache ahead of time, for the set-up: the first `up` is then as quick as the others. */
import { join } from 'node:path'
import { formattedNameNode, prepareClassSharing, usableCache } from './lab-cache.js'
import { labUser } from './lab-user.js'
import { findPrograms } from './prerequisites.js'
import { findResources } from './resources.js'

/**
 * Idempotent; some 25 s of two processors the first time, nothing afterwards. A cache that can't be written to is left alone.
 *
 * @param cache - see `cacheRoot`
 * @param hadoop - see `hadoopFolder`
 * @param resources - `resources/lab`; found beside the program when left out
 * @throws ConsoleError `PREREQUISITE_MISSING`, `LAB_FAILED`
 */
export async function prepareLabCache(
  cache: string,
  hadoop: string,
  resources?: string
): Promise<void> {
  const programs = await findPrograms(hadoop)
  const folder = await usableCache(cache, '')
  if (folder === '') return
  const use = {
    cache: folder,
    hadoop,
    programs,
    user: await labUser(),
    resources: resources ?? (await findResources())
  }
  const archive = await prepareClassSharing(use)
  await formattedNameNode(use, { home: programs.javaHome, library: join(hadoop, 'lib'), archive })
}
