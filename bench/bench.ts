/** What a bench is: it measures against its named rival in one go, and says what was to be reached and what was. */
import type { LoadedEnvironment } from '../src/engine/compose.js'
import type { LabStatus } from '../src/lab/index.js'
import type { Figure } from './figures.js'

export interface Target {
  /** What was to be reached, for example `at least 50 times faster than hadoop fs -cat`. */
  readonly target: string
  readonly measured: string
  readonly met: boolean
}

export interface Measured {
  readonly targets: readonly Target[]
  readonly figures: readonly Figure[]
  /** What the reader has to know to judge the figures. */
  readonly notes: readonly string[]
}

/** Why nothing was measured. */
export interface Skipped {
  readonly skipped: string
}

export interface RunningLab {
  readonly state: string
  readonly loaded: LoadedEnvironment
  readonly status: LabStatus
}

export interface BenchContext {
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
  /** A line for who waits. */
  readonly say: (line: string) => void
  /** The lab of this process, started when it is first asked for, or the one that MEDUSA_TEST_LAB names. */
  readonly lab: () => Promise<RunningLab>
  /** A folder that is gone when the bench is over. */
  readonly temporary: () => Promise<string>
}

export interface Bench {
  readonly name: string
  readonly title: string
  /** Only with `--all` or by its name. */
  readonly onlyWhenAsked?: true
  /** Works on the shared lab. Others are measured while it is down, if it is ours. */
  readonly usesLab: boolean
  readonly run: (context: BenchContext) => Promise<Measured | Skipped>
}
