/** How long attempts took on this machine's clusters, as finished runs tell it: what a prediction would be made from. */
import type { ClusterName, Millis, RunId } from './ids.js'

/** One attempt that ran to its end, from the launch of its program to the program's end. */
export interface MeasuredAttempt {
  readonly run: RunId
  readonly runName: string
  readonly environment: string
  /** The job of the job file; chunks of it are told apart by `role`. */
  readonly job: string
  readonly role: 'job' | 'cut' | 'chunk'
  readonly cluster: ClusterName
  readonly endedAt: Millis
  readonly tookMs: number
}

/** A job on one cluster. All durations are milliseconds. */
export interface ClusterDurations {
  readonly cluster: ClusterName
  /** Attempts measured, ≥ 1. */
  readonly count: number
  readonly median: number
  readonly shortest: number
  readonly longest: number
  readonly last: { readonly tookMs: number; readonly at: Millis; readonly run: RunId }
  /** Median divided by that of the fastest cluster; 1 for the fastest itself. */
  readonly factor: number
  /** Further attempts that least squares would need before it could say anything. */
  readonly missing: number
}

/** A job that has the same name in runs of the same name. */
export interface JobDurations {
  readonly runName: string
  readonly job: string
  readonly role: 'job' | 'cut' | 'chunk'
  readonly environments: readonly string[]
  /** Runs it was measured in. */
  readonly runs: number
  /** When it ran last. */
  readonly lastAt: Millis
  /** Fastest first. */
  readonly clusters: readonly ClusterDurations[]
}

/** A cluster over all jobs that another cluster ran, too. */
export interface ClusterPace {
  readonly cluster: ClusterName
  readonly attempts: number
  /** Jobs in which it can be compared. */
  readonly jobs: number
  /** Median of its factors; `null`: no other cluster ran the same job. */
  readonly factor: number | null
  readonly slow: boolean
}

export interface Durations {
  /** Newest first. */
  readonly jobs: readonly JobDurations[]
  /** Slowest first; those that cannot be compared last. */
  readonly clusters: readonly ClusterPace[]
  /** Finished runs that were read, and how many older ones were not. */
  readonly runs: number
  readonly unread: number
  /** Attempts that least squares needs on one cluster. */
  readonly needed: number
}
