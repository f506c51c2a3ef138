/** One environment as this process works in it: its settings and everything that reaches its broker and clusters. */
import type { BrokerDesk, ClusterTester, Engine, Hosts, RunArchive } from '../engine/index.js'
import type { Environment } from '@shared/model/settings.js'

/** What can be shown of runs: without any cluster, too. */
export type Runs = Pick<RunArchive, 'listRuns' | 'readRun' | 'follow' | 'durations'>

/** What the window wants of an engine. */
export type WindowEngine = Runs &
  Pick<
    Engine,
    'environment' | 'watch' | 'startRun' | 'cancelRun' | 'whenOver' | 'fetchOutput' | 'close'
  >

/** What the window wants of the broker. */
export type WindowBroker = Pick<
  BrokerDesk,
  | 'follow'
  | 'look'
  | 'refresh'
  | 'signIn'
  | 'signOut'
  | 'change'
  | 'export'
  | 'preview'
  | 'count'
  | 'forgetWorker'
>

export interface Workplace {
  readonly name: string
  readonly environment: Environment
  readonly engine: WindowEngine
  /** Tests its clusters, also those that are not saved yet. */
  readonly clusterTester: ClusterTester
  readonly broker: WindowBroker
  /** Terminals, logs, commands and files of its clusters. */
  readonly hosts: Hosts
  /** Closes everything of it. */
  close(): Promise<void>
}
