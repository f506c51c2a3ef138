/** Fetching the output of one run, as far as this window knows. */
import type { FetchedOutput } from '@shared/ipc/areas/runs.js'
import type { WireError } from '@shared/model/errors.js'

export type FetchState =
  | { readonly type: 'running' }
  | { readonly type: 'done'; readonly output: FetchedOutput }
  | { readonly type: 'failed'; readonly error: WireError }
