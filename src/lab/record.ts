/** `lab.json`: what `down`, `status` and the faults have to know about a lab that was started earlier. */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { ConsoleError } from '../shared/model/errors.js'
import { labFile, stateOption } from './folders.js'
import type { LabUser } from './lab-user.js'
import { writeFileAtomically } from './owned-files.js'
import { planLab, type LabPlan } from './plan.js'

const recordSchema = z.strictObject({
  version: z.literal(1),
  clouds: z.int().min(1),
  base: z.int().min(0),
  user: z.string(),
  javaHome: z.string(),
  hadoop: z.string(),
  /** Absent in the record of an ordinary lab. */
  bare: z.literal(true).optional()
})
export type LabRecord = z.output<typeof recordSchema>

export async function writeRecord(
  plan: LabPlan,
  user: LabUser,
  javaHome: string,
  hadoop: string
): Promise<void> {
  const record: LabRecord = {
    version: 1,
    clouds: plan.clouds.length,
    base: plan.base,
    user: user.name,
    javaHome,
    hadoop,
    ...(plan.bare ? { bare: true } : {})
  }
  await writeFileAtomically(labFile.record(plan.folder), `${JSON.stringify(record, null, 2)}\n`)
}

/** @returns null when there never was a lab, or its record is not whole */
export async function readRecord(folder: string): Promise<LabRecord | null> {
  const text = await readFile(labFile.record(folder), 'utf8').catch(() => null)
  if (text === null) return null
  try {
    return recordSchema.parse(JSON.parse(text))
  } catch {
    // A record nobody can read is like none: the next `up` writes a new one, `down` goes by the marks of the processes.
    return null
  }
}

export const planOf = (folder: string, record: LabRecord): LabPlan =>
  planLab({
    folder,
    clouds: record.clouds,
    base: record.base,
    user: record.user,
    bare: record.bare === true
  })

/** What starts this lab, or what is missing of it. */
export function upCommand({ folder, clouds, base, bare }: LabPlan): string {
  const options = [
    bare ? ' --bare' : '',
    clouds.length === DEFAULT_CLOUDS ? '' : ` --clouds ${String(clouds.length)}`,
    base === 0 ? '' : ` --base ${String(base)}`
  ]
  return `npx medusa lab up${options.join('')}${stateOption(folder)}`
}
/** What `lab up` starts when nothing is said. */
const DEFAULT_CLOUDS = 3

/** @throws ConsoleError `ENVIRONMENT_UNKNOWN` when there is no lab in this folder */
export async function requirePlan(
  folder: string
): Promise<{ readonly plan: LabPlan; readonly record: LabRecord }> {
  const record = await readRecord(folder)
  if (record === null)
    throw new ConsoleError('ENVIRONMENT_UNKNOWN', `there is no lab in ${folder}`, {
      hint: `Start one with: npx medusa lab up${stateOption(folder)}`
    })
  return { plan: planOf(folder, record), record }
}
