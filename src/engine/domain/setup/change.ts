/**
 * The ways in which set-up changes something. Each is data: it is shown, carried out, written down and undone from the same value.
 *
 * Secrets stand in no change: a {@link SetupSecret} names one, and only who carries it out looks it up.
 */
import type { BrokerChange } from '../../../shared/model/broker-change.js'
import type { Environment } from '../../../shared/model/settings.js'

/** `console`, `broker`, or a cluster's name. */
export type Target = string

/** `broker`: the console's user; `admin`: set-up's administrator; `worker:NAME` and `key:NAME`: a cluster's broker user and HMAC key. */
export type SetupSecret = 'broker' | 'admin' | `worker:${string}` | `key:${string}`

/** `root`: with sudo, where the login is not root itself. */
export type Privilege = 'login' | 'root'

export interface CommandChange {
  readonly type: 'command'
  readonly on: Target
  readonly argv: readonly string[]
  readonly as: Privilege
  /** Goes to its standard input, with a line feed. */
  readonly input?: SetupSecret
  /** What takes it back; absent: nothing does. */
  readonly undo?: readonly string[]
  /** @default 60000 */
  readonly timeoutMs?: number
  readonly note?: string
}

export interface FileChange {
  readonly type: 'file'
  readonly on: Target
  /** Absolute. */
  readonly path: string
  /** As it was when it was checked; `null`: it is not there. What changed meanwhile is left alone. */
  readonly before: string | null
  readonly after: string
  /** Of a new file; one that is there keeps its own. */
  readonly mode: number
  readonly as: Privilege
  readonly note?: string
}

/** A call of the management plugin. A password is the name of a secret. */
export interface BrokerCallChange {
  readonly type: 'call'
  readonly change: Exclude<BrokerChange, { readonly password: string }> | PasswordChange
  /** What takes it back; absent: nothing does. */
  readonly undo?: BrokerCallChange['change']
  readonly note?: string
}

type WithPassword = Extract<BrokerChange, { readonly password: string }>
type Sealed<T> = T extends unknown
  ? Omit<T, 'password'> & { readonly password: SetupSecret }
  : never
export type PasswordChange = Sealed<WithPassword>

/** The worker's package, its configuration and key, and its start. */
export interface WorkerChange {
  readonly type: 'worker'
  readonly on: Target
  /** Folder on the host. */
  readonly folder: string
  readonly python: string
  /** Without the broker's password. */
  readonly configuration: Readonly<Record<string, unknown>> & {
    readonly cluster: string
    readonly keyFile: string
  }
  readonly queue: { readonly user: string; readonly at: string; readonly vhost: string }
  readonly version: string
}

/** The environment that this console's settings shall have. */
export interface EnvironmentChange {
  readonly type: 'environment'
  readonly before: Environment | null
  readonly after: Environment
}

export type Change =
  CommandChange | FileChange | BrokerCallChange | WorkerChange | EnvironmentChange
