/** Everything the runtime is given: each a port, so that a simulator can give others. */
import type { FileSystem } from '../ports/file-system.js'
import type { TimelineEvent } from '../../shared/model/timeline.js'
import type { JournalStore } from '../ports/journal.js'
import type { LineLog } from '../ports/line-log.js'
import type { Clock, LocalFiles, Log, Rng } from '../ports/system.js'
import type { Workers } from '../ports/workers.js'
import type { Yarn } from '../ports/yarn.js'

export interface EnginePorts {
  readonly workers: Workers
  readonly fileSystem: FileSystem
  readonly journals: JournalStore
  readonly files: LocalFiles
  readonly clock: Clock
  readonly rng: Rng
  readonly log: Log
  readonly yarn: Yarn
  /** What was seen of brokers and clusters, by all processes of this machine. */
  readonly timeline: LineLog<TimelineEvent>
}
