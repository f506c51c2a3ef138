/**
 * Requests of all tasks, as docs/protocol/tasks.md has them. Closed, like the worker's own check: a misspelt member must
 * fail here and not on twenty clusters.
 */
import { z } from 'zod'
import {
  manifestDigestSchema,
  runIdSchema,
  sha256Schema,
  unitIdSchema
} from '../../../shared/model/ids.js'
import type { AttemptId } from '../../../shared/model/ids.js'
import { hdfsPathSchema } from '../../../shared/model/job.js'
import type { TaskName } from './names.js'

const idSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/)
const attemptIdSchema = idSchema.transform((id) => id as AttemptId)

const emptyRequest = z.strictObject({})

export const statRequest = z.strictObject({ paths: z.array(hdfsPathSchema).min(1).max(1000) })

export const manifestRequest = z.strictObject({
  run: runIdSchema,
  /** The digest's own id; asking twice starts it once. */
  digest: idSchema,
  path: hdfsPathSchema
})

export const attemptRequest = z.strictObject({
  run: runIdSchema,
  unit: unitIdSchema,
  attempt: attemptIdSchema,
  jar: z.strictObject({ path: hdfsPathSchema, sha256: sha256Schema }),
  /** `null`: the jar's own main class. */
  main: z.string().min(1).nullable(),
  args: z.array(z.string()),
  inputs: z.array(z.strictObject({ path: hdfsPathSchema, manifest: manifestDigestSchema })).min(1),
  output: hdfsPathSchema,
  configuration: z.record(z.string().regex(/^[A-Za-z0-9._-]+$/), z.string())
})

export const progressRequest = z.strictObject({ run: runIdSchema, since: z.int().min(0) })
export const killRequest = z.strictObject({ run: runIdSchema, attempt: attemptIdSchema })

export const publishRequest = z.strictObject({
  run: runIdSchema,
  unit: unitIdSchema,
  attempt: attemptIdSchema,
  from: hdfsPathSchema,
  to: hdfsPathSchema
})

export const removeRequest = z.strictObject({ run: runIdSchema, path: hdfsPathSchema })

/** Task → schema of its request. */
export const requestSchemas = {
  'medusa.hello': emptyRequest,
  'medusa.facts': emptyRequest,
  'medusa.stat': statRequest,
  'medusa.manifest': manifestRequest,
  'medusa.attempt': attemptRequest,
  'medusa.progress': progressRequest,
  'medusa.kill': killRequest,
  'medusa.publish': publishRequest,
  'medusa.remove': removeRequest
} as const satisfies Record<TaskName, z.ZodType>

export type TaskRequest<T extends TaskName> = z.output<(typeof requestSchemas)[T]>
export type AttemptRequest = TaskRequest<'medusa.attempt'>
