/**
 * Requests of all tasks, as docs/protocol/tasks.md has them. Closed, like the worker's own check: a misspelt member must
 * fail here and not on twenty clusters.
 */
import { z } from 'zod'
import { manifestDigestSchema, runIdSchema, sha256Schema } from '../../../shared/model/ids.js'
import type { AttemptId, CopyId } from '../../../shared/model/ids.js'
import { chunksSchema, hdfsPathSchema } from '../../../shared/model/job.js'
import type { TaskName } from './names.js'

const idSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/)
const attemptIdSchema = idSchema.transform((id) => id as AttemptId)
const copyIdSchema = idSchema.transform((id) => id as CopyId)

const emptyRequest = z.strictObject({})

export const statRequest = z.strictObject({ paths: z.array(hdfsPathSchema).min(1).max(1000) })

export const manifestRequest = z.strictObject({
  run: runIdSchema,
  /** The digest's own id; asking twice starts it once. */
  digest: idSchema,
  path: hdfsPathSchema
})

/** SHA-256 of each block of `size` bytes of a range of one file. */
export const blocksRequest = z.strictObject({
  run: runIdSchema,
  digest: idSchema,
  path: hdfsPathSchema,
  offset: z.int().min(0),
  length: z.int().min(1),
  size: z.int().min(1)
})

const shippedRequest = z.strictObject({
  path: hdfsPathSchema,
  sha256: sha256Schema,
  /** Beside the job's tasks. */
  name: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,199}$/)
})

/** Closed by `type`: another kind of program is one more member here and in the worker. */
export const programRequest = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('jar'),
    jar: z.strictObject({ path: hdfsPathSchema, sha256: sha256Schema }),
    /** `null`: the jar's own main class. */
    main: z.string().min(1).nullable(),
    args: z.array(z.string()),
    files: z.array(shippedRequest),
    archives: z.array(shippedRequest),
    environment: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string())
  }),
  z.strictObject({ type: z.literal('cut'), chunks: chunksSchema })
])

export const attemptRequest = z.strictObject({
  run: runIdSchema,
  unit: idSchema,
  attempt: attemptIdSchema,
  program: programRequest,
  inputs: z.array(z.strictObject({ path: hdfsPathSchema, manifest: manifestDigestSchema })).min(1),
  output: hdfsPathSchema,
  compare: z.enum(['bytes', 'lines']),
  configuration: z.record(z.string().regex(/^[A-Za-z0-9._-]+$/), z.string())
})

export const copyRequest = z.strictObject({
  run: runIdSchema,
  copy: copyIdSchema,
  mode: z.enum(['stream', 'distcp']),
  source: z.strictObject({
    url: z.url(),
    user: z.string().min(1),
    path: hdfsPathSchema,
    namenode: z.string().nullable()
  }),
  target: hdfsPathSchema,
  manifest: manifestDigestSchema,
  /** In all; another total is refused before anything is written. */
  bytes: z.int().min(0).optional(),
  /** The digest its lines must have as well. */
  lines: manifestDigestSchema.nullable()
})

export const progressRequest = z.strictObject({ run: runIdSchema, since: z.int().min(0) })
export const killRequest = z.union([
  z.strictObject({ run: runIdSchema, attempt: attemptIdSchema }),
  z.strictObject({ run: runIdSchema, copy: copyIdSchema })
])

const publishMembers = {
  run: runIdSchema,
  unit: idSchema,
  from: hdfsPathSchema,
  to: hdfsPathSchema
}
export const publishRequest = z.union([
  z.strictObject({ ...publishMembers, attempt: attemptIdSchema }),
  z.strictObject({ ...publishMembers, copy: copyIdSchema })
])

export const removeRequest = z.strictObject({ run: runIdSchema, path: hdfsPathSchema })

/** Task → schema of its request. */
export const requestSchemas = {
  'medusa.hello': emptyRequest,
  'medusa.facts': emptyRequest,
  'medusa.stat': statRequest,
  'medusa.manifest': manifestRequest,
  'medusa.blocks': blocksRequest,
  'medusa.copy': copyRequest,
  'medusa.attempt': attemptRequest,
  'medusa.progress': progressRequest,
  'medusa.kill': killRequest,
  'medusa.publish': publishRequest,
  'medusa.remove': removeRequest
} as const satisfies Record<TaskName, z.ZodType>

export type TaskRequest<T extends TaskName> = z.output<(typeof requestSchemas)[T]>
export type AttemptRequest = TaskRequest<'medusa.attempt'>
