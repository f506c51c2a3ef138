/**
 * The port to the Celery workers of an environment: send a typed task, get an authenticated answer.
 *
 * Delivery is at least once in both directions, so every task is idempotent. An answer is acknowledged only when the
 * caller has journaled it (`settle`): an answer that was not settled comes again after a restart.
 */
import type { ClusterName, Millis, RunId, TaskId } from '../../shared/model/ids.js'

/** The tasks of docs/protocol/tasks.md. */
export type TaskName =
  | 'medusa.hello'
  | 'medusa.facts'
  | 'medusa.stat'
  | 'medusa.manifest'
  | 'medusa.blocks'
  | 'medusa.copy'
  | 'medusa.attempt'
  | 'medusa.progress'
  | 'medusa.kill'
  | 'medusa.publish'
  | 'medusa.remove'

/** An authenticated answer: the worker's `value`, not yet validated, or the error it gave. */
export type TaskOutcome =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false
      readonly error: {
        readonly code: string
        readonly message: string
        readonly remedy: string | null
      }
    }

export interface Answer {
  readonly task: TaskId
  readonly cluster: ClusterName
  readonly outcome: TaskOutcome
  /** Acknowledges the message at the broker; call it after the journal has what follows from it. Idempotent. */
  settle(): void
}

/** A reply that was not accepted: forged, garbage, or for a task nobody waits for. */
export interface Refusal {
  readonly at: Millis
  readonly cluster: ClusterName
  /** The run whose reply queue it lay in; `null`: the process's own queue. */
  readonly run: RunId | null
  readonly task: string
  /** For people: `wrong mac`, `no mac (Celery FAILURE WorkerLostError)`, `not JSON`, `unknown task`. */
  readonly reason: string
}

export interface Heartbeat {
  readonly cluster: ClusterName
  /** Console clock at arrival. */
  readonly at: Millis
  readonly worker: string
  /** Load averages 1, 5, 15 min; empty when the worker does not tell. */
  readonly load: readonly number[]
}

export type BrokerState =
  | { readonly type: 'connected'; readonly at: Millis }
  | { readonly type: 'disconnected'; readonly at: Millis; readonly reason: string }
  | { readonly type: 'blocked'; readonly at: Millis; readonly reason: string }

export interface CallOptions {
  /** The console gives up after so long: a rejected message gets no reply at all. */
  readonly deadlineMs: number
  /** Answers come through this run's durable queue; `null`: through the process's own. */
  readonly run: RunId | null
  readonly signal?: AbortSignal
}

/** A task queue as AMQP alone can show it. */
export interface QueueLook {
  /** Messages that wait for a worker. */
  readonly ready: number
  readonly consumers: number
  /** Milliseconds to the broker and back, with fractions. */
  readonly roundTripMs: number
}

export interface Workers {
  /**
   * Sends a task and waits for its authenticated answer.
   *
   * @throws ConsoleError `TASK_TIMED_OUT` after the deadline; `QUEUE_MISSING` when the cluster's queue does not exist;
   * `BROKER_UNREACHABLE`, `AUTH_REFUSED`, `VHOST_REFUSED` from the connection; `TASK_FAILED` for a Celery failure (which carries no mac, so it proves nothing)
   */
  call(cluster: ClusterName, task: TaskName, request: object, options: CallOptions): Promise<Answer>
  /**
   * Asks the broker how long a cluster's task queue is. Works without the management plugin, and while publishers are blocked.
   *
   * @throws ConsoleError `QUEUE_MISSING`; `BROKER_UNREACHABLE` also after the deadline; `AUTH_REFUSED`, `VHOST_REFUSED`
   */
  queue(cluster: ClusterName, deadlineMs: number): Promise<QueueLook>
  /** Declares the durable reply queue of a run on every reachable cluster's vhost, and starts to read it. */
  openRun(run: RunId): Promise<void>
  /** Stops reading and deletes the run's reply queues: only after the run is over. */
  closeRun(run: RunId): Promise<void>
  onRefusal(listener: (refusal: Refusal) => void): () => void
  onHeartbeat(listener: (heartbeat: Heartbeat) => void): () => void
  onBrokerState(listener: (cluster: ClusterName, state: BrokerState) => void): () => void
  close(): Promise<void>
}
