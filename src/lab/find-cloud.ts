import { ConsoleError } from '../shared/model/errors.js'
import type { CloudPlan, LabPlan } from './plan.js'

/** @throws ConsoleError `CLUSTER_UNKNOWN` naming those there are */
export function findCloud(plan: LabPlan, name: string): CloudPlan {
  const found = plan.clouds.find((cloud) => cloud.name === name)
  if (found !== undefined) return found
  throw new ConsoleError('CLUSTER_UNKNOWN', `the lab has no cloud "${name}"`, {
    hint: `Choose one of: ${plan.clouds.map((cloud) => cloud.name).join(', ')}.`
  })
}
