/** Everything the runtime is given: each a port, so that a simulator can give others. */
import type { FileSystem } from '../ports/file-system.js'
import type { JournalStore } from '../ports/journal.js'
import type { Clock, LocalFiles, Log, Rng } from '../ports/system.js'
import type { Workers } from '../ports/workers.js'

export interface EnginePorts {
  readonly workers: Workers
  readonly fileSystem: FileSystem
  readonly journals: JournalStore
  readonly files: LocalFiles
  readonly clock: Clock
  readonly rng: Rng
  readonly log: Log
}
