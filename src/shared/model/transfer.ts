/** A file on its way between this computer and a cluster. */
import type { WireError } from './errors.js'
import type { ClusterName, Millis, Sha256 } from './ids.js'

export type TransferState =
  | { readonly type: 'running' }
  /** Over exactly the bytes that went through. */
  | { readonly type: 'done'; readonly sha256: Sha256 }
  | { readonly type: 'cancelled' }
  | { readonly type: 'failed'; readonly error: WireError }

export interface TransferView {
  readonly id: string
  readonly kind: 'upload' | 'download' | 'log'
  readonly cluster: ClusterName
  /** On the cluster. */
  readonly path: string
  /** Its name on this computer. */
  readonly local: string
  readonly bytes: number
  /** `null`: not known before. */
  readonly total: number | null
  readonly startedAt: Millis
  readonly endedAt: Millis | null
  readonly state: TransferState
}

/** Files that were chosen for an upload, before anything is sent. */
export interface UploadPlan {
  /** Stands for the files: the page does not get to name paths of this machine. */
  readonly ticket: string
  readonly folder: string
  readonly files: readonly {
    readonly name: string
    readonly length: number
    /** What is there now under this name. */
    readonly there: 'nothing' | 'file' | 'directory'
  }[]
}
