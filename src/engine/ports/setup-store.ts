/** The port to what set-up keeps on this computer: secrets it made, what it did, and the environment it makes. */
import type { SetupSecret } from '../domain/setup/change.js'
import type { ShownChange } from '../../shared/model/setup.js'
import type { Environment } from '../../shared/model/settings.js'
import type { Undoing } from '../domain/setup/undo.js'

/** Something that was done for a step. `began` is written before, so that a crash in the middle leaves a trace. */
export interface SetupEvent {
  readonly at: number
  readonly id: string
  /** `porto/httpfs` */
  readonly step: string
  readonly type: 'began' | 'done' | 'failed' | 'undone'
  readonly change: ShownChange
  /** What takes it back; `null`: nothing does. */
  readonly undoing: Undoing | null
}

export interface SetupStore {
  /** @returns `null`: nobody made it */
  secret(name: SetupSecret): Promise<string | null>
  /** Made here, kept in a 0600 file before anybody uses it. One that is there stays. */
  makeSecret(name: SetupSecret): Promise<string>
  /** File of the secrets that the environment names. */
  readonly secretsFile: string
  environment(): Promise<Environment | null>
  saveEnvironment(environment: Environment): Promise<void>
  /** On disk when it resolves. @throws ConsoleError `DISK_FULL`, `INTERNAL` */
  append(event: SetupEvent): Promise<void>
  /** Oldest first; a torn last line is left out. */
  events(): Promise<readonly SetupEvent[]>
}
