/** Apart from the schema: the page's policy for scripts forbids what zod compiles. */
import type { Action } from './action.js'

/** One entry an action, however often it comes: how it ended where that is there, else that it began. The order stays. */
export function joinedActions(lines: readonly Action[]): readonly Action[] {
  const ended = new Set(lines.flatMap(({ id, outcome }) => (outcome === 'began' ? [] : [id])))
  const taken = new Set<string>()
  return lines.filter(({ id, outcome }) => {
    if (taken.has(id) || (outcome === 'began' && ended.has(id))) return false
    taken.add(id)
    return true
  })
}
