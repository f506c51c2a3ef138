/** What takes a change back, as it stands in the log of set-up. No secret is in it: a file's former content lies on its host. */
import { z } from 'zod'
import { brokerChangeSchema } from '../../../shared/model/broker-change.js'

export const undoingSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('command'),
    on: z.string(),
    argv: z.array(z.string()),
    as: z.enum(['login', 'root'])
  }),
  z.object({
    type: z.literal('file'),
    on: z.string(),
    path: z.string(),
    /** Copy of what was there; `null`: nothing was. */
    backup: z.string().nullable(),
    /** SHA-256 of what set-up wrote: a file that was edited since is left alone. */
    written: z.string(),
    as: z.enum(['login', 'root'])
  }),
  z.object({ type: z.literal('call'), change: brokerChangeSchema })
])
export type Undoing = z.output<typeof undoingSchema>
