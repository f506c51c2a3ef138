/**
 * What the lab makes once and keeps in the cache, below `<cache>/lab`: an archive of class data, and a formatted NameNode to copy.
 *
 * Both only save time. They are named after everything they depend on, so that a stale one is never found. The folder is the caller's; Java, which runs as
 * the lab's user, writes into a folder of its own there that is gone afterwards.
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { access, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { ConsoleError } from '../shared/model/errors.js'
import { classPath, jvmOptions, type JavaSet } from './jvm.js'
import type { LabUser } from './lab-user.js'
import { hasCode, ownedFiles } from './owned-files.js'
import type { Programs } from './prerequisites.js'
import { configurationXml } from './xml.js'

const run = promisify(execFile)

export interface CacheUse {
  /** See `usableCache`. */
  readonly cache: string
  /** Folder with `lib/*.jar`. */
  readonly hadoop: string
  readonly programs: Programs
  readonly user: LabUser
  /** `resources/lab`. */
  readonly resources: string
  readonly signal?: AbortSignal
}

/**
 * @param cache - see `cacheRoot`
 * @param instead - a folder of the caller's, for when the cache is somebody else's or can't be written to
 * @returns the folder for what the lab keeps
 */
export async function usableCache(cache: string, instead: string): Promise<string> {
  const folder = join(cache, 'lab')
  try {
    await mkdir(folder, { recursive: true, mode: 0o755 })
    await access(folder, constants.W_OK)
    return folder
  } catch (error) {
    if (hasCode(error, 'EACCES', 'EPERM', 'EROFS')) return instead
    throw error
  }
}

/**
 * Dumps the classes named in `resources/lab/classes.list.gz` (those that Hadoop's daemons, commands and containers load) into one archive that all JVMs of
 * all clouds map: they start in half the time and share the memory.
 *
 * @returns its path, made now (some 20 s) or earlier; null when this Java can't make one
 */
export async function prepareClassSharing(use: CacheUse): Promise<string | null> {
  const { cache, programs, resources } = use
  const list = await readFile(join(resources, 'classes.list.gz'))
  const archive = join(cache, `classes-${await fingerprint(use, list)}.jsa`)
  if (await exists(archive)) return archive
  return inWorkFolder(use, async (folder) => {
    const names = join(folder, 'classes.list')
    const fresh = join(folder, 'classes.jsa')
    await ownedFiles(use.user).userFile(names, gunzipSync(list).toString('utf8'))
    try {
      await runJava(use, programs.javaHome, [
        '-Xshare:dump',
        `-XX:SharedClassListFile=${names}`,
        `-XX:SharedArchiveFile=${fresh}`,
        '-XX:TieredStopAtLevel=1',
        '-Xmx512m',
        '-Xlog:disable',
        '-Xlog:all=error:stderr',
        '-cp',
        `${use.hadoop}/lib/*`
      ])
      await removeOthers(cache, archive)
      await rename(fresh, archive)
      return archive
    } catch {
      // A Java without the feature, or without the memory for it: the lab is slower without, nothing else.
      return null
    }
  })
}

/** Jars by name, size and time, since reading 90 MB at every start would take longer than it saves; the list by content, it differs in time in every clone. */
async function fingerprint({ hadoop, programs }: CacheUse, list: Uint8Array): Promise<string> {
  const library = join(hadoop, 'lib')
  const files = await Promise.all(
    [library, ...programs.jars.map((name) => join(library, name))].map(async (path) => {
      const { size, mtimeMs } = await stat(path)
      return `${path} ${size} ${mtimeMs}`
    })
  )
  return createHash('sha256')
    .update([programs.javaHome, programs.javaVersion, ...files, ''].join('\n'))
    .update(list)
    .digest('hex')
    .slice(0, 16)
}

/** Archives of an earlier Java or Hadoop are of no use any more; one is 145 MB. */
async function removeOthers(cache: string, keep: string): Promise<void> {
  for (const name of await readdir(cache))
    if (/^classes-[0-9a-f]+\.jsa$/.test(name) && join(cache, name) !== keep)
      await rm(join(cache, name), { force: true })
}

/**
 * The folder of a freshly formatted NameNode. Formatting takes a JVM; copying takes none, and the copy gets ids of its own.
 *
 * @throws ConsoleError `LAB_FAILED` when Hadoop can't format it
 */
export async function formattedNameNode(use: CacheUse, java: JavaSet): Promise<string> {
  const { user, cache } = use
  const files = ownedFiles(user)
  const target = join(cache, `formatted-${user.name}`)
  // VERSION is copied last.
  if (await exists(join(target, 'VERSION'))) return target
  return inWorkFolder(use, async (folder) => {
    const properties = {
      'fs.defaultFS': 'hdfs://127.0.0.1:9000',
      'dfs.namenode.name.dir': `file://${folder}/name`
    }
    await files.userFile(join(folder, 'hdfs-site.xml'), configurationXml(properties))
    try {
      await runJava(use, java.home, [
        ...jvmOptions(java),
        '-cp',
        classPath(java.library, folder),
        'org.apache.hadoop.hdfs.server.namenode.NameNode',
        '-format',
        '-nonInteractive'
      ])
    } catch (cause) {
      throw new ConsoleError('LAB_FAILED', 'Hadoop could not format a NameNode', {
        hint: String(cause instanceof Error ? cause.message : cause).slice(-2000),
        cause
      })
    }
    const made = join(folder, 'name/current')
    await files.folder(target)
    for (const name of (await readdir(made)).sort((a, b) => rank(a) - rank(b)))
      await files.file(join(target, name), await readNoLink(join(made, name)))
    return target
  })
}

const rank = (name: string): number => (name === 'VERSION' ? 1 : 0)

/** Reads a file of the lab user's; a symbolic link in its place could lead root to a file the user may not see. */
async function readNoLink(path: string): Promise<Uint8Array> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  try {
    return await file.readFile()
  } finally {
    await file.close()
  }
}

/** Runs Java as the lab's user; rejects when it fails or `use.signal` is aborted. */
async function runJava(use: CacheUse, home: string, args: readonly string[]): Promise<void> {
  const { user, signal } = use
  await run(join(home, 'bin/java'), [...args], {
    env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' },
    cwd: '/',
    maxBuffer: 1 << 26,
    ...(user.switched ? { uid: user.uid, gid: user.gid } : {}),
    ...(signal === undefined ? {} : { signal })
  })
}

/** Gives `action` a folder of the lab user's in the cache, and removes it, and what killed processes left of theirs. */
async function inWorkFolder<T>(use: CacheUse, action: (folder: string) => Promise<T>): Promise<T> {
  const files = ownedFiles(use.user)
  await files.folder(use.cache)
  for (const name of await readdir(use.cache)) {
    const pid = /^work-(\d+)$/.exec(name)?.[1]
    if (pid !== undefined && !(await exists(`/proc/${pid}`)))
      await rm(join(use.cache, name), { recursive: true, force: true })
  }
  const folder = join(use.cache, `work-${process.pid}`)
  await files.userFolder(folder)
  try {
    return await action(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false
  )
