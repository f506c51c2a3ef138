/** Apart from the schema: the page's policy for scripts forbids what zod compiles. */
import type { Action } from './action.js'

/** One entry an action: beginnings whose end is there, too, are left out. */
export function joinedActions(lines: readonly Action[]): readonly Action[] {
  const ended = new Set(lines.flatMap(({ id, outcome }) => (outcome === 'began' ? [] : [id])))
  return lines.filter(({ id, outcome }) => outcome !== 'began' || !ended.has(id))
}
