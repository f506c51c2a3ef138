/**
 * Workers of some clusters in memory: what a task answers is scripted, and time is the clock's.
 *
 * Behaves like the real thing as far as test/contract/workers-contract.ts goes. Everything happens through `clock.after`, in the order the
 * calls came, so that a run over a {@link FakeClock} is the same each time.
 */
import { ConsoleError } from '../../src/shared/model/errors.js'
import type { ClusterName, RunId, TaskId } from '../../src/shared/model/ids.js'
import type { Clock, Rng } from '../../src/engine/ports/system.js'
import type {
  Answer,
  BrokerState,
  CallOptions,
  Heartbeat,
  QueueLook,
  Refusal,
  TaskName,
  TaskOutcome,
  Workers
} from '../../src/engine/ports/workers.js'
import { SeededRng } from './seeded-rng.js'

/** A task as a worker gets it. */
export interface ReceivedTask {
  readonly id: TaskId
  readonly cluster: ClusterName
  readonly task: TaskName
  readonly request: Readonly<Record<string, unknown>>
  readonly run: RunId | null
}

/** What a worker, or somebody in its place, puts into the reply queue. */
export type ScriptedReply =
  | { readonly type: 'value'; readonly value: unknown }
  | { readonly type: 'error'; readonly code: string; readonly message: string }
  /** A value with a mac of another key. */
  | { readonly type: 'forged'; readonly value: unknown }
  | { readonly type: 'garbage'; readonly text: string }
  | { readonly type: 'failure'; readonly exception: string }
  /** A value for a task that nobody sent. */
  | { readonly type: 'stray'; readonly value: unknown }

/** @returns what is answered, in this order; nothing: silence */
export type Respond = (
  task: ReceivedTask
) => readonly ScriptedReply[] | Promise<readonly ScriptedReply[]>

export interface FakeWorkersOptions {
  readonly clusters: readonly ClusterName[]
  readonly clock: Clock
  readonly rng?: Rng
  /** Of a task on its way, and of each reply. @default 1 */
  readonly latencyMs?: number
  /** After a failure. @default 2000, as in the real one */
  readonly graceMs?: number
}

interface OpenCall {
  readonly task: ReceivedTask
  readonly end: (result: Answer | ConsoleError) => void
  stopGrace: () => void
}

export class FakeWorkers implements Workers {
  readonly #options: FakeWorkersOptions
  readonly #rng: Rng
  readonly #responders = new Map<string, Respond>()
  readonly #faults = new Map<ClusterName, ConsoleError>()
  readonly #queues = new Map<ClusterName, QueueLook>()
  readonly #open = new Map<TaskId, OpenCall>()
  readonly #unsettled = new Map<TaskId, Answer>()
  readonly #refusals = new Set<(refusal: Refusal) => void>()
  readonly #heartbeats = new Set<(heartbeat: Heartbeat) => void>()
  readonly #states = new Set<(cluster: ClusterName, state: BrokerState) => void>()
  readonly #runs = new Set<RunId>()
  /** Every task that was sent, in order. */
  readonly received: ReceivedTask[] = []
  #closed = false

  constructor(options: FakeWorkersOptions) {
    this.#options = options
    this.#rng = options.rng ?? new SeededRng(7)
  }

  /** Scripts a cluster; `task` null: all tasks that have no script of their own. */
  on(cluster: ClusterName, task: TaskName | null, respond: Respond): void {
    this.#responders.set(`${cluster} ${task ?? '*'}`, respond)
  }

  /** Every call to the cluster fails with it, for example QUEUE_MISSING or BROKER_UNREACHABLE; `null`: no more. */
  fault(cluster: ClusterName, error: ConsoleError | null): void {
    if (error === null) this.#faults.delete(cluster)
    else this.#faults.set(cluster, error)
  }

  /** How its queue looks from now on. @default nothing ready, one consumer */
  queueLooks(cluster: ClusterName, look: Partial<QueueLook>): void {
    this.#queues.set(cluster, { ready: 0, consumers: 1, roundTripMs: 1, ...look })
  }

