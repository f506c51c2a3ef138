/**
 * The log of what the console did to a cluster, a broker, the settings or the lab: who asked, what exactly was sent, how it ended.
 *
 * No secret is ever in it: calls are written down with passwords and keys left out. Each action has two lines of one id: that it began,
 * before anything is sent, and how it ended. Older logs have the second alone; where it is missing nobody knows (yet) how it ended.
 */
import { z } from 'zod'

export const actionSchema = z.object({
  /** Of the action: at most one line says that it began, and one how it ended. */
  id: z.string().min(1),
  /** Milliseconds since 1970, at its end; of a beginning then. */
  at: z.number(),
  tookMs: z.number().min(0),
  /** `null`: it belongs to no environment. */
  environment: z.string().nullable(),
  by: z.enum(['window', 'command line']),
  target: z.object({
    kind: z.enum(['broker', 'cluster', 'settings', 'lab', 'run']),
    name: z.string()
  }),
  /** One sentence without a full stop: `purged queue medusa.porto, 2 messages`. */
  what: z.string(),
  /** The REST call or command as it was sent, secrets left out; `null` when there is none to show. */
  call: z.string().nullable(),
  outcome: z.enum(['began', 'done', 'failed']),
  /** Why it failed. */
  error: z.object({ code: z.string(), message: z.string() }).nullable()
})
export type Action = z.output<typeof actionSchema>
export type ActionTarget = Action['target']
