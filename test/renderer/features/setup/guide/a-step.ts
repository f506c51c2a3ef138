/** A step of set-up that nobody looked at yet. */
import type { StepView } from '@shared/model/setup.js'

export function aStep(id: string, change: Partial<StepView> = {}): StepView {
  const [target = '', step = ''] = id.split('/')
  return {
    id,
    target,
    step,
    title: `Step ${step}`,
    why: `Why ${step} is needed.`,
    phase: 'waiting',
    level: null,
    seen: null,
    at: null,
    before: null,
    error: null,
    remedy: [],
    done: [],
    doneAt: null,
    undoable: 0,
    estimateSeconds: 3,
    tookMs: null,
    waitsFor: [],
    ...change
  }
}
