/**
 * The job file: what to compute, on what, how sure to be. One schema for YAML and JSON, command line and window.
 *
 * Closed: an unknown key is an error, because a misspelt `fautls: 2` must not run with the default.
 * Some members are part of the format and not available yet; {@link unavailable} names them, so that they are refused
 * with a reason and never ignored.
 */
import { z } from 'zod'
import { manifestDigestSchema, unitIdSchema } from './ids.js'

const hasControlCharacter = (text: string): boolean =>
  Array.from(text).some((character) => character < ' ' || character === '\u007f')

/** Absolute HDFS path without `.`, `..`, `//`, a trailing `/` or control characters. */
export const hdfsPathSchema = z
  .string()
  .regex(/^(\/(?!\.{1,2}(\/|$))[^/]+)+$/, 'an absolute HDFS path, for example /data/books')
  .refine((path) => !hasControlCharacter(path), 'an HDFS path without control characters')

const uploadInput = z.strictObject({ upload: z.string().min(1) })
const hdfsInput = z.strictObject({
  hdfs: hdfsPathSchema,
  manifest: manifestDigestSchema.optional()
})
export const inputSchema = z.union([uploadInput, hdfsInput])

const jarSchema = z.strictObject({
  path: z.string().min(1),
  main: z.string().min(1).nullish(),
  args: z.array(z.string()).default(['{input}', '{output}'])
})

export const jobSchema = z.strictObject({
  id: unitIdSchema,
  jar: jarSchema,
  inputs: z.array(inputSchema).min(1),
  compare: z.enum(['bytes', 'lines', 'numeric']).default('bytes'),
  configuration: z
    .record(z.string().regex(/^[A-Za-z0-9._-]+$/), z.union([z.string(), z.number(), z.boolean()]))
    .default({})
})

export const jobFileSchema = z.strictObject({
  name: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
      'a name of letters, digits, ".", "_" and "-", at most 63'
    ),
  /** f: how many clusters may be faulty in any way. */
  faults: z.int().min(0).max(100).default(1),
  granularity: z.enum(['job', 'task']).default('job'),
  ranking: z.enum(['random', 'prediction']).default('random'),
  /** Seed of the random ranking; without it one is drawn and recorded. */
  seed: z.int().min(0).max(0xffffffff).optional(),
  jobs: z.array(jobSchema).min(1),
  aggregator: z.unknown().nullish(),
  output: hdfsPathSchema
})

export type JobFile = z.output<typeof jobFileSchema>
export type Job = z.output<typeof jobSchema>
export type JobInput = z.output<typeof inputSchema>

/** A member of the format that this version cannot carry out yet, with what to write instead. */
export interface Unavailable {
  readonly path: string
  readonly value: string
  readonly remedy: string
}

/**
 * What a valid job file asks for and this version does not do.
 *
 * @returns empty when everything can be carried out
 */
export function unavailable(file: JobFile): readonly Unavailable[] {
  const found: Unavailable[] = []
  if (file.granularity === 'task')
    found.push({ path: 'granularity', value: 'task', remedy: 'use "granularity: job"' })
  if (file.aggregator !== null && file.aggregator !== undefined)
    found.push({
      path: 'aggregator',
      value: 'a job',
      remedy: 'use "aggregator: null" and run the aggregation as a run of its own'
    })
  if (file.jobs.length > 1)
    found.push({
      path: 'jobs',
      value: `${String(file.jobs.length)} jobs`,
      remedy: 'write one run for each job'
    })
  file.jobs.forEach((job, index) => {
    if (job.compare !== 'bytes')
      found.push({
        path: `jobs[${String(index)}].compare`,
        value: job.compare,
        remedy: 'use "compare: bytes"'
      })
  })
  return found
}
