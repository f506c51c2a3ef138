/** Reads what `medusa lab … --json` prints: progress, one error, or a status, an object a line. */
import type { LabStep } from '@shared/ipc/lab-view.js'
import { ConsoleError, errorCodes, type ErrorCode } from '@shared/model/errors.js'
import { z } from 'zod'

const progressSchema = z.object({
  progress: z.object({
    cloud: z.string(),
    daemon: z.string(),
    state: z.enum(['starting', 'ready']),
    seconds: z.number()
  })
})
const errorSchema = z.object({
  type: z.literal('error'),
  code: z
    .string()
    .transform((code): ErrorCode => (code in errorCodes ? (code as ErrorCode) : 'INTERNAL')),
  message: z.string(),
  hint: z.string().optional()
})

export type UpLine =
  | { readonly type: 'step'; readonly step: LabStep }
  | { readonly type: 'error'; readonly error: ConsoleError }
  /** The status at the end, or something that is not ours to read. */
  | { readonly type: 'other' }

export function readUpLine(line: string): UpLine {
  const value = json(line)
  const progress = progressSchema.safeParse(value)
  if (progress.success) return { type: 'step', step: progress.data.progress }
  const failed = errorSchema.safeParse(value)
  if (!failed.success) return { type: 'other' }
  const { code, message, hint } = failed.data
  return {
    type: 'error',
    error: new ConsoleError(code, message, hint === undefined ? {} : { hint })
  }
}

function json(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined
    throw cause
  }
}

/** The steps with this one among them: a daemon stands where it stood first. */
export function withStep(steps: readonly LabStep[], step: LabStep): readonly LabStep[] {
  const at = steps.findIndex(({ cloud, daemon }) => cloud === step.cloud && daemon === step.daemon)
  return at < 0 ? [...steps, step] : steps.with(at, step)
}
