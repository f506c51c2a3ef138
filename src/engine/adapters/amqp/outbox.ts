/**
 * Task messages on their way to a broker, until their call is over.
 *
 * In memory: what was not confirmed when a connection broke is published again, with the same task id, on the next one; so is
 * everything whose reply queue died with its connection. That may send a task twice, and every task is idempotent. What dies with this
 * process is made anew from the run's journal by whoever takes the run over.
 */
import type { ConfirmChannel, Message } from 'amqplib'
import { ConsoleError } from '../../../shared/model/errors.js'
import type { ClusterName, RunId, TaskId } from '../../../shared/model/ids.js'
import { encodeTask } from '../../protocol/celery/task-message.js'

export interface OutgoingTask {
  readonly id: TaskId
  readonly cluster: ClusterName
  readonly task: string
  readonly queue: string
  /** `null`: answered through the process's own queue. */
  readonly run: RunId | null
  readonly kwargs: Readonly<Record<string, unknown>>
  /** The broker drops it unread after so long; `null`: it waits for a worker. */
  readonly expiresMs: number | null
}

type Progress = 'waiting' | 'sent' | 'confirmed'

export interface OutboxOptions {
  /** Where the answer shall go; `null`: there is no such queue at the moment. */
  readonly replyQueue: (run: RunId | null) => string | null
  /** Does not get there, whatever we do. */
  readonly onUndeliverable: (task: TaskId, error: ConsoleError) => void
}

export class Outbox {
  readonly #options: OutboxOptions
  readonly #tasks = new Map<TaskId, { readonly task: OutgoingTask; progress: Progress }>()
  #channel: ConfirmChannel | null = null

  constructor(options: OutboxOptions) {
    this.#options = options
  }

  add(task: OutgoingTask): void {
    this.#tasks.set(task.id, { task, progress: 'waiting' })
    this.flush()
  }

  /** Its call is over. */
  remove(id: TaskId): void {
    this.#tasks.delete(id)
  }

  isConfirmed(id: TaskId): boolean {
    return this.#tasks.get(id)?.progress === 'confirmed'
  }

  /** Takes over a fresh channel and sends what waits. */
  use(channel: ConfirmChannel): void {
    this.#channel = channel
    channel.on('return', (message: Message) => this.#returned(message))
    this.flush()
  }

  /** The channel is gone: whatever was not confirmed has to be sent again. */
  lose(channel: ConfirmChannel): void {
    if (this.#channel !== channel) return
    this.#channel = null
    for (const entry of this.#tasks.values())
      if (entry.progress === 'sent') entry.progress = 'waiting'
  }

  /** Replies to these would go to a queue that is no more. */
  sendAgain(concerns: (task: OutgoingTask) => boolean): void {
    for (const entry of this.#tasks.values()) if (concerns(entry.task)) entry.progress = 'waiting'
    this.flush()
  }

  /** Ids of tasks that the broker may just have objected to. */
  sent(): readonly TaskId[] {
    return [...this.#tasks.values()]
      .filter(({ progress }) => progress === 'sent')
      .map(({ task }) => task.id)
  }

  flush(): void {
    for (const entry of this.#tasks.values()) {
      const replyTo = this.#options.replyQueue(entry.task.run)
      if (entry.progress !== 'waiting' || this.#channel === null || replyTo === null) continue
      entry.progress = 'sent'
      try {
        this.#publish(this.#channel, entry.task, replyTo)
      } catch {
        // IllegalOperationError: the channel is closing, and `lose` comes next.
        entry.progress = 'waiting'
        return
      }
    }
  }

  #publish(channel: ConfirmChannel, task: OutgoingTask, replyTo: string): void {
    const message = encodeTask({
      id: task.id,
      task: task.task,
      kwargs: task.kwargs,
      replyTo,
      origin: 'medusa-console'
    })
    channel.publish(
      '',
      task.queue,
      Buffer.from(message.body),
      {
        ...message.properties,
        headers: message.headers,
        mandatory: true,
        ...(task.expiresMs === null ? {} : { expiration: String(task.expiresMs) })
      },
      (error: unknown) => this.#confirmed(channel, task, error)
    )
  }

  #confirmed(channel: ConfirmChannel, task: OutgoingTask, error: unknown): void {
    const entry = this.#tasks.get(task.id)
    if (entry === undefined || this.#channel !== channel) return
    if (error === null) {
      if (entry.progress === 'sent') entry.progress = 'confirmed'
      return
    }
    // `message nacked`; `channel closed` is followed by `lose`, which sends again.
    if (error instanceof Error && error.message === 'message nacked')
      this.#options.onUndeliverable(
        task.id,
        new ConsoleError(
          'BROKER_BLOCKED',
          `the broker would not take ${task.task} for cluster "${task.cluster}"`,
          {
            hint: `its queue "${task.queue}" is full, or the broker has trouble: see the broker's log`,
            facts: { cluster: task.cluster, queue: task.queue, task: task.task }
          }
        )
      )
  }

  /** basic.return, reply code 312: no queue is bound there. It comes before the confirm. */
  #returned(message: Message): void {
    const id = message.properties.correlationId as TaskId
    const entry = this.#tasks.get(id)
    if (entry === undefined) return
    const { cluster, queue, task } = entry.task
    this.#options.onUndeliverable(
      id,
      new ConsoleError(
        'QUEUE_MISSING',
        `the queue "${queue}" of cluster "${cluster}" does not exist`,
        {
          hint: `no worker has ever read it: start the worker of "${cluster}" (medusa doctor shows how), or correct "queue" in the settings`,
          facts: { cluster, queue, task }
        }
      )
    )
  }
}
