/** What a schema's issue means, in words of the settings: what is needed, and what stands there. */
import type { z } from 'zod'
import type { JsonValue } from '../../../shared/model/json-text.js'

/** @param given - what stands there; `undefined`: nothing */
export function issueText(issue: z.core.$ZodIssue, given: JsonValue | undefined): string {
  const needed = neededText(issue)
  if (needed === null) return issue.message
  if (given === undefined) return `missing: ${needed} is needed`
  return given === '' ? `empty: ${needed} is needed` : `${needed} is needed, got ${shown(given)}`
}

function neededText(issue: z.core.$ZodIssue): string | null {
  switch (issue.code) {
    case 'invalid_type':
      return KINDS[issue.expected] ?? issue.expected
    case 'invalid_value':
      return issue.values.map((value) => JSON.stringify(value)).join(' or ')
    case 'too_small':
      if (issue.origin === 'string') return 'a text'
      return `${nounOf(issue.origin)} of at least ${String(issue.minimum)}`
    case 'too_big':
      if (issue.origin === 'array') return `a list of at most ${String(issue.maximum)}`
      return `${nounOf(issue.origin)} of at most ${String(issue.maximum)}`
    case 'invalid_format':
      if (issue.format === 'url') return 'a URL like http://host:8088'
      if (issue.format === 'starts_with') return 'a path that begins with /'
      return issue.message.startsWith('Invalid') ? `a text like ${issue.format}` : null
    default:
      return null
  }
}

const KINDS: Readonly<Partial<Record<string, string>>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list [ ]',
  object: 'an object { }',
  record: 'an object { }'
}

const nounOf = (origin: string): string =>
  origin === 'int' || origin === 'number' ? 'a number' : origin

/** Short, and never what may hold a password: URLs are left out. */
function shown(value: JsonValue): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  const text = JSON.stringify(value)
  if (text.includes('://') || text.includes('@')) return 'something else'
  return text.length > 60 ? `${text.slice(0, 58)}…"` : text
}
