/** The steps as people see them, changed one at a time and told as a whole. */
import type { WireError } from '../../../shared/model/errors.js'
import type { StepView } from '../../../shared/model/setup.js'
import type { Change } from '../../domain/setup/change.js'
import type { SetupEvent } from '../../ports/setup-store.js'
import { leavesUndoing, standingOf } from './carry-out.js'
import type { PlacedCheck } from './check-placed.js'
import type { PlacedStep } from './place-steps.js'
import { shownChange } from './shown-change.js'

/** What a check found, and when; milliseconds since 1970. */
export type TimedCheck = PlacedCheck & { readonly at: number }

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
      before: null,
      ...NOTHING_DONE
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

  /** @param before - what the first check found, of several rounds */
  applying(id: string, check: TimedCheck, before: TimedCheck): void {
    const { level, seen, at } = before
    this.change(id, { ...viewOf(check), phase: 'applying', before: { level, seen, at } })
  }

  did(id: string, change: Change, at: number): void {
    const { done = [], undoable = 0 } = this.#steps.find((step) => step.id === id) ?? {}
    this.change(id, {
      done: [...done, shownChange(change)],
      doneAt: at,
      undoable: undoable + (leavesUndoing(change) ? 1 : 0)
    })
  }

  /** What the log says was done, by whatever process. */
  recall(events: readonly SetupEvent[]): void {
    const standing = standingOf(events)
    this.#steps = this.#steps.map((step) => {
      const own = standing.filter((event) => event.step === step.id)
      if (own.length === 0) return { ...step, ...NOTHING_DONE, before: null }
      return {
        ...step,
        done: own.map(({ change }) => change),
        doneAt: own.at(-1)?.at ?? null,
        undoable: own.filter(({ undoing }) => undoing !== null).length
      }
    })
    this.tell(this.#steps)
  }

  end(id: string, check: TimedCheck, tookMs: number): void {
    this.change(id, { ...viewOf(check), phase: 'ended', tookMs })
  }

  /** The remedy could not be carried out. */
  fail(id: string, check: TimedCheck, error: WireError, tookMs: number): void {
    this.change(id, { ...viewOf(check), phase: 'failed', error, tookMs })
  }
}

const UNTOUCHED = {
  phase: 'waiting',
  level: null,
  seen: null,
  at: null,
  error: null,
  remedy: [],
  tookMs: null,
  waitsFor: []
} as const
const NOTHING_DONE = { done: [], doneAt: null, undoable: 0 } as const

const viewOf = ({ level, seen, at, error, remedy }: TimedCheck): Partial<StepView> => ({
  level,
  seen,
  at,
  error,
  remedy: remedy.map(shownChange)
})
