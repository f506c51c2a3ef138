/** One environment as this process works in it: its settings and everything that reaches its broker and clusters. */
import type { ClusterTester, Engine, RunArchive } from '../engine/index.js'
import type { Environment } from '@shared/model/settings.js'

/** What can be shown of runs: without any cluster, too. */
export type Runs = Pick<RunArchive, 'listRuns' | 'readRun' | 'follow'>

/** What the window wants of an engine. */
export type WindowEngine = Runs &
  Pick<
    Engine,
    'environment' | 'watch' | 'startRun' | 'cancelRun' | 'whenOver' | 'fetchOutput' | 'close'
  >

export interface Workplace {
  readonly name: string
  readonly environment: Environment
  readonly engine: WindowEngine
  /** Tests its clusters, also those that are not saved yet. */
  readonly clusterTester: ClusterTester
  /** Closes everything of it. */
  close(): Promise<void>
}
