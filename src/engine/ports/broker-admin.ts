/**
 * The port to a broker's administration: RabbitMQ's management plugin, asked as one user.
 *
 * Errors: `MANAGEMENT_UNREACHABLE` nobody answers, `AUTH_REFUSED` wrong password, `NOT_PERMITTED` the user lacks a tag or rights,
 * `BROKER_REFUSED` what was asked for does not work or is not there.
 */
import type {
  BrokerNode,
  ConnectionRow,
  QueueDetail,
  QueueKey,
  QueueRow,
  Rights
} from '../../shared/model/broker.js'
import type { BrokerChange } from '../../shared/model/broker-change.js'

export interface BrokerUser {
  readonly name: string
  readonly tags: readonly string[]
  readonly hasPassword: boolean
}
export interface BrokerVhost {
  readonly name: string
  readonly description: string
  readonly messages: number
  readonly running: boolean
}
export interface RightsEntry extends Rights {
  readonly user: string
  readonly vhost: string
}

export interface BrokerAdmin {
  whoAmI(): Promise<{ readonly name: string; readonly tags: readonly string[] }>
  node(): Promise<BrokerNode>
  /** All queues with their lengths; the same array as the last time when nothing changed. */
  queues(): Promise<readonly QueueRow[]>
  /** @returns `null` when it is not there */
  queue(key: QueueKey): Promise<QueueDetail | null>
  /** Lengths of one queue, as they are now. @returns `null` when it is not there */
  queueNow(key: QueueKey): Promise<QueueRow | null>
  /** Names; the default exchange is `''`. */
  exchanges(vhost: string): Promise<readonly string[]>
  vhosts(): Promise<readonly BrokerVhost[]>
  connections(): Promise<readonly ConnectionRow[]>
  users(): Promise<readonly BrokerUser[]>
  rights(): Promise<readonly RightsEntry[]>
  /** Users (with hashes of their passwords), vhosts, rights, queues, bindings, policies: JSON to import again. */
  definitions(): Promise<string>
  /** @throws ConsoleError `BAD_INPUT` for a user or vhost that is there already and would be overwritten */
  change(change: BrokerChange): Promise<void>
  close(): void
}
