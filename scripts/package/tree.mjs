/** Folders as they are shipped: the same names, modes and times whoever builds them, and whenever. */
import { chmod, copyFile, link, lstat, mkdir, readdir, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { LEFT_OUT } from './layout.mjs'

/**
 * @param {string} folder
 * @returns {AsyncGenerator<{ path: string, name: string, isFolder: boolean }>} everything in it by name, a folder before what it holds; `name` is relative
 */
export async function* walk(folder, below = '') {
  const entries = await readdir(join(folder, below), { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = join(below, entry.name)
    yield { path: join(folder, name), name, isFolder: entry.isDirectory() }
    if (entry.isDirectory()) yield* walk(folder, name)
  }
}

/** Copies a folder without what is never shipped. @param {string} from @param {string} to */
export async function copyTree(from, to) {
  await mkdir(to, { recursive: true })
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name)
    if (LEFT_OUT.test(source)) continue
    if (entry.isDirectory()) await copyTree(source, join(to, entry.name))
    else await copyFile(source, join(to, entry.name))
  }
}

/** The same files under a second name: takes no room. @param {string} from @param {string} to */
export async function linkTree(from, to) {
  await mkdir(to, { recursive: true })
  for await (const { path, name, isFolder } of walk(from)) {
    if (isFolder) await mkdir(join(to, name))
    else await link(path, join(to, name))
  }
}

/**
 * Everybody may read, and run what its owner may run; all is of one time.
 *
 * @param {string} folder
 * @param {number} seconds since 1970
 * @param {(name: string) => number | undefined} [modeOf] other modes
 */
export async function settle(folder, seconds, modeOf = () => undefined) {
  const folders = [folder]
  for await (const { path, name, isFolder } of walk(folder)) {
    const entry = await lstat(path)
    if (entry.isSymbolicLink()) continue // dpkg-deb clamps its time
    if (isFolder) folders.push(path)
    else await chmod(path, modeOf(name) ?? (entry.mode & 0o100 ? 0o755 : 0o644))
    if (!isFolder) await utimes(path, seconds, seconds)
  }
  for (const path of folders.reverse()) {
    await chmod(path, 0o755)
    await utimes(path, seconds, seconds)
  }
}
