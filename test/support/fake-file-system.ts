/** HDFS of some clusters in memory, with faults on request. */
import { createHash } from 'node:crypto'
import { ConsoleError } from '../../src/shared/model/errors.js'
import type { ClusterName, Sha256 } from '../../src/shared/model/ids.js'
import type {
  FileStatus,
  FileSystem,
  Transfer,
  TransferOptions
} from '../../src/engine/ports/file-system.js'

export type FileFault =
  | { readonly type: 'unreachable' }
  | { readonly type: 'refuses'; readonly message: string }
  /** Reads end after so many bytes. */
  | { readonly type: 'cut-off'; readonly after: number }
  /** Serves other bytes than it has. */
  | { readonly type: 'lies'; readonly content: string }

const CHUNK_BYTES = 64 * 1024

export class FakeFileSystem implements FileSystem {
  readonly #files = new Map<ClusterName, Map<string, Uint8Array>>()
  readonly #faults = new Map<ClusterName, FileFault>()
  /** `read porto /a`, `write porto /b`: in the order they came. */
  readonly operations: string[] = []

  constructor(clusters: readonly ClusterName[] = []) {
    for (const cluster of clusters) this.#files.set(cluster, new Map())
  }

  put(cluster: ClusterName, path: string, content: string | Uint8Array): void {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
    this.#of(cluster).set(path, bytes)
  }

  get(cluster: ClusterName, path: string): Uint8Array | undefined {
    return this.#of(cluster).get(path)
  }

  /** `null`: it is well again. */
  fault(cluster: ClusterName, fault: FileFault | null): void {
    if (fault === null) this.#faults.delete(cluster)
    else this.#faults.set(cluster, fault)
  }

  async status(cluster: ClusterName, path: string): Promise<FileStatus | null> {
    await this.#enter('status', cluster, path)
    return this.#status(cluster, path)
  }

  async list(cluster: ClusterName, path: string): Promise<readonly FileStatus[]> {
    await this.#enter('list', cluster, path)
    const status = this.#status(cluster, path)
    if (status === null) throw missing(cluster, path)
    if (status.type === 'file') return [status]
    const folder = path === '/' ? '/' : `${path}/`
    const names = [...this.#of(cluster).keys()]
      .filter((name) => name.startsWith(folder))
      .map((name) => name.slice(folder.length).split('/')[0] ?? '')
    return [...new Set(names)]
      .sort()
      .flatMap((name) => this.#status(cluster, `${folder}${name}`) ?? [])
  }

  async write(
    cluster: ClusterName,
    path: string,
    source: AsyncIterable<Uint8Array>,
    options: TransferOptions = {}
  ): Promise<Transfer> {
    await this.#enter('write', cluster, path)
    const chunks: Uint8Array[] = []
    for await (const chunk of source) {
      interrupted(options)
      chunks.push(chunk)
      options.onBytes?.(chunks.reduce((sum, { length }) => sum + length, 0))
    }
    const content = Buffer.concat(chunks)
    this.#of(cluster).set(path, content)
    return transferOf(content)
  }

  async read(
    cluster: ClusterName,
    path: string,
    sink: (chunk: Uint8Array) => Promise<void>,
    options: TransferOptions = {}
  ): Promise<Transfer> {
    await this.#enter('read', cluster, path)
    const kept = this.#of(cluster).get(path)
    if (kept === undefined) throw missing(cluster, path)
    const fault = this.#faults.get(cluster)
    const content = fault?.type === 'lies' ? new TextEncoder().encode(fault.content) : kept
    const end = fault?.type === 'cut-off' ? Math.min(fault.after, content.length) : content.length
    for (let at = 0; at < end; at += CHUNK_BYTES) {
      interrupted(options)
      await sink(content.subarray(at, Math.min(end, at + CHUNK_BYTES)))
      options.onBytes?.(Math.min(end, at + CHUNK_BYTES))
    }
    if (end < content.length)
      throw new ConsoleError('HDFS_ERROR', `${path} ended after ${end} of ${content.length} bytes`)
    return transferOf(content)
  }

  async readRange(
    cluster: ClusterName,
    path: string,
    offset: number,
    length: number,
    options: TransferOptions = {}
  ): Promise<Uint8Array> {
    if (length === 0) return new Uint8Array()
    await this.#enter(`read ${String(length)} bytes at ${String(offset)} from`, cluster, path)
    interrupted(options)
    const content = this.#of(cluster).get(path)
    if (content === undefined) throw missing(cluster, path)
    const fault = this.#faults.get(cluster)
    const served = fault?.type === 'lies' ? new TextEncoder().encode(fault.content) : content
    const bytes = served.slice(offset, offset + length)
    const got = fault?.type === 'cut-off' ? Math.min(fault.after, bytes.length) : bytes.length
    if (got < length)
      throw new ConsoleError('HDFS_ERROR', `${path} ended after ${got} of ${length} bytes`)
    options.onBytes?.(length)
    return bytes
  }

  answers(cluster: ClusterName): Promise<boolean> {
    return Promise.resolve(this.#faults.get(cluster)?.type !== 'unreachable')
  }

  /** Asynchronous, as everything real is: a caller that relies on less finds out here. */
  async #enter(operation: string, cluster: ClusterName, path: string): Promise<void> {
    this.operations.push(`${operation} ${cluster} ${path}`)
    await Promise.resolve()
    const fault = this.#faults.get(cluster)
    if (fault?.type === 'unreachable')
      throw new ConsoleError('CLUSTER_UNREACHABLE', `cluster "${cluster}" does not answer`)
    if (fault?.type === 'refuses') throw new ConsoleError('HDFS_ERROR', fault.message)
    this.#of(cluster)
  }

  #status(cluster: ClusterName, path: string): FileStatus | null {
    const file = this.#of(cluster).get(path)
    if (file !== undefined) return { path, type: 'file', length: file.length }
    const folder = path === '/' ? '/' : `${path}/`
    const holds = [...this.#of(cluster).keys()].some((name) => name.startsWith(folder))
    return holds || path === '/' ? { path, type: 'directory', length: 0 } : null
  }

  #of(cluster: ClusterName): Map<string, Uint8Array> {
    const files = this.#files.get(cluster)
    if (files === undefined)
      throw new ConsoleError('CLUSTER_UNKNOWN', `there is no cluster "${cluster}" in the settings`)
    return files
  }
}

const transferOf = (content: Uint8Array): Transfer => ({
  length: content.length,
  sha256: createHash('sha256').update(content).digest('hex') as Sha256
})

const missing = (cluster: ClusterName, path: string): ConsoleError =>
  new ConsoleError('HDFS_ERROR', `${path} does not exist on cluster "${cluster}"`)

function interrupted({ signal }: TransferOptions): void {
  if (signal?.aborted === true) throw new ConsoleError('INTERRUPTED', 'the transfer was given up')
}
