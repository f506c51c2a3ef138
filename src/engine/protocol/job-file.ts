/** Text of a job file (YAML, and so JSON too) ↔ its value; every error names the place, the value and what is allowed. */
import { parseDocument } from 'yaml'
import type { z } from 'zod'
import { ConsoleError } from '../../shared/model/errors.js'
import { jobFileSchema, type JobFile } from '../../shared/model/job.js'
import { graphFaults } from './job-graph.js'

/**
 * @param text - YAML or JSON
 * @param name - the file's name, for messages
 * @throws ConsoleError `BAD_JOB_FILE` naming every fault and its place
 */
export function parseJobFile(text: string, name: string): JobFile {
  const document = parseDocument(text, { prettyErrors: true })
  const fault = document.errors[0]
  if (fault !== undefined)
    throw new ConsoleError('BAD_JOB_FILE', `${name}: ${said(fault.message)}`, {
      cause: fault,
      hint: 'Mend the YAML at the place named.'
    })
  const raw: unknown = document.toJS({ maxAliasCount: 100 })
  const parsed = jobFileSchema.safeParse(raw)
  if (!parsed.success)
    throw new ConsoleError(
      'BAD_JOB_FILE',
      `${name}: ${parsed.error.issues.map((issue) => describe(issue, raw)).join('; ')}`,
      { cause: parsed.error, hint: 'docs/formats.md describes every key of a job file.' }
    )
  const faults = graphFaults(parsed.data)
  if (faults.length > 0)
    throw new ConsoleError(
      'BAD_JOB_FILE',
      `${name}: ${faults.map(({ place, message }) => `${place}: ${message}`).join('; ')}`,
      { hint: [...new Set(faults.map(({ remedy }) => remedy))].join(' ') }
    )
  return parsed.data
}

/** The first line of what the parser says: `Map keys must be unique at line 2, column 1:`, below which it draws the place. */
const said = (message: string): string => (message.split('\n')[0] ?? '').replace(/:$/, '')

/** `jobs[0].jar.path: expected string, got 3`. */
function describe(issue: z.core.$ZodIssue, raw: unknown): string {
  const place = placeOf(issue.path)
  if (issue.code === 'unrecognized_keys')
    return `${place === '' ? '' : `${place}: `}unknown ${issue.keys.length === 1 ? 'key' : 'keys'} ${issue.keys.map((key) => `"${key}"`).join(', ')}`
  const value = valueAt(raw, issue.path)
  const got = value === undefined ? 'it is missing' : `got ${shorten(JSON.stringify(value))}`
  return `${place === '' ? 'the file' : place}: ${plain(issue.message)}, ${got}`
}

const placeOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) =>
      typeof part === 'number'
        ? `${text}[${String(part)}]`
        : text === ''
          ? String(part)
          : `${text}.${String(part)}`,
    ''
  )

const plain = (message: string): string =>
  message.replace(/^Invalid input: /, '').replace(/, received .*$/, '')

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text)

const valueAt = (raw: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null
        ? (value as Record<PropertyKey, unknown>)[part]
        : undefined,
    raw
  )
