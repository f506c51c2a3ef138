/** An engine that shows what it is told to. Double at the front door of the engine, for the window's end-to-end tests. */
import { ConsoleError, type WireError } from '@shared/model/errors.js'
import type { RunId } from '@shared/model/ids.js'
import type { RunSnapshot, RunSummary } from '@shared/model/run.js'
import type { Engine } from '../../../src/main/engine-host.js'

export interface ShownRun {
  readonly snapshot: RunSnapshot
  readonly live: boolean
}

export class FakeEngine implements Engine {
  readonly environment = 'lab'
  readonly calls: string[] = []
  /** Refuses to open with this, once. */
  refusal: WireError | null
  /** Refuses every start with this. */
  startRefusal: WireError | null = null
  readonly #runs = new Map<RunId, ShownRun>()
  readonly #listeners = new Map<RunId, Set<(snapshot: RunSnapshot) => void>>()

  constructor(runs: readonly ShownRun[], refusal: WireError | null = null) {
    this.refusal = refusal
    runs.forEach((run) => this.#runs.set(run.snapshot.run, run))
  }

  opened(): Promise<Engine> {
    const { refusal } = this
    this.refusal = null
    return refusal === null
      ? Promise.resolve(this)
      : Promise.reject(
          new ConsoleError(
            refusal.code,
            refusal.message,
            refusal.hint ? { hint: refusal.hint } : {}
          )
        )
  }

  /** For tests: the run is like this now. */
  show(snapshot: RunSnapshot, live: boolean): void {
    this.#runs.set(snapshot.run, { snapshot, live })
    this.#listeners.get(snapshot.run)?.forEach((listener) => listener(snapshot))
  }

  listRuns(): Promise<readonly RunSummary[]> {
    return Promise.resolve(
      [...this.#runs.values()]
        .map(({ snapshot: { run, name, environment, verdict, startedAt, finishedAt }, live }) => ({
          run,
          name,
          environment,
          verdict,
          startedAt,
          finishedAt,
          live
        }))
        .sort((a, b) => b.startedAt - a.startedAt)
    )
  }

  readRun(run: RunId): Promise<RunSnapshot> {
    const found = this.#runs.get(run)
    return found === undefined
      ? Promise.reject(new ConsoleError('RUN_UNKNOWN', `there is no run "${run}"`))
      : Promise.resolve(found.snapshot)
  }

  follow(run: RunId, listener: (snapshot: RunSnapshot) => void): () => void {
    const listeners = this.#listeners.get(run) ?? new Set()
    this.#listeners.set(run, listeners.add(listener))
    return () => listeners.delete(listener)
  }

  startRun({ jobFile, acceptWeaker }: { jobFile: string; acceptWeaker?: boolean }): Promise<RunId> {
    this.calls.push(`start ${jobFile} ${acceptWeaker === true ? 'weaker' : 'full'}`)
    const { startRefusal } = this
    const first = [...this.#runs.keys()][0]
    if (startRefusal !== null && acceptWeaker !== true)
      return Promise.reject(new ConsoleError(startRefusal.code, startRefusal.message))
    return first === undefined
      ? Promise.reject(new ConsoleError('FILE_MISSING', `the file "${jobFile}" does not exist`))
      : Promise.resolve(first)
  }

  cancelRun(run: RunId): Promise<void> {
    this.calls.push(`cancel ${run}`)
    return Promise.resolve()
  }

  fetchOutput(run: RunId, folder: string): Promise<{ files: number; bytes: number }> {
    this.calls.push(`fetch ${run} ${folder}`)
    return Promise.resolve({ files: 5, bytes: 1_004_254 })
  }

  close(): Promise<void> {
    this.calls.push('close')
    return Promise.resolve()
  }
}
