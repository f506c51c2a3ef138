/** An engine that shows what it is told to. Double at the front door of the engine, for tests of the window. */
import { ConsoleError, type WireError } from '@shared/model/errors.js'
import { millis, type RunId } from '@shared/model/ids.js'
import type { RunReport, RunSnapshot, RunSummary } from '@shared/model/run.js'
import type { Action } from '@shared/model/action.js'
import { durationsOf, measuredAttempts } from '../../../src/engine/domain/durations.js'
import type { ActionRecorder, ClusterTester } from '../../../src/engine/index.js'
import type { Clock, Rng } from '../../../src/engine/ports/system.js'
import { createHosts } from '../../../src/engine/runtime/hosts/index.js'
import { createActionRecorder } from '../../../src/engine/runtime/record-actions.js'
import { FakeClusterTester, fakeSshHosts } from './fake-clusters.js'
import { FakeClock } from '../../support/fake-clock.js'
import { FakeFileSystem } from '../../support/fake-file-system.js'
import { FakeRemoteShell } from '../../support/fake-remote-shell.js'
import { MemoryFiles } from '../../support/memory-files.js'
import { SeededRng } from '../../support/seeded-rng.js'
import { environmentSchema, type Environment } from '@shared/model/settings.js'
import type { EngineHost } from '../../../src/main/engine-host.js'
import type { SetupHost } from '../../../src/main/setup/setup-host.js'
import type { Runs, WindowEngine, Workplace } from '../../../src/main/workplace.js'
import { FakeBroker } from '../../support/fake-broker-admin.js'
import { fakeBrokerDesk } from './fake-broker-desk.js'
import { FakeLineLog } from './fake-line-log.js'
import { noSetups } from './fake-setups.js'
import { FakeWatch } from './fake-watch.js'
import { settingsIn } from './settings-in.js'

export class FakeEngine implements EngineHost, WindowEngine {
  readonly environment = 'lab'
  readonly state = '/tmp/medusa-state'
  readonly actions = new FakeLineLog<Action>()
  readonly record: ActionRecorder = createActionRecorder(this.actions, 'window', {
    clock: { now: () => millis(Date.now()) } as Clock,
    rng: { id: () => String(this.actions.entries.length) } as unknown as Rng
  })
  readonly archive: Runs = this
  readonly sshHosts = fakeSshHosts
  readonly clusterTester: ClusterTester = new FakeClusterTester()
  readonly watch = new FakeWatch('lab')
  readonly rabbit = new FakeBroker()
  /** Names of the clusters of its environment. */
  clusters: readonly string[] = []
  /** Address of the management plugin; `null`: what is seen of the broker is what AMQP shows. */
  management: string | null = null
  /** The real thing, in a folder of its own. */
  readonly settings = settingsIn()
  setups: SetupHost = noSetups
  /** What was asked of it, in order. */
  readonly calls: string[] = []
  /** Refuses every start with the full guarantee with this. */
  startRefusal: WireError | null = null
  readonly #runs = new Map<RunId, RunSnapshot>()
  readonly #listeners = new Map<RunId, Set<(snapshot: RunSnapshot) => void>>()

