/**
 * The runs of this machine as the watch needs them. Every process of the state folder may carry runs out, so the list is read again and
 * again; a run that is over is read once.
 */
import type { RunId } from '../../../shared/model/ids.js'
import { traceOf, type RunTrace } from '../../domain/watch/run-trace.js'
import type { JournalStore } from '../../ports/journal.js'
import type { Log } from '../../ports/system.js'
import { reasonOf } from '../context.js'
import type { RunArchive } from '../recorded-run.js'

export interface HistoryOptions {
  readonly environment: string
  readonly journals: Pick<JournalStore, 'list' | 'isLocked'>
  readonly runs: Pick<RunArchive, 'readRun'>
  readonly log: Log
}

/** Older ones are in the list of runs; no lane and no last vote of today needs them. */
const MOST_RUNS = 300

export class RunHistory {
  /** `null`: it belongs to another environment. */
  readonly #known = new Map<RunId, RunTrace | null>()
  /** Why each could not be read the last time: it is tried again, and told once. */
  readonly #unread = new Map<RunId, string>()
  #reading: Promise<boolean> | null = null

  constructor(private readonly options: HistoryOptions) {}

  /** Of this environment, oldest first. */
  get traces(): readonly RunTrace[] {
    return [...this.#known.values()]
      .flatMap((trace) => trace ?? [])
      .sort((one, other) => one.startedAt - other.startedAt)
  }

  /** Reads what is new or open. Never rejects. @returns whether anything may have changed */
  refresh(): Promise<boolean> {
    this.#reading ??= this.#read().finally(() => (this.#reading = null))
    return this.#reading
  }

  async #read(): Promise<boolean> {
    const { journals, log } = this.options
    let changed = false
    try {
      const runs = (await journals.list()).slice(0, MOST_RUNS)
      for (const run of this.#known.keys())
        if (!runs.includes(run)) changed = this.#known.delete(run) || changed
      for (const run of this.#unread.keys()) if (!runs.includes(run)) this.#unread.delete(run)
      // One after the other: a hundred reports at once would stand in the window's way.
      for (const run of runs) changed = (await this.#readIfOpen(run)) || changed
    } catch (thrown) {
      log.write('warning', `the runs could not be listed: ${reasonOf(thrown)}`)
    }
    return changed
  }

  async #readIfOpen(run: RunId): Promise<boolean> {
    const { journals, runs, log, environment } = this.options
    const known = this.#known.get(run)
    if (known === null || known?.over === true) return false
    try {
      // An interrupted one changes only when somebody takes it over.
      if (known?.live === false && !(await journals.isLocked(run))) return false
      const snapshot = await runs.readRun(run)
      this.#known.set(run, snapshot.environment === environment ? traceOf(snapshot) : null)
      this.#unread.delete(run)
      return true
    } catch (thrown) {
      // A journal is empty until its first event is written, and a disk may be full: neither is for ever.
      const why = reasonOf(thrown)
      if (this.#unread.get(run) !== why)
        log.write('warning', `run ${run} is missing on the time line: ${why}`)
      this.#unread.set(run, why)
      return false
    }
  }
}
