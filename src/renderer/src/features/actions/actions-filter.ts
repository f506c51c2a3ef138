/** Which actions the log shows. Pure. */
import type { Action, ActionTarget } from '@shared/model/action.js'
import { textFilter } from '../../lib/text-filter.js'

export const targetKinds = [
  'broker',
  'cluster',
  'settings',
  'lab',
  'run'
] as const satisfies readonly ActionTarget['kind'][]

export interface ActionsFilter {
  readonly text: string
  readonly target: ActionTarget['kind'] | 'all'
  readonly outcome: Action['outcome'] | 'all'
}

export const ALL_ACTIONS: ActionsFilter = { text: '', target: 'all', outcome: 'all' }

/** What was remembered may be of another version. */
export function isActionsFilter(value: unknown): value is ActionsFilter {
  if (typeof value !== 'object' || value === null) return false
  const { text, target, outcome } = value as Record<string, unknown>
  return (
    typeof text === 'string' &&
    [...targetKinds, 'all'].includes(target as string) &&
    ['began', 'done', 'failed', 'all'].includes(outcome as string)
  )
}

export interface FilteredActions {
  readonly rows: readonly Action[]
  /** Why the text is no regular expression. */
  readonly error: string | null
}

export function filteredActions(
  actions: readonly Action[],
  { text, target, outcome }: ActionsFilter
): FilteredActions {
  const { matches, error } = textFilter(text)
  const windows = actions.filter(({ by, target }) => by === 'window' && target.kind === 'lab')
  const rows = actions.filter(
    (action) =>
      !windows.some((asked) => isEcho(action, asked)) &&
      (target === 'all' || action.target.kind === target) &&
      (outcome === 'all' || action.outcome === outcome) &&
      matches(wordsOf(action))
  )
  return { rows: rows.toSorted((a, b) => begunAt(b) - begunAt(a)), error }
}

/** Milliseconds since 1970. */
export const begunAt = ({ at, tookMs, outcome }: Action): number =>
  outcome === 'began' ? at : at - tookMs

/** The window has the lab do things by the command line, which writes them down too: one act, so one row. */
const isEcho = (action: Action, asked: Action): boolean =>
  action.by === 'command line' &&
  action.target.kind === 'lab' &&
  action.call !== null &&
  asked.call?.startsWith(action.call) === true &&
  begunAt(action) >= begunAt(asked) &&
  action.at <= asked.at

/** What is searched; the call last, for it may be long. */
const wordsOf = ({ target, what, by, environment, error, call }: Action): string =>
  [target.name, what, by, environment, error?.code, error?.message, call].filter(Boolean).join(' ')
