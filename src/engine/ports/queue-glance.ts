/** The port to what AMQP alone can tell of queues whose names are known: how many messages wait, and who takes them. */
import type { QueueKey } from '../../shared/model/broker.js'

export interface Glance {
  readonly ready: number
  readonly consumers: number
}

export interface QueueGlance {
  /**
   * A passive declare: nothing is made, nothing is taken.
   *
   * @returns `null` when the queue is not there
   * @throws ConsoleError `BROKER_UNREACHABLE`, `AUTH_REFUSED`, `VHOST_REFUSED`
   */
  look(key: QueueKey): Promise<Glance | null>
  /** Nobody looks now: its connections go. The next look opens what it needs. */
  rest(): void
  /** For good. n.b. waits for nothing: a broker that hangs would keep the page open. */
  close(): void
}
