/** What the steps of set-up work with, and what they know of one another. */
import type { SiteCluster, Site } from '../../../shared/model/setup-site.js'
import type { Environment, Secrets } from '../../../shared/model/settings.js'
import type { SetupSecret, Target } from '../../domain/setup/change.js'
import type { Finding } from '../../domain/setup/finding.js'
import type { ClusterNames } from '../../domain/setup/names.js'
import type { Need } from '../../domain/setup/order.js'
import type { BrokerAdmin } from '../../ports/broker-admin.js'
import type { DefinitionExports } from '../../ports/definition-exports.js'
import type { FileSystem } from '../../ports/file-system.js'
import type { FileTree } from '../../ports/file-tree.js'
import type { HttpProbe } from '../../ports/http-probe.js'
import type { RemoteShell } from '../../ports/remote-shell.js'
import type { SetupStore } from '../../ports/setup-store.js'
import type { Clock, Rng } from '../../ports/system.js'
import type { Workers } from '../../ports/workers.js'
import type { PackageFile } from '../deploy-worker.js'
import type { ActionRecorder } from '../record-actions.js'
import type { Facts, BrokerFacts, ClusterFacts } from './facts.js'
import type { Hands } from './hands.js'

export interface SetupPorts {
  readonly shell: RemoteShell
  readonly http: HttpProbe
  readonly clock: Clock
  readonly rng: Rng
  readonly openAdmin: (base: string, user: string, password: string) => BrokerAdmin
  /** Links to be closed by the caller. */
  readonly openWorkers: (environment: Environment, secrets: Secrets) => Workers
  readonly fileSystem: (environment: Environment) => FileSystem
  readonly fileTree: (environment: Environment) => FileTree
  readonly exports: DefinitionExports
  readonly store: SetupStore
  readonly packageFiles: () => Promise<readonly PackageFile[]>
  readonly record: ActionRecorder
}

export interface Bench {
  readonly environment: string
  readonly site: Site
  readonly facts: Facts
  /** Clusters that nobody wants looked at this time: nothing is known of them, and nothing is wrong with that. */
  readonly leftOut: ReadonlySet<string>
  readonly ports: SetupPorts
  /** @throws ConsoleError as opening an ssh session; `NOT_AVAILABLE` where no ssh is known */
  readonly hands: (target: Target) => Promise<Hands>
  /** The management plugin as set-up's administrator. @throws ConsoleError `SECRET_MISSING` */
  readonly admin: () => Promise<BrokerAdmin>
  readonly secret: (name: SetupSecret) => Promise<string | null>
}

export interface BrokerBench extends Bench {
  readonly own: Partial<BrokerFacts>
}

export interface ClusterBench extends Bench {
  readonly cluster: SiteCluster
  readonly names: ClusterNames
  readonly own: Partial<ClusterFacts>
}

interface StepText {
  /** Unique within its scope. */
  readonly name: string
  readonly title: string
  readonly why: string
  readonly needs: readonly Need[]
  /** Check and remedy together. */
  readonly estimateSeconds: number
  /** What was started needs a while: after the remedy it is looked at again for so long. @default 0 */
  readonly settleSeconds?: number
}

export interface Checked<OwnFacts> extends Finding {
  /** What later steps build upon. */
  readonly facts?: Partial<OwnFacts>
}

export interface BrokerStep extends StepText {
  readonly scope: 'broker'
  readonly check: (bench: BrokerBench) => Promise<Checked<BrokerFacts>>
}
export interface ClusterStep extends StepText {
  readonly scope: 'cluster'
  readonly check: (bench: ClusterBench) => Promise<Checked<ClusterFacts>>
}
export interface ConsoleStep extends StepText {
  readonly scope: 'console'
  readonly check: (bench: Bench) => Promise<Checked<never>>
}
export type SetupStep = BrokerStep | ClusterStep | ConsoleStep
