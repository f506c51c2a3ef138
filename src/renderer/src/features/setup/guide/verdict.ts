/** The one sentence over all steps, and its reason. Pure. */
import type { SetupGuideView } from '@shared/ipc/setup-guide-view.js'
import type { Look } from '../../../lib/states.js'
import { guideText as text } from '../../../text/setup-guide.js'
import { isReady, type Left, type StepGroup } from './step-groups.js'
import { stepLooks } from './step-look.js'

export interface Verdict {
  readonly look: Look
  readonly title: string
  readonly reason: string
}

export function verdictOf(
  { activity, environment, without }: SetupGuideView,
  groups: readonly StepGroup[],
  left: Left
): Verdict {
  const reason = text.reason(left.todo.length, left.needs.length, left.ahead.length)
  if (activity.type === 'all') {
    const titles = left.running.slice(0, 2).map(({ step }) => `${step.target}: ${step.title}`)
    return {
      look: stepLooks[activity.mend ? 'applying' : 'checking'],
      title: activity.stopping
        ? text.verdict.stopping
        : activity.mend
          ? text.verdict.mending
          : text.verdict.checking,
      reason: titles.join(' · ')
    }
  }
  if (isReady(groups)) {
    const clouds = groups.filter(
      ({ target }) => !['broker', 'console'].includes(target) && !without.includes(target)
    )
    return {
      look: stepLooks.ok,
      title:
        without.length === 0
          ? text.verdict.ready(environment)
          : text.verdict.readyWithout(environment, without),
      reason: reason === '' ? text.readyReason(clouds.length) : reason
    }
  }
  return {
    look: stepLooks[left.todo.length > 0 ? 'todo' : left.needs.length > 0 ? 'critical' : 'waiting'],
    title: text.verdict.left(left.all - left.inOrder),
    reason
  }
}
