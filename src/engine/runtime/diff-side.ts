/** One attempt's copy of a file: where it lies, its bytes, digests of its blocks; counts what was asked for. */
import type { ClusterName, Sha256 } from '../../shared/model/ids.js'
import type { FileEntry } from '../../shared/model/manifest.js'
import type { AttemptReport, RunReport } from '../../shared/model/run.js'
import type { Environment } from '../../shared/model/settings.js'
import type { Range } from '../domain/first-difference.js'
import { BlockDigests } from './block-digests.js'
import { findOutputFile } from './diff-places.js'
import type { RemoteFile } from './line-around.js'
import type { EnginePorts } from './ports.js'

export type SidePorts = Pick<EnginePorts, 'workers' | 'fileSystem' | 'clock' | 'rng'>

export class DiffSide implements RemoteFile {
  readonly digests: BlockDigests
  readonly #stop = new AbortController()
  #path = ''
  #bytesRead = 0

  constructor(
    private readonly report: RunReport,
    readonly attempt: AttemptReport,
    readonly entry: FileEntry,
    private readonly environment: Pick<Environment, 'clusters'>,
    private readonly ports: SidePorts
  ) {
    this.digests = new BlockDigests(report.run, attempt.cluster, ports)
  }

  get cluster(): ClusterName {
    return this.attempt.cluster
  }
  get length(): number {
    return this.entry.length
  }
  get bytesRead(): number {
    return this.#bytesRead
  }

  /** Comes before all reading. @returns how many bytes the file has now */
  async locate(): Promise<number> {
    const { report, attempt, entry, environment, ports } = this
    const file = await findOutputFile(report, attempt, entry.path, environment, ports.fileSystem)
    this.#path = file.path
    return file.length
  }

  readonly read = async (offset: number, length: number): Promise<Uint8Array> => {
    const { signal } = this.#stop
    const bytes = await this.ports.fileSystem.readRange(this.cluster, this.#path, offset, length, {
      signal
    })
    this.#bytesRead += length
    return bytes
  }

  blocks(range: Range, size: number): Promise<readonly Sha256[]> {
    return this.digests.of(this.#path, range, size, this.#stop.signal)
  }

  /** The other side failed. */
  stop(): void {
    this.#stop.abort()
  }
}
