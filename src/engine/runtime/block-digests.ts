/**
 * Digests of blocks, made where the file lies: `medusa.blocks` and a long poll until it has ended.
 *
 * For a run that is over, whose durable reply queues are gone: answers come through the queue of this process.
 */
import { ConsoleError } from '../../shared/model/errors.js'
import type { ClusterName, RunId, Sha256 } from '../../shared/model/ids.js'
import type { Range } from '../domain/first-difference.js'
import type { TaskName } from '../ports/workers.js'
import { parseValue, type ProgressItem, type TaskValue } from '../protocol/tasks/values.js'
import type { EnginePorts } from './ports.js'

const START_DEADLINE_MS = 15_000
/** The worker's 20 s, and some for the way. */
const POLL_DEADLINE_MS = 28_000
/** The worker waits by itself; one that answers at once, and nothing, must not keep us busy. */
const PAUSE_MS = 50
/** Without a byte more. */
const PATIENCE_MS = 90_000

export class BlockDigests {
  readonly #id: string
  #count = 0
  #since = 0

  /** @param cluster - its worker is asked; two of one cluster do not get in each other's way */
  constructor(
    private readonly run: RunId,
    private readonly cluster: ClusterName,
    private readonly ports: Pick<EnginePorts, 'workers' | 'clock' | 'rng'>
  ) {
    this.#id = `${run.slice(0, 50)}-diff-${ports.rng.id(10)}`
  }

  /** How many were asked for. */
  get count(): number {
    return this.#count
  }

  /**
   * @param size - bytes of a block; the last may be shorter
   * @returns one digest a block; fewer when the file ends before the range does
   * @throws ConsoleError `TASK_FAILED` with the worker's reason; `TASK_TIMED_OUT` and what {@link Workers.call} throws
   */
  async of(
    path: string,
    range: Range,
    size: number,
    signal: AbortSignal
  ): Promise<readonly Sha256[]> {
    this.#count += 1
    const digest = `${this.#id}-${String(this.#count)}`
    const request = { run: this.run, digest, path, ...range, size }
    await this.#ask('medusa.blocks', request, START_DEADLINE_MS, signal)
    const { state, end } = await this.#ended(digest, range.length, signal)
    if (end?.outcome === 'succeeded' && end.blocks !== null) return end.blocks
    throw new ConsoleError(
      'TASK_FAILED',
      `${this.cluster} could not digest the blocks of ${path}: ${end?.cause ?? end?.code ?? state}`,
      {
        hint: 'The remedy lies on that cluster; try again then.',
        facts: { code: end?.code ?? null }
      }
    )
  }

  async #ended(id: string, length: number, signal: AbortSignal): Promise<ProgressItem> {
    const { clock } = this.ports
    let bytes = 0
    for (let heard = clock.now(); ;) {
      const item = await this.#poll(id, signal)
      if (item !== null && item.state !== 'running') return item
      // More than there is to read is no progress, so that nobody keeps us here for ever.
      const now = Math.min(item?.bytes ?? 0, length)
      if (now > bytes) {
        bytes = now
        heard = clock.now()
      } else if (clock.now() - heard > PATIENCE_MS)
        throw new ConsoleError(
          'TASK_TIMED_OUT',
          `the worker of cluster "${this.cluster}" does not get on with digesting blocks`,
          { hint: 'Look at it with "npx medusa hello", then try again.' }
        )
      await new Promise<void>((resolve) => clock.after(PAUSE_MS, resolve))
    }
  }

  /** @returns `null`: nothing is known of it, or no answer came */
  async #poll(id: string, signal: AbortSignal): Promise<ProgressItem | null> {
    try {
      const request = { run: this.run, since: this.#since }
      const { version, items } = await this.#ask(
        'medusa.progress',
        request,
        POLL_DEADLINE_MS,
        signal
      )
      this.#since = version
      return items.find((item) => item.id === id) ?? null
    } catch (thrown) {
      if (thrown instanceof ConsoleError && thrown.code === 'TASK_TIMED_OUT') return null
      throw thrown
    }
  }

  async #ask<T extends TaskName>(
    task: T,
    request: object,
    deadlineMs: number,
    signal: AbortSignal
  ): Promise<TaskValue<T>> {
    const { workers } = this.ports
    const answer = await workers.call(this.cluster, task, request, {
      deadlineMs,
      run: null,
      signal
    })
    answer.settle()
    const { outcome } = answer
    if (outcome.ok) return parseValue(this.cluster, task, outcome.value)
    throw new ConsoleError('TASK_FAILED', `${task} on ${this.cluster}: ${outcome.error.message}`, {
      facts: { code: outcome.error.code },
      ...(outcome.error.remedy === null ? {} : { hint: outcome.error.remedy })
    })
  }
}
