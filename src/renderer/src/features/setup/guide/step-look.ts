/** How a step of set-up looks: state, shape and word from its phase and level. Pure. */
import type { StepView } from '@shared/model/setup.js'
import type { Look } from '../../../lib/states.js'
import { stepStateText as text } from '../../../text/setup-guide.js'

const look = (state: Look['state'], shape: Look['shape'], word: string): Look => ({
  state,
  shape,
  word
})

export const stepLooks = {
  waiting: look('waiting', 'waiting', text.waiting),
  checking: look('running', 'running', text.checking),
  applying: look('running', 'running', text.applying),
  blocked: look('waiting', 'waiting', text.blocked),
  failed: look('failed', 'failed', text.failed),
  ok: look('agreed', 'agreed', text.ok),
  todo: look('hung', 'attention', text.todo),
  warning: look('hung', 'note', text.warning),
  critical: look('failed', 'failed', text.critical),
  unknown: look('inconclusive', 'inconclusive', text.unknown),
  leftOut: look('cancelled', 'cancelled', text.leftOut)
} as const
export type Standing = keyof typeof stepLooks

/** @param without - clusters that are left out */
export function standingOf(step: StepView, without: readonly string[] = []): Standing {
  if (without.includes(step.target)) return 'leftOut'
  if (step.phase !== 'ended') return step.phase
  switch (step.level) {
    case null:
      return 'waiting'
    case 'unknown':
      return dependsOnOthers(step) ? 'blocked' : 'unknown'
    case 'critical':
      if (dependsOnOthers(step)) return 'blocked'
      // what can be mended from here is work that is left, and no failure
      return step.remedy.length > 0 ? 'todo' : 'critical'
    default:
      return step.level
  }
}

/** Nothing is wrong with it: it is about what other steps of all clouds have not made yet. */
const dependsOnOthers = ({ target, error, remedy }: StepView): boolean =>
  remedy.length === 0 &&
  target !== 'broker' &&
  (error?.code === 'TOO_FEW_CLUSTERS' || error?.code === 'NOT_AVAILABLE')

/** Is there nothing left to do for it? */
export const isInOrder = (standing: Standing): boolean =>
  standing === 'ok' || standing === 'warning'
/** Has nobody looked yet? Then its number stands in its place. */
export const isAhead = (standing: Standing): boolean =>
  standing === 'waiting' || standing === 'blocked'
