/** A terminal on a cluster's host. It lives in the main process; pages come and go. */
import type { WireError } from './errors.js'
import type { ClusterName, Millis } from './ids.js'

export type TerminalState =
  | { readonly type: 'none' }
  | { readonly type: 'opening' }
  | { readonly type: 'open'; readonly since: Millis }
  /** It ended by itself or by a button. `why`: `exit code 0`, `the connection was lost`. */
  | { readonly type: 'ended'; readonly at: Millis; readonly why: string; readonly lost: boolean }
  | { readonly type: 'failed'; readonly at: Millis; readonly error: WireError }

export interface TerminalView {
  readonly cluster: ClusterName
  /** Grows with every opening. */
  readonly session: number
  readonly state: TerminalState
  /** `medusa-lab@127.0.61.1:2222`; `null`: the settings name no ssh for this cluster. */
  readonly address: string | null
}

/** What a page that comes back is given: the end of what was written so far. */
export interface TerminalReplay {
  readonly view: TerminalView
  readonly bytes: Uint8Array
  /** Bytes of the session until the end of `bytes`. */
  readonly position: number
}

export interface TerminalOutput {
  readonly cluster: ClusterName
  readonly session: number
  readonly bytes: Uint8Array
  /** Bytes of the session until the end of `bytes`. */
  readonly position: number
}
