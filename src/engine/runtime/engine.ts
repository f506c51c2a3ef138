/**
 * The engine: starts runs, follows them, fetches their outputs. One for each environment, the same for window and command line.
 */
import { ConsoleError } from '../../shared/model/errors.js'
import type { ClusterName, Millis, RunId } from '../../shared/model/ids.js'
import type { RunReport } from '../../shared/model/run.js'
import type { Environment } from '../../shared/model/settings.js'
import type { HelloValue } from '../protocol/tasks/values.js'
import { parseValue } from '../protocol/tasks/values.js'
import { reasonOf } from './context.js'
import { diffOutput, type DiffRequest, type OutputDiff } from './diff-output.js'
import { fetchOutput, type Fetched } from './fetch-output.js'
import { startLiveRun, type LiveRun } from './live-run.js'
import type { EnginePorts } from './ports.js'
import { prepareRun, type RunRequest } from './prepare-run.js'
import type { Heartbeat } from '../ports/workers.js'
import { createArchive, type RunArchive } from './recorded-run.js'
import { createWatch, type EnvironmentWatch } from './watch/environment-watch.js'

/** What a cluster said to hello, or why it did not. */
export type Greeting =
  | {
      readonly cluster: ClusterName
      readonly ok: true
      readonly value: HelloValue
      readonly roundTripMs: number
    }
  | { readonly cluster: ClusterName; readonly ok: false; readonly reason: string }

/** An engine reads all runs of this machine, and carries out its own. */
export interface Engine extends RunArchive {
  readonly environment: string
  /** Broker and clusters while nobody runs anything; asks nothing until somebody listens. */
  readonly watch: EnvironmentWatch
  /** The seed's quick test: every cluster of the environment, in its order. */
  hello(): Promise<readonly Greeting[]>
  /** @throws ConsoleError of {@link prepareRun}, and of the broker */
  startRun(request: RunRequest): Promise<RunId>
  /** Of a run that this process carries out. @throws ConsoleError `RUN_UNKNOWN` */
  whenOver(run: RunId): Promise<RunReport>
  /** @throws ConsoleError `RUN_UNKNOWN`, or `RUN_LOCKED` when another process carries it out */
  cancelRun(run: RunId, reason: string): Promise<void>
  fetchOutput(run: RunId, folder: string): Promise<Fetched>
  /** The first difference between two attempts of a run that is over. @throws ConsoleError of {@link diffOutput} and `readReport` */
  diffOutput(request: DiffRequest): Promise<OutputDiff>
  /** Heartbeats of workers, of every cluster to which there is a link. @returns a disposer */
  onHeartbeat(listener: (heartbeat: Heartbeat) => void): () => void
  close(): Promise<void>
}

const HELLO_DEADLINE_MS = 5_000

export function createEngine(
  environmentName: string,
  environment: Environment,
  ports: EnginePorts
): Engine {
  const { workers, clock, journals } = ports
  const archive = createArchive(ports)
  const live = new Map<RunId, LiveRun>()
  const heartbeats = new Map<ClusterName, Millis>()
  const brokerDown = new Set<ClusterName>()
  const disposers = [
    workers.onHeartbeat(({ cluster, at }) => heartbeats.set(cluster, at)),
    workers.onBrokerState((cluster, state) => {
      if (state.type === 'disconnected') brokerDown.add(cluster)
      else brokerDown.delete(cluster)
    })
  ]

  const greet = async (cluster: ClusterName): Promise<Greeting> => {
    const sent = clock.now()
    try {
      const options = { deadlineMs: HELLO_DEADLINE_MS, run: null }
      const answer = await workers.call(cluster, 'medusa.hello', {}, options)
      answer.settle()
      if (!answer.outcome.ok) return { cluster, ok: false, reason: answer.outcome.error.message }
      const value = parseValue(cluster, 'medusa.hello', answer.outcome.value)
      return { cluster, ok: true, value, roundTripMs: clock.now() - sent }
    } catch (thrown) {
      return { cluster, ok: false, reason: reasonOf(thrown) }
    }
  }
  const liveRun = (run: RunId): LiveRun => {
    const found = live.get(run)
    if (found === undefined)
      throw new ConsoleError('RUN_UNKNOWN', `this process does not carry out a run "${run}"`)
    return found
  }

  const readRun: RunArchive['readRun'] = async (run) =>
    live.get(run)?.snapshot() ?? (await archive.readRun(run))
  const watch = createWatch(environmentName, environment, ports, { readRun })

  return {
    environment: environmentName,
    watch,
    hello: () => Promise.all(environment.clusters.map(({ name }) => greet(name))),
    listRuns: () => archive.listRuns(),
    durations: (limit) => archive.durations(limit),
    startRun: async (request) => {
      const prepared = await prepareRun(request, environmentName, environment, ports)
      const { run } = prepared.plan
      const started = await startLiveRun(
        prepared,
        ports,
        heartbeats,
        (cluster) => !brokerDown.has(cluster)
      )
      live.set(run, started)
      // The owner hears of a broken journal through whenOver; without one it must not end the process.
      started.finished.catch((thrown: unknown) => {
        ports.log.write('error', reasonOf(thrown))
      })
      return run
    },
    whenOver: (run) => liveRun(run).finished,
    follow: (run, listener) => {
      const mine = live.get(run)
      if (mine === undefined) return archive.follow(run, listener)
      const snapshot = mine.snapshot()
      if (snapshot !== null) listener(snapshot)
      return mine.listen(listener)
    },
    readRun,
    readReport: (run) => archive.readReport(run),
    cancelRun: async (run, reason) => {
      if (!live.has(run) && (await journals.isLocked(run)))
        throw new ConsoleError('RUN_LOCKED', `run ${run} is carried out by another process`, {
          hint: 'Cancel it there, with Ctrl-C or in its window.'
        })
      liveRun(run).cancel(reason)
    },
    fetchOutput: (run, folder) => fetchOutput(run, folder, ports),
    diffOutput: async (request) =>
      diffOutput(await archive.readReport(request.run), request, environment, ports),
    onHeartbeat: (listener) => workers.onHeartbeat(listener),
    close: async () => {
      for (const dispose of disposers) dispose()
      watch.close()
      await workers.close()
    }
  }
}