  heartbeat(cluster: ClusterName, load: readonly number[] = []): void {
    const heartbeat = { cluster, at: this.#options.clock.now(), worker: `medusa@${cluster}`, load }
    for (const listener of this.#heartbeats) listener(heartbeat)
  }

  brokerState(cluster: ClusterName, state: BrokerState): void {
    for (const listener of this.#states) listener(cluster, state)
  }

  /** Answers of a run that were given and not settled: a restarted console would get them again. */
  get unsettled(): readonly Answer[] {
    return [...this.#unsettled.values()]
  }

  get openRuns(): readonly RunId[] {
    return [...this.#runs]
  }

  call(
    cluster: ClusterName,
    task: TaskName,
    request: object,
    options: CallOptions
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const refused = this.#refused(cluster, task, options)
      if (refused !== null) {
        reject(refused)
        return
      }
      const { clock } = this.#options
      const id = this.#rng.id(24) as TaskId
      // As on the wire: what JSON cannot say does not arrive.
      const sent = JSON.parse(JSON.stringify(request)) as Record<string, unknown>
      const received: ReceivedTask = { id, cluster, task, request: sent, run: options.run }
      const abort = (): void => end(interrupted(cluster, task))
      const stopTimer = clock.after(options.deadlineMs, () =>
        end(
          new ConsoleError(
            'TASK_TIMED_OUT',
            `the worker of cluster "${cluster}" did not answer ${task}`
          )
        )
      )
      const end = (result: Answer | ConsoleError): void => {
        stopTimer()
        this.#open.get(id)?.stopGrace()
        options.signal?.removeEventListener('abort', abort)
        this.#open.delete(id)
        if (result instanceof ConsoleError) reject(result)
        else resolve(result)
      }
      options.signal?.addEventListener('abort', abort, { once: true })
      this.#open.set(id, { task: received, end, stopGrace: () => undefined })
      this.#later(() => void this.#deliver(received))
    })
  }

  queue(cluster: ClusterName, deadlineMs: number): Promise<QueueLook> {
    return new Promise((resolve, reject) => {
      const refused = this.#refused(cluster, 'medusa.hello', { deadlineMs, run: null })
      if (refused !== null) reject(refused)
      else
        this.#later(() =>
          resolve(this.#queues.get(cluster) ?? { ready: 0, consumers: 1, roundTripMs: 1 })
        )
    })
  }

  openRun(run: RunId): Promise<void> {
    this.#runs.add(run)
    return Promise.resolve()
  }

  closeRun(run: RunId): Promise<void> {
    this.#runs.delete(run)
    for (const { task, end } of [...this.#open.values()])
      if (task.run === run) end(interrupted(task.cluster, task.task))
    return Promise.resolve()
  }

  onRefusal(listener: (refusal: Refusal) => void): () => void {
    return added(this.#refusals, listener)
  }

  onHeartbeat(listener: (heartbeat: Heartbeat) => void): () => void {
    return added(this.#heartbeats, listener)
  }

  onBrokerState(listener: (cluster: ClusterName, state: BrokerState) => void): () => void {
    return added(this.#states, listener)
  }

  close(): Promise<void> {
    this.#closed = true
    for (const { task, end } of [...this.#open.values()]) end(interrupted(task.cluster, task.task))
    return Promise.resolve()
  }

  #refused(cluster: ClusterName, task: TaskName, options: CallOptions): ConsoleError | null {
    if (this.#closed || options.signal?.aborted === true) return interrupted(cluster, task)
    if (!this.#options.clusters.includes(cluster))
      return new ConsoleError('CLUSTER_UNKNOWN', `there is no cluster "${cluster}" in the settings`)
    return this.#faults.get(cluster) ?? null
  }

  #later(action: () => void): void {
    this.#options.clock.after(this.#options.latencyMs ?? 1, action)
  }

  async #deliver(task: ReceivedTask): Promise<void> {
    this.received.push(task)
    const respond =
      this.#responders.get(`${task.cluster} ${task.task}`) ??
      this.#responders.get(`${task.cluster} *`)
    for (const reply of (await respond?.(task)) ?? []) this.#later(() => this.#reply(task, reply))
  }

  #reply(task: ReceivedTask, reply: ScriptedReply): void {
    switch (reply.type) {
      case 'value':
        this.#answer(task, { ok: true, value: reply.value })
        return
      case 'error':
        this.#answer(task, {
          ok: false,
          error: { code: reply.code, message: reply.message, remedy: null }
        })
        return
      case 'forged':
        this.#refuse(task, task.id, 'wrong mac')
        return
      case 'garbage':
        this.#refuse(task, task.id, 'not JSON')
        return
      case 'stray':
        this.#refuse(task, 'stray', 'unknown task')
        return
      case 'failure':
        this.#refuse(task, task.id, `no mac (Celery FAILURE ${reply.exception})`)
        this.#startGrace(task, reply.exception)
    }
  }

  #answer(task: ReceivedTask, outcome: TaskOutcome): void {
    const open = this.#open.get(task.id)
    if (open === undefined) return
    const answer: Answer = {
      task: task.id,
      cluster: task.cluster,
      outcome,
      settle: () => {
        this.#unsettled.delete(task.id)
      }
    }
    if (task.run !== null) this.#unsettled.set(task.id, answer)
    open.end(answer)
  }

  #startGrace(task: ReceivedTask, exception: string): void {
    const open = this.#open.get(task.id)
    if (open === undefined) return
    open.stopGrace()
    open.stopGrace = this.#options.clock.after(this.#options.graceMs ?? 2000, () =>
      open.end(
        new ConsoleError(
          'TASK_FAILED',
          `the worker of cluster "${task.cluster}" failed at ${task.task} (unauthenticated): ${exception}`
        )
      )
    )
  }

  #refuse({ cluster, run }: ReceivedTask, task: string, reason: string): void {
    const refusal: Refusal = { at: this.#options.clock.now(), cluster, run, task, reason }
    for (const listener of this.#refusals) listener(refusal)
  }
}

const interrupted = (cluster: ClusterName, task: TaskName): ConsoleError =>
  new ConsoleError('INTERRUPTED', `${task} on cluster "${cluster}" was given up`)

/** @returns a disposer */
function added<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
