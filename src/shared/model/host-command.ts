/** One command on several clusters, and what came of it on each. */
import type { WireError } from './errors.js'
import type { ClusterName, Millis } from './ids.js'

export type HostResultState = 'running' | 'ended' | 'timed-out' | 'stopped' | 'failed'

export interface HostResult {
  readonly cluster: ClusterName
  readonly state: HostResultState
  /** `null`: it has none, or not yet. */
  readonly exitCode: number | null
  /** The signal that ended it. */
  readonly signal: string | null
  readonly tookMs: number
  readonly output: string
  readonly errors: string
  /** More was written than is kept. */
  readonly cut: boolean
  /** Why it could not be run there. */
  readonly error: WireError | null
}

export interface HostCommandRun {
  readonly id: string
  /** Exactly as it was typed. Held in memory only. */
  readonly command: string
  readonly at: Millis
  readonly limitSeconds: number
  /** In the order of the settings. */
  readonly results: readonly HostResult[]
  readonly over: boolean
}

/** Characters of a command. */
export const COMMAND_LIMIT = 20_000
/** Bytes of output, and of errors, that are kept of each cluster, as long as there is room. */
export const OUTPUT_LIMIT = 256 * 1024
/** Bytes that are kept of one command on all clusters. */
export const COMMAND_OUTPUT_LIMIT = 16 * 1024 * 1024
/** Bytes that are kept of all commands that are remembered: the oldest lose their outputs. */
export const HISTORY_OUTPUT_LIMIT = 64 * 1024 * 1024
