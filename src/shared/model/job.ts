/**
 * The job file: what to compute, on what, how sure to be. One schema for YAML and JSON, command line and window.
 *
 * Closed: an unknown key is an error, because a misspelt `fautls: 2` must not run with the default. What a schema cannot say (names that clash, a job
 * that reads itself, task level for a job that cannot be cut) is checked in src/engine/protocol/job-file.ts.
 */
import { z } from 'zod'
import { compareSchema } from './compare.js'
import { manifestDigestSchema, unitIdSchema } from './ids.js'
import { exampleSchema, jarSchema, shippedSchema, streamingSchema } from './program.js'
import { sizeSchema } from './size.js'

const hasControlCharacter = (text: string): boolean =>
  Array.from(text).some((character) => character < ' ' || character === '\u007f')

/** Absolute HDFS path without `.`, `..`, `//`, a trailing `/` or control characters. */
export const hdfsPathSchema = z
  .string()
  .regex(/^(\/(?!\.{1,2}(\/|$))[^/]+)+$/, 'an absolute HDFS path, for example /data/books')
  .refine((path) => !hasControlCharacter(path), 'an HDFS path without control characters')

/** Hadoop takes an input path for a pattern, so a path that looks like one would be read as something else. */
const inputPathSchema = hdfsPathSchema.refine(
  (path) => !/[*?[\]{},\\]/.test(path),
  'an HDFS path without * ? [ ] { } , \\ (Hadoop reads them as a pattern)'
)

const uploadInput = z.strictObject({ upload: z.string().min(1) })
const hdfsInput = z.strictObject({
  hdfs: inputPathSchema,
  manifest: manifestDigestSchema.optional()
})
/** The verified output of another job of this file. */
const jobInput = z.strictObject({ job: unitIdSchema })
export const inputSchema = z.union(
  [uploadInput, hdfsInput, jobInput],
  'one of { upload: PATH }, { hdfs: PATH } with or without manifest, { job: ID }'
)

const jobMembers = {
  jar: jarSchema.optional(),
  streaming: streamingSchema.optional(),
  example: exampleSchema.optional(),
  compare: compareSchema.default('bytes'),
  configuration: z
    .record(z.string().regex(/^[A-Za-z0-9._-]+$/), z.union([z.string(), z.number(), z.boolean()]))
    .default({}),
  /** Environment variables of the job's tasks. */
  environment: z
    .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string().max(10_000))
    .default({}),
  /** Local files that lie beside each task, and archives that are unpacked there. */
  files: z.array(shippedSchema).max(200).default([]),
  archives: z.array(shippedSchema).max(200).default([])
}

export const jobSchema = z.strictObject({
  id: unitIdSchema,
  inputs: z.array(inputSchema).min(1).max(1000),
  ...jobMembers
})

/** A job whose inputs are the jobs' outputs: all that no other job reads, unless it names some. */
export const aggregatorSchema = z.strictObject({
  id: unitIdSchema.default('aggregate' as z.output<typeof unitIdSchema>),
  inputs: z
    .array(inputSchema)
    .min(1, 'at least one input, or leave "inputs" out')
    .max(1000)
    .optional(),
  ...jobMembers
})

/** How the input is cut at task level: pieces of about so many bytes, so many pieces, or so many whole files a piece. */
export const chunksSchema = z.union(
  [
    z.strictObject({ size: sizeSchema }),
    z.strictObject({ count: z.int().min(1).max(1000) }),
    z.strictObject({ files: z.int().min(1).max(100_000) })
  ],
  'one of { size: 64MiB }, { count: 8 } (at most 1000), { files: 1 }, more than zero'
)

export const copiesSchema = z.strictObject({
  /** Data sets of so many bytes and more go by distcp, smaller ones are streamed; `null`: always streamed. */
  distcpFrom: sizeSchema.nullable().default(8 * 2 ** 30),
  /** Copies under way at once to one cluster. */
  atATime: z.int().min(1).max(32).default(4)
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
  /** For `granularity: task`; eight pieces without it. */
  chunks: chunksSchema.optional(),
  ranking: z.enum(['random', 'prediction']).default('random'),
  /** Seed of the random ranking; without it one is drawn and recorded. */
  seed: z.int().min(0).max(0xffffffff).optional(),
  /** When outputs differ, repeat on the same clusters before another one joins: who contradicts itself is unreliable. */
  relaunchSameCluster: z.boolean().default(false),
  /** Attempts under way at once on one cluster. */
  parallel: z.int().min(1).max(64).default(4),
  copies: copiesSchema.prefault({}),
  jobs: z.array(jobSchema).min(1).max(200),
  aggregator: aggregatorSchema.nullish(),
  output: hdfsPathSchema
})

export type JobFile = z.output<typeof jobFileSchema>
export type Job = z.output<typeof jobSchema>
export type Aggregator = z.output<typeof aggregatorSchema>
export type JobInput = z.output<typeof inputSchema>
export type Chunks = z.output<typeof chunksSchema>
