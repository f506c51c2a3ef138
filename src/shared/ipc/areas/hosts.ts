/** Clusters over ssh: terminal, log tail, one command on several. */
import { z } from 'zod'
import { COMMAND_LIMIT, type HostCommandRun } from '../../model/host-command.js'
import type { LogLine, LogListing } from '../../model/host-logs.js'
import { clusterNameSchema } from '../../model/ids.js'
import type { TerminalOutput, TerminalReplay, TerminalView } from '../../model/terminal.js'
import { call, nothing } from '../call.js'

/** Characters that are sent to a terminal at once; a longer paste goes in parts. */
export const TYPED_LIMIT = 64 * 1024
/** Clusters of one command. */
export const MOST_CLUSTERS = 1_000

const cluster = z.strictObject({ cluster: clusterNameSchema })
const cells = z.int().min(1).max(1_000)
const size = { cols: cells, rows: cells }
const remotePath = z.string().startsWith('/').max(4_096)

export const hostCalls = {
  /** Opens a terminal where none runs; its output comes as `terminals.output` once it is attached. */
  'terminals.open': call(z.strictObject({ cluster: clusterNameSchema, ...size })).returns<null>(),
  /** The page looks at it from now on, and is given the end of what was written. */
  'terminals.attach': call(cluster).returns<TerminalReplay>(),
  'terminals.detach': call(cluster).returns<null>(),
  'terminals.write': call(
    z.strictObject({ cluster: clusterNameSchema, text: z.string().min(1).max(TYPED_LIMIT) })
  ).returns<null>(),
  'terminals.resize': call(z.strictObject({ cluster: clusterNameSchema, ...size })).returns<null>(),
  /** Up to which byte of the session the page has drawn: the program waits when it is far behind. */
  'terminals.drawn': call(
    z.strictObject({
      cluster: clusterNameSchema,
      session: z.int().min(0),
      position: z.int().min(0)
    })
  ).returns<null>(),
  'terminals.close': call(cluster).returns<null>(),
  /** What is on the clipboard, for a paste somebody asked for; empty when it holds no text. */
  'terminals.clipboard': call(nothing).returns<string>(),

  'logs.list': call(cluster).returns<LogListing>(),
  /** Follows a log of the last listing; `logs.lines` events with the number that is returned are its lines. */
  'logs.follow': call(
    z.strictObject({
      cluster: clusterNameSchema,
      path: remotePath,
      lines: z.int().min(0).max(20_000)
    })
  ).returns<number>(),
  'logs.stop': call(nothing).returns<null>(),
  /** Asks for a file in a dialog and brings the whole log into it; the transfer stands in the list of transfers. `null`: closed. */
  'logs.save': call(z.strictObject({ cluster: clusterNameSchema, path: remotePath })).returns<{
    readonly file: string
  } | null>(),

  /** Runs a command on clusters at once. @returns its id; what comes of it is in `commands.changed` */
  'commands.run': call(
    z.strictObject({
      command: z
        .string()
        .min(1)
        .max(COMMAND_LIMIT)
        .refine((text) => !text.includes('\0'), 'a command must not hold a NUL'),
      clusters: z.array(clusterNameSchema).min(1).max(MOST_CLUSTERS),
      limitSeconds: z.int().min(1).max(3_600)
    })
  ).returns<string>(),
  'commands.stop': call(z.strictObject({ id: z.string().max(40) })).returns<null>(),
  /** Commands of this session, newest first. */
  'commands.history': call(nothing).returns<readonly HostCommandRun[]>(),
  /** Asks for a file in a dialog and writes command and results into it. `null`: closed. */
  'commands.save': call(z.strictObject({ id: z.string().max(40) })).returns<{
    readonly file: string
  } | null>()
} as const

export interface HostEvents {
  readonly 'terminals.changed': TerminalView
  readonly 'terminals.output': TerminalOutput
  readonly 'logs.lines': { readonly follow: number; readonly lines: readonly LogLine[] }
  /** Following ended by itself. */
  readonly 'logs.ended': { readonly follow: number; readonly why: string }
  readonly 'commands.changed': HostCommandRun
}
