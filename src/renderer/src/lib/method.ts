/** How outputs were compared, in words. */

/** `bytes, SHA-256`, `lines in any order`, `numbers, within 1e-9`; several rules of a run with "and". @param method - as in a snapshot */
export const methodText = (method: string): string => method.split(', ').map(ruleText).join(' and ')

function ruleText(rule: string): string {
  if (rule === 'bytes') return 'bytes, SHA-256'
  if (rule === 'lines') return 'lines in any order'
  return rule.startsWith('numeric ') ? `numbers, within ${rule.slice('numeric '.length)}` : rule
}
