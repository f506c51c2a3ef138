/** Steps as they are read: the broker, each cloud, this console; what is left of them. Pure. */
import type { ShownChange, StepView } from '@shared/model/setup.js'
import { guideText as text } from '../../../text/setup-guide.js'
import { isAhead, isInOrder, standingOf, type Standing } from './step-look.js'

export interface PlacedView {
  readonly step: StepView
  /** From 1, within its group. */
  readonly number: number
  readonly standing: Standing
}

export interface StepGroup {
  /** `broker`, `console`, or a cluster. */
  readonly target: string
  readonly title: string
  readonly steps: readonly PlacedView[]
  readonly inOrder: number
  /** The one that says most of the whole group. */
  readonly standing: Standing
}

/** What says most first: work that goes on, trouble, work that is left. */
const LOUDEST: readonly Standing[] = [
  'applying',
  'checking',
  'failed',
  'critical',
  'unknown',
  'todo',
  'leftOut',
  'blocked',
  'waiting',
  'warning'
]

export function stepGroups(
  steps: readonly StepView[],
  without: readonly string[] = []
): readonly StepGroup[] {
  const targets = [...new Set(steps.map(({ target }) => target))]
  const clusters = targets.filter((target) => target !== 'broker' && target !== 'console')
  return ['broker', ...clusters, 'console']
    .filter((target) => targets.includes(target))
    .map((target) => {
      const own = steps
        .filter((step) => step.target === target)
        .map((step, index) => ({
          step,
          number: index + 1,
          standing: standingOf(step, without)
        }))
      const standings = own.map(({ standing }) => standing)
      return {
        target,
        title: groupTitle(target),
        steps: own,
        inOrder: standings.filter(isInOrder).length,
        standing: LOUDEST.find((each) => standings.includes(each)) ?? 'ok'
      }
    })
}

export const groupTitle = (target: string): string =>
  target === 'broker' ? text.groups.broker : target === 'console' ? text.groups.console : target

export interface Left {
  readonly all: number
  readonly inOrder: number
  /** Can be applied from here now. */
  readonly todo: readonly PlacedView[]
  /** Cannot: somebody has to look. */
  readonly needs: readonly PlacedView[]
  /** Wait for others. */
  readonly ahead: readonly PlacedView[]
  readonly running: readonly PlacedView[]
}

/** Of all steps but those of clusters that are left out. */
export function whatIsLeft(groups: readonly StepGroup[]): Left {
  const all = groups.flatMap(({ steps }) => steps).filter(({ standing }) => standing !== 'leftOut')
  const canApply = ({ step, standing }: PlacedView): boolean =>
    step.remedy.length > 0 && !isBusy(standing)
  const todo = all.filter(canApply)
  return {
    all: all.length,
    inOrder: all.filter(({ standing }) => isInOrder(standing)).length,
    todo,
    needs: all.filter(
      (each) => !todo.includes(each) && ['failed', 'critical', 'unknown'].includes(each.standing)
    ),
    ahead: all.filter(({ standing }) => isAhead(standing)),
    running: all.filter(({ standing }) => isBusy(standing))
  }
}

const isBusy = (standing: Standing): boolean => standing === 'checking' || standing === 'applying'

/** The console's environment is written: runs can start. */
export const isReady = (groups: readonly StepGroup[]): boolean =>
  groups
    .find(({ target }) => target === 'console')
    ?.steps.every(({ standing }) => isInOrder(standing)) === true

/** What would be changed, by place, in the order of the places. */
export function changesByPlace(
  steps: readonly PlacedView[]
): readonly { readonly where: string; readonly changes: readonly ShownChange[] }[] {
  const changes = steps.flatMap(({ step }) => step.remedy)
  return [...new Set(changes.map(({ where }) => where))].map((where) => ({
    where,
    changes: changes.filter((change) => change.where === where)
  }))
}