  /**
   * @param refusal - with which it refuses to open the first time
   * @param names - environments there are; the last is the current one
   */
  constructor(
    runs: readonly RunSnapshot[] = [],
    private refusal: WireError | null = null,
    private readonly names: readonly string[] = ['lab']
  ) {
    runs.forEach((run) => this.#runs.set(run.run, run))
  }

  environments(): ReturnType<EngineHost['environments']> {
    const all = this.names.map((name) => ({
      name,
      origin: name === 'lab' ? ('lab' as const) : ('settings' as const)
    }))
    return Promise.resolve({ all, current: this.#current })
  }

  get #current(): string {
    return this.names.at(-1) ?? 'lab'
  }

  describe(): ReturnType<EngineHost['describe']> {
    return Promise.resolve({ name: this.#current, environment: this.#environment() })
  }

  openWorkplace(name: string | null = null): Promise<Workplace> {
    const { refusal } = this
    this.refusal = null
    if (refusal !== null) return Promise.reject(asError(refusal))
    const environment = this.#environment()
    const broker = fakeBrokerDesk(this.environment, environment, this.rabbit)
    return Promise.resolve({
      name: name ?? this.#current,
      environment,
      engine: this,
      clusterTester: this.clusterTester,
      broker,
      hosts: createHosts({ clusters: [] }, noHosts()),
      close: async () => {
        broker.close()
        await this.close()
      }
    })
  }

  /** The run is like this now. */
  show(snapshot: RunSnapshot): void {
    this.#runs.set(snapshot.run, snapshot)
    this.#listeners.get(snapshot.run)?.forEach((listener) => listener(snapshot))
  }

  followers(run: RunId): number {
    return this.#listeners.get(run)?.size ?? 0
  }

  listRuns(): Promise<readonly RunSummary[]> {
    const summaries = [...this.#runs.values()].map(
      ({ run, name, environment, verdict, startedAt, finishedAt, live }) => ({
        run,
        name,
        environment,
        verdict,
        startedAt,
        finishedAt,
        live
      })
    )
    return Promise.resolve(summaries.sort((a, b) => b.startedAt - a.startedAt))
  }

  readRun(run: RunId): Promise<RunSnapshot> {
    const found = this.#runs.get(run)
    return found === undefined
      ? Promise.reject(new ConsoleError('RUN_UNKNOWN', `there is no run "${run}"`))
      : Promise.resolve(found)
  }

  durations(limit: number): ReturnType<Runs['durations']> {
    const over = [...this.#runs.values()].filter(({ verdict }) => verdict !== null)
    const read = over.slice(0, limit)
    const attempts = read.flatMap((run) => measuredAttempts(run as unknown as RunReport))
    return Promise.resolve(
      durationsOf(attempts, { runs: read.length, unread: over.length - read.length })
    )
  }

  follow(run: RunId, listener: (snapshot: RunSnapshot) => void): () => void {
    const listeners = this.#listeners.get(run) ?? new Set()
    this.#listeners.set(run, listeners.add(listener))
    return () => listeners.delete(listener)
  }

  startRun({
    jobFile,
    acceptWeaker
  }: {
    readonly jobFile: string
    readonly acceptWeaker?: boolean
  }): Promise<RunId> {
    this.calls.push(`start ${jobFile} ${acceptWeaker === true ? 'weaker' : 'full'}`)
    const first = [...this.#runs.keys()][0]
    if (this.startRefusal !== null && acceptWeaker !== true)
      return Promise.reject(asError(this.startRefusal))
    return first === undefined
      ? Promise.reject(new ConsoleError('FILE_MISSING', `the file "${jobFile}" does not exist`))
      : Promise.resolve(first)
  }

  cancelRun(run: RunId, reason: string): Promise<void> {
    this.calls.push(`cancel ${run}: ${reason}`)
    return Promise.resolve()
  }

  whenOver(run: RunId): ReturnType<WindowEngine['whenOver']> {
    this.calls.push(`wait for ${run}`)
    return Promise.resolve({} as Awaited<ReturnType<WindowEngine['whenOver']>>)
  }

  fetchOutput(run: RunId, folder: string): ReturnType<WindowEngine['fetchOutput']> {
    this.calls.push(`fetch ${run} ${folder}`)
    return Promise.resolve({ files: 5, bytes: 1_004_254, replaced: [] })
  }

  #environment(): Environment {
    return environmentSchema.parse({
      broker: {
        host: '127.0.0.1',
        user: 'console',
        ...(this.management === null ? {} : { management: this.management })
      },
      clusters: this.clusters.map((name) => ({
        name,
        address: `${name}.example`,
        vhost: `medusa-${name}`,
        queue: `medusa.${name}`,
        webhdfs: `http://${name}.example:9870/webhdfs/v1`,
        yarn: `http://${name}.example:8088`,
        workFolder: '/user/ada/medusa',
        user: 'ada'
      })),
      secretsFile: '/tmp/medusa-state/secrets.json'
    })
  }

  close(): Promise<void> {
    this.calls.push('close')
    return Promise.resolve()
  }
}

/** Nothing is reached: this environment has no cluster. */
function noHosts(): Parameters<typeof createHosts>[1] {
  const fileSystem = new FakeFileSystem()
  return {
    shell: new FakeRemoteShell(),
    tree: fileSystem,
    fileSystem,
    files: new MemoryFiles(),
    clock: new FakeClock(),
    rng: new SeededRng()
  }
}

function asError({ code, message, hint }: WireError): ConsoleError {
  return new ConsoleError(code, message, hint === undefined ? {} : { hint })
}
