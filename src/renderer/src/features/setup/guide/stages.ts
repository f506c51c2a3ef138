/** The three stages of a step as they are read: what was found first, what is made, what was found then. Pure. */
import type { ShownChange, StepView } from '@shared/model/setup.js'
import type { Look } from '../../../lib/states.js'
import { countedChanges, stepText as text } from '../../../text/setup-guide.js'
import { clock } from '../../../lib/format.js'
import type { PlacedView } from './step-groups.js'
import { stepLooks, type Standing } from './step-look.js'

export interface StageView {
  readonly look: Look
  readonly say: string
  /** Milliseconds since 1970; `null`: no time. */
  readonly at: number | null
}

export function checkOf({ step, standing }: PlacedView): StageView {
  const { before, seen, at, phase } = step
  if (before !== null)
    return {
      look: before.level === 'ok' ? stepLooks.ok : beforeLook,
      say: before.seen,
      at: before.at
    }
  if (phase === 'blocked' || seen === null)
    return {
      look: stepLooks[standing],
      say: phase === 'checking' ? '' : stepLooks[standing].word,
      at: null
    }
  return { look: stepLooks[phase === 'checking' ? 'checking' : standing], say: seen, at }
}

/** n.b. what was wrong before it was mended is no trouble any more. */
const beforeLook: Look = { state: 'waiting', shape: 'note', word: text.before }

/** Was it looked at after something was made? */
const isVerified = ({ done, doneAt, at, phase }: StepView): boolean =>
  done.length > 0 && phase === 'ended' && at !== null && doneAt !== null && at >= doneAt

export function planOf(step: StepView): StageView {
  const { remedy, done, doneAt, phase, level } = step
  if (phase === 'applying')
    return { look: stepLooks.applying, say: countedChanges(remedy), at: null }
  if (phase === 'failed') return { look: stepLooks.failed, say: text.partly, at: doneAt }
  if (remedy.length > 0) return { look: stepLooks.todo, say: countedChanges(remedy), at: null }
  if (done.length > 0) return { look: stepLooks.ok, say: countedChanges(done), at: doneAt }
  if (level === null) return { look: stepLooks.waiting, say: text.notPlanned, at: null }
  return level === 'ok'
    ? { look: stepLooks.ok, say: text.nothingToDo, at: null }
    : { look: stepLooks.waiting, say: text.byHand, at: null }
}

export const planSide = (step: StepView): string => {
  const { at } = planOf(step)
  if (step.phase === 'applying') return text.applying
  return at === null ? '' : text.applied(clock(at))
}

export function verifyOf({ step, standing }: PlacedView): StageView {
  if (step.phase === 'failed')
    return { look: stepLooks.failed, say: step.error?.message ?? '', at: step.at }
  if (isVerified(step)) return { look: stepLooks[standing], say: step.seen ?? '', at: step.at }
  const nothing = step.done.length === 0 && step.remedy.length === 0 && step.level === 'ok'
  return nothing
    ? { look: stepLooks.ok, say: text.nothingMade, at: null }
    : { look: stepLooks.waiting, say: text.afterApply, at: null }
}

const TROUBLES: readonly Standing[] = ['failed', 'critical', 'unknown', 'warning']

/** Where cause and remedy stand; `null`: there is no trouble, or applying is the remedy. */
export function troubleStage({ step, standing }: PlacedView): 'check' | 'verify' | null {
  if (step.error === null || !TROUBLES.includes(standing)) {
    const again = standing === 'todo' && step.error !== null && isVerified(step)
    return again ? 'verify' : null
  }
  return step.phase === 'failed' || isVerified(step) ? 'verify' : 'check'
}

export interface ShownPart {
  readonly change: ShownChange
  readonly made: boolean
}

/** Changes that are shown: what would be made, else what was. Calls that follow one another at one place stand together. */
export function shownParts({
  remedy,
  done,
  phase
}: StepView): readonly (readonly [ShownPart, ...ShownPart[]])[] {
  const plan = remedy.length > 0 ? remedy : done
  const groups: [ShownPart, ...ShownPart[]][] = []
  for (const change of plan) {
    // n.b. what is planned anew was made once, and is there no more
    const made =
      remedy.length === 0 ||
      ((phase === 'applying' || phase === 'failed') &&
        done.some((other) => other.text === change.text && other.where === change.where))
    const last = groups.at(-1)
    const before = last?.[0].change
    if (change.kind === 'call' && before?.kind === 'call' && before.where === change.where)
      last?.push({ change, made })
    else groups.push([{ change, made }])
  }
  return groups
}
