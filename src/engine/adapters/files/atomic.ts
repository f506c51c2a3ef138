/** Files that are there whole or not at all: temporary name beside the target, fsync, rename, fsync of the folder. */
import { randomUUID } from 'node:crypto'
import { open, rename, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { systemCode } from './errors.js'

/** A name beside `path` that nobody else uses; begins with `.`, so that listings skip it. */
export const temporaryName = (path: string): string =>
  join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`)

/**
 * Replaces a file.
 *
 * @param durability - `durable`: survives a power cut once resolved; `quick`: readers never see half of it, that is all
 */
export async function replaceFile(
  path: string,
  content: string | Uint8Array,
  durability: 'durable' | 'quick'
): Promise<void> {
  const temporary = temporaryName(path)
  try {
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(content)
      if (durability === 'durable') await file.datasync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (thrown) {
    await removeIfThere(temporary)
    throw thrown
  }
  if (durability === 'durable') await syncFolder(dirname(path))
}

/** Makes names in a folder survive a power cut. Where folders cannot be opened (Windows) there is nothing to do. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch((thrown: unknown) => {
    if (systemCode(thrown) === 'EISDIR' || systemCode(thrown) === 'EPERM') return null
    throw thrown
  })
  if (folder === null) return
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

export async function removeIfThere(path: string): Promise<void> {
  await unlink(path).catch((thrown: unknown) => {
    if (systemCode(thrown) !== 'ENOENT') throw thrown
  })
}
