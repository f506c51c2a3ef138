/**
 * What the lab makes once and keeps in the cache, below `<cache>/lab` (the lab user's own): an archive of class data, and a formatted NameNode to copy.
 *
 * Both only save time. They are named after everything they depend on, so that a stale one is never found, and a start without them works.
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { access, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { ConsoleError } from '../shared/model/errors.js'
import { classPath, jvmOptions, type JavaSet } from './jvm.js'
import type { LabUser } from './lab-user.js'
import { ownedFiles } from './owned-files.js'
import type { Programs } from './prerequisites.js'
import { configurationXml } from './xml.js'

const run = promisify(execFile)

export interface CacheUse {
  readonly cache: string
  /** Folder with `lib/*.jar`. */
  readonly hadoop: string
  readonly programs: Programs
  readonly user: LabUser
  /** `resources/lab`. */
  readonly resources: string
  readonly signal?: AbortSignal
}

const cacheFolder = (use: CacheUse): string => join(use.cache, 'lab')
const asUser = (user: LabUser) => (user.switched ? { uid: user.uid, gid: user.gid } : {})
const environment = { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' }

/**
 * Dumps the classes named in `resources/lab/classes.list.gz` (those that Hadoop's daemons, commands and containers load) into one archive that all JVMs of
 * all clouds map: they start in half the time and share the memory.
 *
 * @returns its path, made now (some 20 s) or earlier; null when this Java can't make one
 */
export async function prepareClassSharing(use: CacheUse): Promise<string | null> {
  const { user, programs, resources } = use
  const list = join(resources, 'classes.list.gz')
  const archive = join(cacheFolder(use), `classes-${await fingerprint(use, list)}.jsa`)
  if (await exists(archive)) return archive
  await makeCacheFolder(use)
  const fresh = `${archive}.${process.pid}.new`
  const ours = join(cacheFolder(use), `classes.${process.pid}.list`)
  try {
    await ownedFiles(user).userFile(ours, gunzipSync(await readFile(list)).toString('utf8'))
    await run(
      join(programs.javaHome, 'bin/java'),
      [
        '-Xshare:dump',
        `-XX:SharedClassListFile=${ours}`,
        `-XX:SharedArchiveFile=${fresh}`,
        '-XX:TieredStopAtLevel=1',
        '-Xmx512m',
        '-Xlog:disable',
        '-Xlog:all=error:stderr',
        '-cp',
        `${use.hadoop}/lib/*`
      ],
      {
        ...asUser(user),
        env: environment,
        cwd: '/',
        maxBuffer: 1 << 26,
        ...(use.signal === undefined ? {} : { signal: use.signal })
      }
    )
    await removeOthers(use, archive)
    await rename(fresh, archive)
    return archive
  } catch {
    // A Java without the feature, or without the memory for it: the lab is slower without, nothing else.
    return null
  } finally {
    await rm(fresh, { force: true })
    await rm(ours, { force: true })
  }
}

async function fingerprint({ hadoop, programs }: CacheUse, list: string): Promise<string> {
  const library = join(hadoop, 'lib')
  const files = await Promise.all(
    [...programs.jars.map((name) => join(library, name)), list, library].map(async (path) => {
      const { size, mtimeMs } = await stat(path)
      return `${path} ${size} ${mtimeMs}`
    })
  )
  return createHash('sha256')
    .update([programs.javaHome, programs.javaVersion, ...files].join('\n'))
    .digest('hex')
    .slice(0, 16)
}

/** Archives of an earlier Java or Hadoop are of no use any more; one is 100 MB. */
async function removeOthers(use: CacheUse, keep: string): Promise<void> {
  for (const name of await readdir(cacheFolder(use)))
    if (/^classes-[0-9a-f]+\.jsa$/.test(name) && join(cacheFolder(use), name) !== keep)
      await rm(join(cacheFolder(use), name), { force: true })
}

/**
 * The folder of a freshly formatted NameNode. Formatting takes a JVM; copying takes none, and the copy gets ids of its own.
 *
 * @throws ConsoleError `LAB_FAILED` when Hadoop can't format it
 */
export async function formattedNameNode(use: CacheUse, java: JavaSet): Promise<string> {
  const { user } = use
  const folder = join(cacheFolder(use), `name-node-${user.name}`)
  if (await exists(join(folder, 'current/VERSION'))) return folder
  await makeCacheFolder(use)
  const fresh = `${folder}.${process.pid}.new`
  const files = ownedFiles(user)
  await files.userFolder(fresh)
  const properties = {
    'fs.defaultFS': 'hdfs://127.0.0.1:9000',
    'dfs.namenode.name.dir': `file://${fresh}/name`
  }
  await files.userFile(join(fresh, 'hdfs-site.xml'), configurationXml(properties))
  try {
    await run(
      join(java.home, 'bin/java'),
      [
        ...jvmOptions(java),
        '-cp',
        classPath(java.library, fresh),
        'org.apache.hadoop.hdfs.server.namenode.NameNode',
        '-format',
        '-nonInteractive'
      ],
      {
        ...asUser(user),
        env: environment,
        cwd: '/',
        maxBuffer: 1 << 24,
        ...(use.signal === undefined ? {} : { signal: use.signal })
      }
    )
    await rename(join(fresh, 'name'), folder)
  } catch (cause) {
    if (!(await exists(join(folder, 'current/VERSION'))))
      throw new ConsoleError('LAB_FAILED', 'Hadoop could not format a NameNode', {
        hint: String(cause instanceof Error ? cause.message : cause).slice(-2000),
        cause
      })
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
  return folder
}

async function makeCacheFolder(use: CacheUse): Promise<void> {
  const files = ownedFiles(use.user)
  await files.folder(use.cache)
  await files.userFolder(cacheFolder(use), 0o755)
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false
  )
