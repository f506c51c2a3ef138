/** How outputs were compared, in words. */
import { comparedText as text } from '../text/format.js'

/** `bytes, SHA-256`, `lines in any order`, `numbers, within 1e-9`; several rules of a run with "and". @param method - as in a snapshot */
export const methodText = (method: string): string => text.rules(method.split(', ').map(ruleText))

function ruleText(rule: string): string {
  if (rule === 'bytes') return text.bytes
  if (rule === 'lines') return text.lines
  return rule.startsWith('numeric ') ? text.within(rule.slice('numeric '.length)) : rule
}
