/** The steps as people see them, changed one at a time and told as a whole. */
import type { WireError } from '../../../shared/model/errors.js'
import type { StepView } from '../../../shared/model/setup.js'
import type { Change } from '../../domain/setup/change.js'
import type { PlacedCheck } from './check-placed.js'
import type { PlacedStep } from './place-steps.js'
import { shownChange } from './shown-change.js'

export class StepBoard {
  #steps: readonly StepView[]

  constructor(
    placed: readonly PlacedStep[],
    private readonly tell: (steps: readonly StepView[]) => void
  ) {
    this.#steps = placed.map(({ id, target, step }) => ({
      id,
      target,
      step: step.name,
      title: step.title,
      why: step.why,
      estimateSeconds: step.estimateSeconds,
      ...UNTOUCHED,
      done: []
    }))
  }

  get steps(): readonly StepView[] {
    return this.#steps
  }

  begin(ids: readonly string[]): void {
    const wanted = new Set(ids)
    this.#steps = this.#steps.map((step) =>
      wanted.has(step.id) ? { ...step, ...UNTOUCHED } : step
    )
    this.tell(this.#steps)
  }

  change(id: string, change: Partial<StepView>): void {
    this.#steps = this.#steps.map((step) => (step.id === id ? { ...step, ...change } : step))
    this.tell(this.#steps)
  }

  block(id: string, waitsFor: readonly string[]): void {
    this.change(id, { phase: 'blocked', level: null, seen: null, remedy: [], waitsFor })
  }

  /** It was not come to. */
  rest(id: string): void {
    this.change(id, { phase: 'waiting' })
  }

  applying(id: string, check: PlacedCheck): void {
    this.change(id, { ...viewOf(check), phase: 'applying' })
  }

  did(id: string, change: Change): void {
    const done = this.#steps.find((step) => step.id === id)?.done ?? []
    this.change(id, { done: [...done, shownChange(change)] })
  }

  forgetDone(id: string): void {
    this.change(id, { done: [] })
  }

  end(id: string, check: PlacedCheck, tookMs: number): void {
    this.change(id, { ...viewOf(check), phase: 'ended', tookMs })
  }

  /** The remedy could not be carried out. */
  fail(id: string, check: PlacedCheck, error: WireError, tookMs: number): void {
    this.change(id, { ...viewOf(check), phase: 'failed', error, tookMs })
  }
}

const UNTOUCHED = {
  phase: 'waiting',
  level: null,
  seen: null,
  error: null,
  remedy: [],
  tookMs: null,
  waitsFor: []
} as const

const viewOf = ({ level, seen, error, remedy }: PlacedCheck): Partial<StepView> => ({
  level,
  seen,
  error,
  remedy: remedy.map(shownChange)
})
