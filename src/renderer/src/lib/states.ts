/** Every state of the product as it is shown: the class that colours it, its shape, its word. Colour never stands alone. */
import type { Action } from '@shared/model/action.js'
import type {
  AttemptPhase,
  AttemptVerdict,
  ClusterState,
  CopyView,
  RunNote,
  RunVerdict
} from '@shared/model/run.js'

export type StateName =
  | 'agreed'
  | 'outvoted'
  | 'failed'
  | 'hung'
  | 'unreachable'
  | 'cancelled'
  | 'inconclusive'
  | 'running'
  | 'waiting'
export type Shape = StateName | 'verified' | 'not-verified' | 'attention' | 'note'

export interface Look {
  /** `is-STATE` in the style sheets. */
  readonly state: StateName
  readonly shape: Shape
  readonly word: string
}

const same = (state: StateName, word: string = state): Look => ({ state, shape: state, word })

export const attemptLook: Readonly<Record<AttemptVerdict, Look>> = {
  agreed: same('agreed'),
  outvoted: same('outvoted'),
  failed: same('failed'),
  hung: same('hung'),
  unreachable: same('unreachable'),
  cancelled: same('cancelled'),
  inconclusive: same('inconclusive')
}

export const phaseLook: Readonly<Record<AttemptPhase, Look>> = {
  staging: same('running', 'gets its data'),
  launching: same('running', 'starts'),
  preparing: same('running', 'fetches the jar'),
  checking: same('running', 'checks the input'),
  running: same('running', 'runs'),
  digesting: same('running', 'digests'),
  voting: same('waiting', 'waits for the vote'),
  over: same('waiting', 'waits for the vote')
}

export const copyLook: Readonly<Record<CopyView['state'], Look>> = {
  queued: same('waiting', 'queued'),
  running: same('running', 'copying'),
  done: same('agreed', 'done'),
  failed: same('failed'),
  cancelled: same('cancelled')
}

export const clusterLook: Readonly<Record<ClusterState, Look>> = {
  surveying: same('running', 'asked'),
  ready: same('agreed', 'ready'),
  running: same('running', 'running'),
  excluded: same('cancelled', 'excluded'),
  silent: same('unreachable', 'silent')
}

export const actionLook: Readonly<Record<Action['outcome'], Look>> = {
  began: same('waiting', 'no end known'),
  done: same('agreed', 'done'),
  failed: same('failed')
}

export type RunStanding = RunVerdict | 'running' | 'interrupted'

export const runLook: Readonly<Record<RunStanding, Look>> = {
  verified: { state: 'agreed', shape: 'verified', word: 'verified' },
  'not-verified': { state: 'inconclusive', shape: 'not-verified', word: 'not verified' },
  cancelled: same('cancelled'),
  failed: same('failed'),
  running: same('running'),
  interrupted: { state: 'hung', shape: 'attention', word: 'interrupted' }
}

/** A run without a verdict is running only while a living process carries it out. */
export function standing(verdict: RunVerdict | null, live: boolean): RunStanding {
  return verdict ?? (live ? 'running' : 'interrupted')
}

export const noteLook: Readonly<Record<RunNote['severity'], Look>> = {
  info: { state: 'waiting', shape: 'note', word: 'note' },
  warning: { state: 'hung', shape: 'attention', word: 'warning' },
  error: same('failed', 'error')
}
