/**
 * Which process holds a lock, and does it live? A process id alone does not tell: ids are used again, after a reboot at once.
 *
 * Linux knows when a process started (clock ticks after boot, /proc/PID/stat, proc(5) field 22) and which boot this is.
 * Elsewhere only the id counts, so that a lock may look held by a stranger; the error says which file to remove then.
 */
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { z } from 'zod'
import { systemCode } from './errors.js'

export const identitySchema = z.object({
  pid: z.int().min(1),
  /** Clock ticks after boot; `null` where the system does not tell. */
  startTime: z.string().nullable(),
  bootId: z.string().nullable(),
  host: z.string()
})
export type ProcessIdentity = z.output<typeof identitySchema>

export async function ownIdentity(): Promise<ProcessIdentity> {
  return {
    pid: process.pid,
    startTime: await startTime(process.pid),
    bootId: await bootId(),
    host: hostname()
  }
}

/** @returns `unknown` for a process of another machine (a shared home folder): nobody here can tell */
export async function livingState(holder: ProcessIdentity): Promise<'alive' | 'dead' | 'unknown'> {
  if (holder.host !== hostname()) return 'unknown'
  const boot = await bootId()
  if (boot !== null && holder.bootId !== null && boot !== holder.bootId) return 'dead'
  if (holder.startTime !== null)
    return (await startTime(holder.pid)) === holder.startTime ? 'alive' : 'dead'
  return answersSignal(holder.pid) ? 'alive' : 'dead'
}

async function startTime(pid: number): Promise<string | null> {
  const text = await textOrNull(`/proc/${pid}/stat`)
  // n.b. field 2 is the program's name in brackets, and may hold spaces and brackets itself.
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ')
  // A zombie (state Z) runs nothing any more; its parent only has not looked yet.
  return fields === undefined || fields[0] === 'Z' ? null : (fields[19] ?? null)
}

const bootId = async (): Promise<string | null> =>
  (await textOrNull('/proc/sys/kernel/random/boot_id'))?.trim() ?? null

async function textOrNull(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((thrown: unknown) => {
    const code = systemCode(thrown)
    // ESRCH: the process went away between open and read.
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'ENOTDIR') return null
    throw thrown
  })
}

function answersSignal(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return systemCode(thrown) === 'EPERM'
  }
}
