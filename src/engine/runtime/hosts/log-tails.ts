/** Logs on the hosts: found, followed, brought here. One is followed at a time: the one that is looked at. */
import { ConsoleError } from '../../../shared/model/errors.js'
import {
  LOG_LINE_LIMIT,
  type LogFile,
  type LogLine,
  type LogListing
} from '../../../shared/model/host-logs.js'
import type { ClusterName } from '../../../shared/model/ids.js'
import { decodeLogs, findLogs, logFolders, MOST_LOGS, tailOf } from '../../domain/host-logs.js'
import type { ChannelEnd, RemoteChannel } from '../../ports/remote-channel.js'
import type { Clock } from '../../ports/system.js'
import type { HostSessions } from './host-sessions.js'
import { LineSplitter } from './line-splitter.js'

export interface LogEvents {
  readonly onLines: (follow: number, lines: readonly LogLine[]) => void
  /** Following ended, not by us. */
  readonly onEnd: (follow: number, why: string) => void
}

const BATCH_MS = 80
/** More lines than these within a batch, and the host has to wait: 100 000 a second is faster than anybody reads. */
const BATCH_LINES = 8_000
const LIST_MS = 20_000

export class LogTails {
  /** What may be followed: paths of the last listing of each cluster. */
  readonly #listed = new Map<ClusterName, ReadonlyMap<string, LogFile>>()
  #events: LogEvents = { onLines: () => undefined, onEnd: () => undefined }
  #following: { readonly number: number; readonly channel: RemoteChannel } | null = null
  #number = 0

  constructor(
    private readonly hosts: HostSessions,
    private readonly clock: Clock
  ) {}

  listen(events: LogEvents): void {
    this.#events = events
  }

  async list(cluster: ClusterName): Promise<LogListing> {
    const session = await this.hosts.shared(cluster)
    const asked = await session.run(['printenv', 'HADOOP_LOG_DIR'], { successExitCodes: [0, 1] })
    const folders = logFolders(this.hosts.cluster(cluster), asked.stdout)
    if (folders.length === 0)
      throw new ConsoleError('NOT_AVAILABLE', `nothing says where ${cluster} keeps its logs`, {
        hint: 'set "hadoophome" or "localhome" of the cluster in the settings'
      })
    // n.b. find ends with 1 when it may not enter a folder, and has printed all others
    const { stdout } = await session.run(findLogs(folders), {
      successExitCodes: [0, 1],
      timeoutMs: LIST_MS
    })
    const files = decodeLogs(stdout)
    const shown = files.slice(0, MOST_LOGS)
    this.#listed.set(cluster, new Map(shown.map((file) => [file.path, file])))
    return { files: shown, folders, more: files.length > MOST_LOGS, at: this.clock.now() }
  }

  /**
   * Follows a log from its last lines on; the one before is let go of.
   *
   * @returns the number its events carry
   * @throws ConsoleError `BAD_INPUT` for a path that no listing had
   */
  async follow(cluster: ClusterName, path: string, lines: number): Promise<number> {
    this.listed(cluster, path)
    this.stop()
    const number = ++this.#number
    const session = await this.hosts.shared(cluster)
    const reader = new TailReader(this.clock, (batch) => this.#events.onLines(number, batch))
    const channel = await session.stream(tailOf(path, lines), (chunk, source) =>
      reader.take(chunk, source)
    )
    reader.reads(channel)
    if (number !== this.#number) {
      channel.close() // another one was chosen meanwhile
      return number
    }
    this.#following = { number, channel }
    void channel.ended.then((end) => {
      reader.finish()
      if (this.#following?.number !== number) return
      this.#following = null
      this.#events.onEnd(number, inWords(end))
    })
    return number
  }

  stop(): void {
    this.#number += 1
    this.#following?.channel.close()
    this.#following = null
  }

  /** @throws ConsoleError `BAD_INPUT` */
  listed(cluster: ClusterName, path: string): LogFile {
    const found = this.#listed.get(cluster)?.get(path)
    if (found !== undefined) return found
    throw new ConsoleError(
      'BAD_INPUT',
      `${path} is none of the logs that were found on ${cluster}`,
      {
        hint: 'look for the logs again'
      }
    )
  }
}

/** Lines of `tail`, in batches; what it says itself (on its standard error) among them, as notes. */
class TailReader {
  readonly #output = new LineSplitter(LOG_LINE_LIMIT)
  readonly #errors = new LineSplitter(LOG_LINE_LIMIT)
  #channel: RemoteChannel | null = null
  #batch: LogLine[] = []
  #count = 0
  #paused = false
  #stopTimer: (() => void) | null = null

  constructor(
    private readonly clock: Clock,
    private readonly deliver: (lines: readonly LogLine[]) => void
  ) {}

  reads(channel: RemoteChannel): void {
    this.#channel = channel
  }

  take(chunk: Uint8Array, source: 'output' | 'errors'): void {
    const note = source === 'errors'
    for (const text of (note ? this.#errors : this.#output).add(chunk)) this.#add(text, note)
    if (this.#batch.length > BATCH_LINES && !this.#paused) {
      this.#paused = true
      this.#channel?.pause()
    }
    if (this.#batch.length > 0) this.#stopTimer ??= this.clock.after(BATCH_MS, () => this.#flush())
  }

  finish(): void {
    const rest = this.#output.rest()
    if (rest !== '') this.#add(rest, false)
    this.#stopTimer?.()
    this.#flush()
  }

  #add(text: string, note: boolean): void {
    this.#count += 1
    this.#batch.push({ number: this.#count, text, note })
  }

  #flush(): void {
    this.#stopTimer = null
    const lines = this.#batch
    this.#batch = []
    if (lines.length > 0) this.deliver(lines)
    if (!this.#paused) return
    this.#paused = false
    this.#channel?.resume()
  }
}

const inWords = (end: ChannelEnd): string =>
  end.type === 'lost'
    ? end.reason
    : end.signal === null
      ? `tail ended with exit code ${String(end.code ?? 0)}`
      : `tail was ended by ${end.signal}`
