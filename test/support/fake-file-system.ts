/** HDFS of some clusters in memory, with faults on request. */
import { createHash } from 'node:crypto'
import { ConsoleError } from '../../src/shared/model/errors.js'
import type { ContentSummary, DirectoryPage, FileDetails } from '../../src/shared/model/hdfs.js'
import { millis, type ClusterName, type Sha256 } from '../../src/shared/model/ids.js'
import type { FileTree } from '../../src/engine/ports/file-tree.js'
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
/** Of one page of a directory, as `dfs.ls.limit` of the tests' servers. */
const PAGE_ENTRIES = 3

export class FakeFileSystem implements FileSystem, FileTree {
  readonly #files = new Map<ClusterName, Map<string, Uint8Array>>()
  /** Those that were made without a file; others are there by their files. */
  readonly #folders = new Map<ClusterName, Set<string>>()
  readonly #faults = new Map<ClusterName, FileFault>()
  /** `read porto /a`, `write porto /b`: in the order they came. */
  readonly operations: string[] = []

  constructor(clusters: readonly ClusterName[] = []) {
    for (const cluster of clusters) {
      this.#files.set(cluster, new Map())
      this.#folders.set(cluster, new Set())
    }
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
    const names = [...this.#of(cluster).keys(), ...this.#made(cluster)]
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

  async details(cluster: ClusterName, path: string): Promise<FileDetails | null> {
    const status = await this.status(cluster, path)
    return status === null ? null : detailsOf(status)
  }

  async page(cluster: ClusterName, path: string, after: string | null): Promise<DirectoryPage> {
    const all = (await this.list(cluster, path)).map(detailsOf)
    const from = after === null ? 0 : all.findIndex((entry) => entry.path.endsWith(`/${after}`)) + 1
    const entries = all.slice(from, from + PAGE_ENTRIES)
    return { entries, remaining: all.length - from - entries.length }
  }

  async summary(cluster: ClusterName, path: string): Promise<ContentSummary> {
    const status = await this.status(cluster, path)
    if (status === null) throw missing(cluster, path)
    if (status.type === 'file') return { files: 1, directories: 0, bytes: status.length }
    const below = `${path === '/' ? '' : path}/`
    const files = [...this.#of(cluster)].filter(([name]) => name.startsWith(below))
    const folders = new Set(
      [...files.map(([name]) => parentOf(name)), ...this.#made(cluster)].flatMap((folder) => [
        ...foldersFrom(folder, below)
      ])
    )
    return {
      files: files.length,
      directories: folders.size + 1,
      bytes: files.reduce((sum, [, content]) => sum + content.length, 0)
    }
  }

  async makeDirectory(cluster: ClusterName, path: string): Promise<void> {
    await this.#enter('mkdir', cluster, path)
    if (this.#of(cluster).has(path)) throw new ConsoleError('HDFS_ERROR', `${path} is a file`)
    this.#made(cluster).add(path)
  }

  async rename(cluster: ClusterName, from: string, to: string): Promise<void> {
    await this.#enter('rename', cluster, from)
    if (this.#status(cluster, from) === null) throw missing(cluster, from)
    const { files, made } = { files: this.#of(cluster), made: this.#made(cluster) }
    if (this.#status(cluster, to) !== null)
      throw new ConsoleError('HDFS_ERROR', `renaming ${from} to ${to} was refused`)
    const moved = (name: string): string => to + name.slice(from.length)
    for (const [name, content] of [...files])
      if (isBelow(name, from)) {
        files.delete(name)
        files.set(moved(name), content)
      }
    for (const name of [...made])
      if (isBelow(name, from)) {
        made.delete(name)
        made.add(moved(name))
      }
  }

  async remove(cluster: ClusterName, path: string): Promise<boolean> {
    await this.#enter('remove', cluster, path)
    if (this.#status(cluster, path) === null) return false
    for (const name of [...this.#of(cluster).keys()])
      if (isBelow(name, path)) this.#of(cluster).delete(name)
    for (const name of [...this.#made(cluster)])
      if (isBelow(name, path)) this.#made(cluster).delete(name)
    return true
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
    const holds = [...this.#of(cluster).keys(), ...this.#made(cluster)].some(
      (name) => name.startsWith(folder) || name === path
    )
    return holds || path === '/' ? { path, type: 'directory', length: 0 } : null
  }

  #made(cluster: ClusterName): Set<string> {
    return this.#folders.get(cluster) ?? new Set()
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

const detailsOf = ({ path, type, length }: FileStatus): FileDetails => ({
  path,
  type,
  length,
  owner: 'x',
  group: 'supergroup',
  permission: type === 'file' ? '644' : '755',
  modifiedAt: millis(Date.UTC(2026, 10, 21)),
  replication: type === 'file' ? 1 : 0
})

const isBelow = (name: string, path: string): boolean =>
  name === path || name.startsWith(path === '/' ? '/' : `${path}/`)

const parentOf = (path: string): string => path.slice(0, Math.max(1, path.lastIndexOf('/')))

/** A folder and those it lies in, as far as they are strictly below. */
function* foldersFrom(folder: string, below: string): Generator<string> {
  for (let at = folder; at.startsWith(below) && at.length > below.length; at = parentOf(at))
    yield at
}

const missing = (cluster: ClusterName, path: string): ConsoleError =>
  new ConsoleError('HDFS_ERROR', `${path} does not exist on cluster "${cluster}"`)

function interrupted({ signal }: TransferOptions): void {
  if (signal?.aborted === true) throw new ConsoleError('INTERRUPTED', 'the transfer was given up')
}
