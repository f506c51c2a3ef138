/** What an `up` finds: the lab it was asked for, another one, or none. */
import { ConsoleError } from '../shared/model/errors.js'
import type { LabPlan } from './plan.js'
import { findProcesses } from './processes.js'
import { readRecord, type LabRecord } from './record.js'
import { brokerRuns, labStatus, type LabStatus } from './status.js'

/**
 * @returns the status of a lab that runs as asked, null when there is none or only the remains of a crashed one
 * @throws ConsoleError `BAD_INPUT` when it runs with another number of clouds, or anything runs of a lab of the other kind
 */
export async function runningLab(plan: LabPlan): Promise<LabStatus | null> {
  const record = await readRecord(plan.folder)
  if (record === null) return null
  const processes = await findProcesses(plan.folder)
  if (processes.length > 0) assertKind(plan, record)
  if (!brokerRuns(processes)) return null
  const status = await labStatus(plan.folder)
  if (status.clouds.some((cloud) => cloud.state === 'down' || cloud.state === 'degraded'))
    return null
  if (record.clouds !== plan.clouds.length || record.base !== plan.base)
    throw new ConsoleError(
      'BAD_INPUT',
      `the lab is up with ${record.clouds} clouds at base ${record.base}; asked for ${plan.clouds.length} at base ${plan.base}`,
      { hint: 'Take it down first: medusa lab down' }
    )
  return status
}

/** Not even remains of the other kind are swept away unasked: somebody may be in the middle of setting it up. */
export function assertKind(plan: Pick<LabPlan, 'bare' | 'folder'>, record: LabRecord): void {
  const runs = record.bare === true
  if (runs === plan.bare) return
  const kind = (bare: boolean) => (bare ? 'a bare lab' : 'an ordinary lab')
  throw new ConsoleError(
    'BAD_INPUT',
    `in ${plan.folder} ${kind(runs)} is up; asked for ${kind(plan.bare)}`,
    {
      hint: 'Take it down first: medusa lab down; or give the other a folder and addresses of its own: --state DIR --base N'
    }
  )
}
