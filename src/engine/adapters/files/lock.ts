/**
 * A lock file that names its holder, so that a crash does not leave a run locked for ever.
 *
 * Taken by `link(2)`, which is atomic and brings the whole content at once. A dead holder's lock is cleared by whoever
 * first makes the link `LOCK.stale-NONCE`: the nonce is that of the very lock that was seen dead, so two processes
 * that find it at the same time cannot remove each other's fresh lock.
 */
import { randomUUID } from 'node:crypto'
import { link, readFile, stat, unlink, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { parseJson } from '../../protocol/json.js'
import { removeIfThere, temporaryName } from './atomic.js'
import { systemCode } from './errors.js'
import {
  identitySchema,
  livingState,
  ownIdentity,
  type ProcessIdentity
} from './process-identity.js'

const lockSchema = identitySchema.extend({ nonce: z.string().regex(/^[0-9a-f-]{36}$/) })
type LockContent = z.output<typeof lockSchema>

export interface HeldLock {
  release(): Promise<void>
}

/** Somebody else holds it. */
export interface LockHolder {
  readonly holder: ProcessIdentity
  readonly state: 'alive' | 'unknown'
}

/** After so long a half-finished clearing (its process died in the middle) may be cleared itself. */
const CLEARING_TAKES_AT_MOST_MS = 10_000
const ATTEMPTS = 20

/** @returns the lock, or who holds it */
export async function takeLock(path: string): Promise<HeldLock | LockHolder> {
  const own: LockContent = { ...(await ownIdentity()), nonce: randomUUID() }
  const temporary = temporaryName(path)
  await writeFile(temporary, JSON.stringify(own), { mode: 0o600, flag: 'wx' })
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (await linked(temporary, path)) return { release: () => release(path, own.nonce) }
      const found = await readLock(path)
      if (found === 'absent') continue
      if (found !== 'damaged') {
        const state = await livingState(found)
        if (state !== 'dead') return { holder: found, state }
      }
      await clear(path, found)
    }
  } finally {
    await removeIfThere(temporary)
  }
  throw new Error(`the lock ${path} changed hands ${ATTEMPTS} times while it was being taken`)
}

/** @returns who holds it; `null` when it is free or its holder is dead */
export async function lockHolder(path: string): Promise<LockHolder | null> {
  const found = await readLock(path)
  if (found === 'absent' || found === 'damaged') return null
  const state = await livingState(found)
  return state === 'dead' ? null : { holder: found, state }
}

async function readLock(path: string): Promise<LockContent | 'absent' | 'damaged'> {
  const text = await readFile(path, 'utf8').catch((thrown: unknown) => {
    if (systemCode(thrown) === 'ENOENT') return null
    throw thrown
  })
  if (text === null) return 'absent'
  const content = lockSchema.safeParse(parseJson(text))
  // `link` brings whole files only, so this was not written by us, or the disk lost it in a power cut: no holder lives.
  return content.success ? content.data : 'damaged'
}

async function clear(path: string, found: LockContent | 'damaged'): Promise<void> {
  const nonce = found === 'damaged' ? 'damaged' : found.nonce
  const mark = `${path}.stale-${nonce}`
  if (!(await linked(path, mark))) {
    await clearOldMark(mark)
    return
  }
  try {
    const seen = await readLock(mark)
    const same =
      seen === 'damaged' ? found === 'damaged' : seen !== 'absent' && seen.nonce === nonce
    if (same) await removeIfThere(path)
  } finally {
    await removeIfThere(mark)
  }
}

async function clearOldMark(mark: string): Promise<void> {
  const information = await stat(mark).catch((thrown: unknown) => {
    if (systemCode(thrown) === 'ENOENT') return null
    throw thrown
  })
  // ctime: when this name was linked, which is when the clearing began.
  if (information !== null && Date.now() - information.ctimeMs > CLEARING_TAKES_AT_MOST_MS)
    await removeIfThere(mark)
  else await new Promise((resolve) => setTimeout(resolve, 20))
}

/** @returns `false` when the name is taken, or (for a mark) the lock has gone meanwhile */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (thrown) {
    const code = systemCode(thrown)
    if (code === 'EEXIST' || code === 'ENOENT') return false
    throw thrown
  }
}

async function release(path: string, nonce: string): Promise<void> {
  const found = await readLock(path)
  if (found !== 'absent' && found !== 'damaged' && found.nonce === nonce) await unlink(path)
}
