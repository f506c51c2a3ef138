/** A job with its place in the file, and what can be wrong with it. */
import type { Job } from '../../shared/model/job.js'

/** Something wrong, where it stands, and what to write instead. */
export interface Fault {
  readonly place: string
  readonly message: string
  readonly remedy: string
}

export interface GraphJob extends Job {
  /** For messages: `jobs[0]`, `aggregator`. */
  readonly place: string
  readonly isAggregator: boolean
}
