/**
 * Survey: who is there, and is the output's name free?
 */
import type { Millis } from '../../../shared/model/ids.js'
import { finish, readyClusters, stay, type Step } from './change.js'
import { askHolders, refuseTooFew } from './pin.js'
import { targetsOf } from './plan.js'
import { neededVotes, type RunState } from './state.js'

/** Goes on when every cluster has answered or is silent, and every local input is read. */
export function afterSurvey(state: RunState, at: Millis): Step {
  const waiting = [...state.clusters.values()].some((standing) => standing.type === 'surveying')
  const reading = state.inputs.some(
    (input, index) => state.plan.inputs[index]?.type === 'upload' && input.view.manifest === null
  )
  if (waiting || reading) return stay(state)
  return refuseOccupiedOutput(state, at) ?? refuseTooFew(state, at) ?? askHolders(state, at)
}

/** One cluster that says "the output exists" may lie, f+1 cannot all. */
function refuseOccupiedOutput(state: RunState, at: Millis): Step | null {
  const occupied = [...state.clusters]
    .filter(([, standing]) => standing.type === 'excluded' && standing.reason.startsWith(OCCUPIED))
    .map(([name]) => name)
  const left = readyClusters(state).length
  if (occupied.length === 0) return null
  if (occupied.length < neededVotes(state) && left >= neededVotes(state)) return null
  const targets = targetsOf(state.plan)
  return finish(state, at, 'failed', {
    code: 'OUTPUT_EXISTS',
    message: `the output path "${targets.join('" or "')}" exists already on ${occupied.join(', ')}`,
    hint: `Choose another "output:" in the job file, or remove the old one on ${occupied.join(', ')}: on the Files page of the cloud, or there with: hdfs dfs -rm -r ${targets.join(' ')}`
  })
}

export const OCCUPIED = 'the output path exists there'
