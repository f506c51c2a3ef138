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
import { statesText as text } from '../text/states.js'

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

const same = (state: StateName, word: string): Look => ({ state, shape: state, word })

export const attemptLook: Readonly<Record<AttemptVerdict, Look>> = {
  agreed: same('agreed', text.attempts.agreed),
  outvoted: same('outvoted', text.attempts.outvoted),
  failed: same('failed', text.attempts.failed),
  hung: same('hung', text.attempts.hung),
  unreachable: same('unreachable', text.attempts.unreachable),
  cancelled: same('cancelled', text.attempts.cancelled),
  inconclusive: same('inconclusive', text.attempts.inconclusive)
}

export const phaseLook: Readonly<Record<AttemptPhase, Look>> = {
  staging: same('running', text.phases.staging),
  launching: same('running', text.phases.launching),
  preparing: same('running', text.phases.preparing),
  checking: same('running', text.phases.checking),
  running: same('running', text.phases.running),
  digesting: same('running', text.phases.digesting),
  voting: same('waiting', text.phases.voting),
  over: same('waiting', text.phases.over)
}

export const copyLook: Readonly<Record<CopyView['state'], Look>> = {
  queued: same('waiting', text.copies.queued),
  running: same('running', text.copies.running),
  done: same('agreed', text.copies.done),
  failed: same('failed', text.copies.failed),
  cancelled: same('cancelled', text.copies.cancelled)
}

export const clusterLook: Readonly<Record<ClusterState, Look>> = {
  surveying: same('running', text.clusters.surveying),
  ready: same('agreed', text.clusters.ready),
  running: same('running', text.clusters.running),
  excluded: same('cancelled', text.clusters.excluded),
  silent: same('unreachable', text.clusters.silent)
}

export const actionLook: Readonly<Record<Action['outcome'], Look>> = {
  began: same('waiting', text.actions.began),
  done: same('agreed', text.actions.done),
  failed: same('failed', text.actions.failed)
}

export type RunStanding = RunVerdict | 'running' | 'interrupted'

export const runLook: Readonly<Record<RunStanding, Look>> = {
  verified: { state: 'agreed', shape: 'verified', word: text.runs.verified },
  'not-verified': { state: 'inconclusive', shape: 'not-verified', word: text.runs['not-verified'] },
  cancelled: same('cancelled', text.runs.cancelled),
  failed: same('failed', text.runs.failed),
  running: same('running', text.runs.running),
  interrupted: { state: 'hung', shape: 'attention', word: text.runs.interrupted }
}

/** A run without a verdict is running only while a living process carries it out. */
export function standing(verdict: RunVerdict | null, live: boolean): RunStanding {
  return verdict ?? (live ? 'running' : 'interrupted')
}

export const noteLook: Readonly<Record<RunNote['severity'], Look>> = {
  info: { state: 'waiting', shape: 'note', word: text.notes.info },
  warning: { state: 'hung', shape: 'attention', word: text.notes.warning },
  error: same('failed', text.notes.error)
}
