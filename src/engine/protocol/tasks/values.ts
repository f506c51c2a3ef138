/**
 * Values that tasks answer with, checked on arrival: what a cluster says is a stranger's word, however well it is signed.
 *
 * Open, unlike requests: a newer worker may say more. Numbers are safe integers and digests have their form, so nothing
 * behind this file has to doubt them again; a successful attempt's digest is that of its own list of files.
 */
import { z } from 'zod'
import { manifestDigestSchema, sha256Schema, type Millis } from '../../../shared/model/ids.js'
import { fileEntrySchema, linesDigestSchema } from '../../../shared/model/manifest.js'
import { ConsoleError } from '../../../shared/model/errors.js'
import { manifestFault } from './manifest.js'
import type { TaskName } from './names.js'

/** On the cluster's clock. */
const instant = z
  .int()
  .min(0)
  .transform((at) => at as Millis)
const count = z.int().min(0)
const percent = z.number().min(0).max(100)
/** Texts are for people and logs; longer ones are cut, not refused. */
const text = (limit: number) => z.string().transform((value) => value.slice(0, limit))
const name = text(300)

export const helloValue = z.object({
  hostname: name,
  cluster: name,
  user: name,
  /** Version of the worker's package. */
  worker: name,
  protocol: z.int(),
  celery: name,
  python: name,
  now: instant
})
export type HelloValue = z.output<typeof helloValue>

/** `null`: could not be found out. */
export const factsValue = z.object({
  hadoop: name.nullable(),
  java: name.nullable(),
  blockSize: count.nullable(),
  capacityBytes: count.nullable(),
  remainingBytes: count.nullable(),
  cpus: count.nullable(),
  memoryBytes: count.nullable(),
  locale: name.nullable(),
  now: instant.nullable(),
  /** Does the worker run as root? */
  root: z.boolean().nullable(),
  /** HDFS checksum, for example COMPOSITE_CRC. */
  checksum: name.nullable()
})
export type FactsValue = z.output<typeof factsValue>

export const statValue = z.array(
  z.object({
    path: z.string(),
    type: z.enum(['file', 'directory', 'missing']),
    /** Bytes; of a directory those of the whole tree. */
    length: count,
    files: count
  })
)
export type StatValue = z.output<typeof statValue>

export const handleValue = z.object({ state: z.enum(['started', 'running', 'ended', 'lost']) })
export type HandleValue = z.output<typeof handleValue>

const MAXIMUM_FILES = 100_000

export const attemptEnd = z
  .object({
    outcome: z.enum(['succeeded', 'failed', 'killed']),
    files: z.array(fileEntrySchema).max(MAXIMUM_FILES),
    manifest: manifestDigestSchema.nullable(),
    /** Of the inputs as they were after the job, in the request's order. */
    inputs: z.array(manifestDigestSchema),
    /** Under `compare: lines`, and of a copy that had to have them. */
    lines: linesDigestSchema.nullable().default(null),
    /** What `medusa.blocks` asked for, in the order of the file. */
    blocks: z.array(sha256Schema).max(4096).nullable().default(null),
    jobFinishedAt: instant.nullable(),
    counters: z.record(z.string(), z.number()),
    exitCode: z.int().nullable(),
    /** `JOB_FAILED`, `INPUT_DIFFERS`, … of docs/protocol/tasks.md; `null` after a success. */
    code: text(60).nullable(),
    /** The probable cause in a line. */
    cause: text(2000).nullable(),
    log: z.array(text(4000)).max(1000)
  })
  .superRefine((end, context) => {
    if (end.outcome === 'succeeded' && end.manifest === null && end.blocks === null)
      context.addIssue({
        code: 'custom',
        path: ['manifest'],
        message: 'succeeded without a manifest'
      })
    const fault = manifestFault(end.files, end.manifest)
    if (fault !== null) context.addIssue({ code: 'custom', path: ['files'], message: fault })
  })
export type AttemptEnd = z.output<typeof attemptEnd>

export const progressItem = z.object({
  /** The id of an attempt, a copy or a digest. */
  id: z.string().max(80),
  kind: z.enum(['attempt', 'digest', 'copy']),
  state: z.enum(['running', 'ended', 'lost']),
  phase: text(40).nullable(),
  applicationId: text(100).nullable(),
  map: percent,
  reduce: percent,
  /** Digested so far. */
  bytes: count,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  /** When each phase began. */
  phases: z.record(z.string(), instant),
  end: attemptEnd.nullable()
})
export type ProgressItem = z.output<typeof progressItem>

export const progressValue = z.object({ version: count, items: z.array(progressItem).max(10_000) })
export type ProgressValue = z.output<typeof progressValue>

export const killValue = z.object({
  /** For people: `process 4711`, `application_…`. */
  stopped: z.array(text(200)),
  state: z.enum(['ended', 'lost', 'never-started'])
})
export type KillValue = z.output<typeof killValue>

/** `false`: it had been renamed before, and what is there is this attempt's. */
export const publishValue = z.object({ renamed: z.boolean() })
export type PublishValue = z.output<typeof publishValue>
export const removeValue = z.object({ removed: z.boolean() })
export type RemoveValue = z.output<typeof removeValue>

/** Task → schema of its value. */
export const valueSchemas = {
  'medusa.hello': helloValue,
  'medusa.facts': factsValue,
  'medusa.stat': statValue,
  'medusa.manifest': handleValue,
  'medusa.blocks': handleValue,
  'medusa.copy': handleValue,
  'medusa.attempt': handleValue,
  'medusa.progress': progressValue,
  'medusa.kill': killValue,
  'medusa.publish': publishValue,
  'medusa.remove': removeValue
} as const satisfies Record<TaskName, z.ZodType>

export type TaskValue<T extends TaskName> = z.output<(typeof valueSchemas)[T]>

/**
 * Checks the value of an authenticated answer.
 *
 * @param cluster - only for the message
 * @throws ConsoleError `REPLY_REFUSED` naming the first member that is wrong
 */
export function parseValue<T extends TaskName>(
  cluster: string,
  task: T,
  value: unknown
): TaskValue<T> {
  const parsed = valueSchemas[task].safeParse(value)
  if (parsed.success) return parsed.data as TaskValue<T>
  const issue = parsed.error.issues[0]
  const place = issue?.path.map(String).join('.') ?? ''
  throw new ConsoleError(
    'REPLY_REFUSED',
    `cluster "${cluster}" answered ${task} with a value that is not allowed: ${place === '' ? '' : `${place}: `}${issue?.message ?? 'unknown'}`,
    {
      cause: parsed.error,
      hint: `if it is not the cluster's doing, deploy its worker again: console and worker may be of different versions`,
      facts: { cluster, task, place }
    }
  )
}
