/** Files and folders that appear whole or not at all, and the stamps that say so. */
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { chmod, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/**
 * @param {string} file
 * @param {'sha256' | 'sha512'} algorithm
 * @param {'hex' | 'base64'} encoding
 * @param {AbortSignal} [signal]
 * @returns {Promise<string>}
 */
export async function digestOf(file, algorithm, encoding, signal) {
  const hash = createHash(algorithm)
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash, { signal })
  return hash.digest(encoding)
}

/** @param {string} file @returns {string} SHA-256 of a small file in hex; empty when it is not there */
export function quickDigest(file) {
  return existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex') : ''
}

/** @param {string} file @returns {any} undefined when it is not there or not JSON: then it says nothing */
export function readStamp(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** @param {string} file @param {unknown} content */
export async function writeStamp(file, content) {
  await mkdir(dirname(file), { recursive: true })
  const partial = `${file}.partial-${process.pid}`
  await writeFile(partial, JSON.stringify(content), { mode: 0o644 })
  await rename(partial, file)
}

/**
 * Fills a folder beside `target` and puts it in its place when `fill` is done. `target` is missing for no longer than
 * between two renames. Whatever fails, the half-filled folder goes; what a killed set-up left is removed by the next.
 *
 * @param {string} target
 * @param {(folder: string) => Promise<void>} fill
 */
export async function replaceFolder(target, fill) {
  await mkdir(dirname(target), { recursive: true, mode: 0o755 })
  await removeLeftovers(target)
  const partial = `${target}.partial-${process.pid}`
  const old = `${target}.old-${process.pid}`
  try {
    await mkdir(partial, { mode: 0o755 })
    await fill(partial)
    await chmod(partial, 0o755)
    if (existsSync(target)) await rename(target, old)
    await rename(partial, target)
  } finally {
    await rm(partial, { recursive: true, force: true })
    if (!existsSync(target) && existsSync(old)) await rename(old, target)
    await rm(old, { recursive: true, force: true })
  }
}

/** Call under the lock of the folder: nobody else is filling it. @param {string} target */
async function removeLeftovers(target) {
  const folder = dirname(target)
  const name = target.slice(folder.length + 1)
  const leftovers = (await readdir(folder)).filter((entry) =>
    /^\.(partial|old)-\d+$/.test(entry.startsWith(name) ? entry.slice(name.length) : '')
  )
  for (const entry of leftovers) await rm(join(folder, entry), { recursive: true, force: true })
}

/** @param {string} folder @returns {Promise<number>} bytes of all files in it; 0 when it is not there */
export async function folderSize(folder) {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const sizes = await Promise.all(
    entries.map((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return folderSize(path)
      // A file that goes while we count (a download being renamed) counts nothing.
      return entry.isFile()
        ? stat(path).then(
            (s) => s.size,
            () => 0
          )
        : 0
    })
  )
  return sizes.reduce((sum, bytes) => sum + bytes, 0)
}
