/** One environment as this process works in it: its settings and everything that reaches its broker and clusters. */
import type { Engine, RunArchive } from '../engine/index.js'
import type { Environment } from '@shared/model/settings.js'

/** What can be shown of runs: without any cluster, too. */
export type Runs = Pick<RunArchive, 'listRuns' | 'readRun' | 'follow' | 'durations'>

/** What the window wants of an engine. */
export type WindowEngine = Runs &
  Pick<Engine, 'environment' | 'startRun' | 'cancelRun' | 'whenOver' | 'fetchOutput' | 'close'>

export interface Workplace {
  readonly name: string
  readonly environment: Environment
  readonly engine: WindowEngine
  /** Closes everything of it. */
  close(): Promise<void>
}
