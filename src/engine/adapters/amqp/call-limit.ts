/** When a call has to end without an answer: its deadline, or its caller's wish. */
import { ConsoleError } from '../../../shared/model/errors.js'
import type { ClusterName } from '../../../shared/model/ids.js'
import type { ClusterSettings } from '../../../shared/model/settings.js'
import type { Clock } from '../../ports/system.js'
import type { CallOptions, TaskName } from '../../ports/workers.js'

export class CallLimit {
  /** Never resolves; rejects when the limit is reached. */
  readonly reached: Promise<never>
  readonly #dispose: () => void

  /** @param error - made at that moment, so that it can say how far the call had come */
  constructor(
    clock: Clock,
    { deadlineMs, signal }: Pick<CallOptions, 'deadlineMs' | 'signal'>,
    error: (why: 'deadline' | 'aborted') => ConsoleError
  ) {
    let reject: (error: ConsoleError) => void = () => undefined
    this.reached = new Promise<never>((...functions) => {
      reject = functions[1]
    })
    const abort = (): void => reject(error('aborted'))
    const stopTimer = clock.after(deadlineMs, () => reject(error('deadline')))
    signal?.addEventListener('abort', abort, { once: true })
    if (signal?.aborted === true) abort()
    this.reached.catch(() => undefined) // nobody may be listening by then
    this.#dispose = () => {
      stopTimer()
      signal?.removeEventListener('abort', abort)
    }
  }

  dispose(): void {
    this.#dispose()
  }
}

/** How far a call came: nowhere, into the outbox, or to the broker. */
export type CallProgress = 'no link' | 'unsent' | 'blocked' | 'confirmed'

export function timedOut(
  { name, queue }: ClusterSettings,
  task: TaskName,
  deadlineMs: number,
  progress: CallProgress
): ConsoleError {
  const facts = { cluster: name, queue, task, deadlineMs }
  const after = `within ${deadlineMs / 1000} s`
  switch (progress) {
    case 'no link':
    case 'unsent':
      return new ConsoleError(
        'BROKER_UNREACHABLE',
        `the broker did not take ${task} for cluster "${name}" ${after}`,
        { facts, hint: 'it is away: is RabbitMQ running, and does the network reach it?' }
      )
    case 'blocked':
      return new ConsoleError(
        'BROKER_BLOCKED',
        `the broker blocks all publishers, so ${task} did not get to cluster "${name}" ${after}`,
        {
          facts,
          hint: 'it is short of memory or disk: rabbitmqctl status names the alarm. It goes on by itself once there is room'
        }
      )
    case 'confirmed':
      return new ConsoleError(
        'TASK_TIMED_OUT',
        `the worker of cluster "${name}" did not answer ${task} ${after}`,
        { facts, hint: `is a worker running there, and does it read the queue "${queue}"?` }
      )
  }
}

export const lookTimedOut = ({ name, queue }: ClusterSettings, deadlineMs: number): ConsoleError =>
  new ConsoleError(
    'BROKER_UNREACHABLE',
    `the broker did not say within ${deadlineMs / 1000} s how long the queue "${queue}" is`,
    {
      facts: { cluster: name, queue, deadlineMs },
      hint: 'it is away or hangs: is RabbitMQ running, and does the network reach it?'
    }
  )

export const interrupted = (cluster: ClusterName, task: TaskName): ConsoleError =>
  new ConsoleError('INTERRUPTED', `${task} on cluster "${cluster}" was given up`, {
    facts: { cluster, task }
  })
