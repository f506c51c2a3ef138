/**
 * {@link FileSystem} over HTTP: through HttpFS where a cluster has one (a single address, passes firewalls), else through WebHDFS,
 * whose NameNode redirects to DataNodes that must be reachable from here.
 */
import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { ConsoleError } from '../../../shared/model/errors.js'
import type { ClusterName, Sha256 } from '../../../shared/model/ids.js'
import type { ClusterSettings, Environment } from '../../../shared/model/settings.js'
import type { Clock, Log } from '../../ports/system.js'
import type { FileStatus, FileSystem, Transfer, TransferOptions } from '../../ports/file-system.js'
import { decodeList, decodeStatus } from '../../protocol/webhdfs/responses.js'
import { givenUp, isAbort, reasonOf } from './errors.js'
import { chunksOf, type Timing } from './exchange.js'
import { HdfsEndpoint } from './hdfs-endpoint.js'

const TIMEOUTS = { connectMs: 3_000, idleMs: 20_000 }

export interface WebHdfsFileSystemOptions {
  readonly environment: Pick<Environment, 'clusters'>
  readonly clock: Clock
  readonly log: Log
  /** @default 3 s to connect, 20 s of silence */
  readonly timeouts?: Omit<Timing, 'clock'>
}

interface Reach {
  readonly endpoint: HdfsEndpoint
  readonly create: 'redirected' | 'direct'
  /** For probes: all addresses of the cluster. */
  readonly all: readonly HdfsEndpoint[]
}

export class WebHdfsFileSystem implements FileSystem {
  readonly #reaches: ReadonlyMap<ClusterName, Reach>
  readonly #timing: Timing

  constructor({ environment, clock, log, timeouts = TIMEOUTS }: WebHdfsFileSystemOptions) {
    const timing = { ...timeouts, clock }
    this.#timing = timing
    this.#reaches = new Map(
      environment.clusters.map((cluster) => [cluster.name, reach(cluster, timing, log)])
    )
  }
  async status(cluster: ClusterName, path: string): Promise<FileStatus | null> {
    const text = await this.#reach(cluster).endpoint.ask('GETFILESTATUS', path)
    return text === null ? null : decodeStatus(text, path)
  }

  async list(cluster: ClusterName, path: string): Promise<readonly FileStatus[]> {
    const text = await this.#reach(cluster).endpoint.ask('LISTSTATUS', path)
    if (text === null) throw missing(cluster, path)
    return decodeList(text, path)
  }

  async write(
    cluster: ClusterName,
    path: string,
    source: AsyncIterable<Uint8Array>,
    options: TransferOptions = {}
  ): Promise<Transfer> {
    const { endpoint, create } = this.#reach(cluster)
    const meter = new Meter(options)
    await endpoint.create(path, create, meter.through(source), options.signal)
    return meter.transfer()
  }

  async read(
    cluster: ClusterName,
    path: string,
    sink: (chunk: Uint8Array) => Promise<void>,
    options: TransferOptions = {}
  ): Promise<Transfer> {
    const status = await this.status(cluster, path)
    if (status === null) throw missing(cluster, path)
    if (status.type === 'directory')
      throw new ConsoleError('HDFS_ERROR', `${path} on cluster "${cluster}" is a directory`)
    const meter = new Meter(options)
    // n.b. an empty file has no block, and some versions have no DataNode to redirect to then.
    if (status.length > 0) {
      const response = await this.#reach(cluster).endpoint.open(path, options.signal)
      await this.#copy(cluster, response, status, meter, sink)
    }
    return meter.transfer()
  }

  async readRange(
    cluster: ClusterName,
    path: string,
    offset: number,
    length: number,
    options: TransferOptions = {}
  ): Promise<Uint8Array> {
    if (length === 0) return new Uint8Array()
    const { endpoint } = this.#reach(cluster)
    const response = await endpoint.open(path, options.signal, { offset, length })
    const bytes = new Uint8Array(length)
    let filled = 0
    await this.#copy(cluster, response, { path, length }, new Meter(options), (chunk) => {
      bytes.set(chunk, filled)
      filled += chunk.length
      return Promise.resolve()
    })
    return bytes
  }

  async answers(cluster: ClusterName, timeoutMs: number): Promise<boolean> {
    const probes = this.#reach(cluster).all.map(async (endpoint) => {
      if (!(await endpoint.answers(timeoutMs))) throw new Error('no answer')
    })
    return Promise.any(probes).then(
      () => true,
      () => false
    )
  }

  async #copy(
    cluster: ClusterName,
    response: IncomingMessage,
    { path, length }: Pick<FileStatus, 'path' | 'length'>,
    meter: Meter,
    sink: (chunk: Uint8Array) => Promise<void>
  ): Promise<void> {
    const chunks = chunksOf(response, this.#timing)
    for (;;) {
      // By hand, so that an error of the sink is not taken for one of the cluster.
      const next = await chunks.next().catch((thrown: unknown) => {
        throw cutOff(cluster, path, meter.length, length, thrown)
      })
      if (next.done === true) break
      try {
        meter.count(next.value)
        if (meter.length > length) throw tooLong(cluster, path, length)
        await sink(next.value)
      } catch (thrown) {
        await chunks.return(undefined)
        throw thrown
      }
    }
    if (meter.length < length) throw cutOff(cluster, path, meter.length, length, null)
  }

  #reach(cluster: ClusterName): Reach {
    const found = this.#reaches.get(cluster)
    if (found !== undefined) return found
    throw new ConsoleError('CLUSTER_UNKNOWN', `there is no cluster "${cluster}" in the settings`)
  }
}

function reach({ name, httpfs, webhdfs, user }: ClusterSettings, timing: Timing, log: Log): Reach {
  const endpoint = (base: string): HdfsEndpoint =>
    new HdfsEndpoint({ cluster: name, base, user, timing, log })
  const overWebHdfs = endpoint(webhdfs)
  if (httpfs === undefined)
    return { endpoint: overWebHdfs, create: 'redirected', all: [overWebHdfs] }
  const overHttpFs = endpoint(httpfs)
  return { endpoint: overHttpFs, create: 'direct', all: [overHttpFs, overWebHdfs] }
}

/** Counts and hashes what goes through. */
class Meter {
  readonly #hash = createHash('sha256')
  readonly #onBytes: ((bytes: number) => void) | undefined
  #length = 0

  constructor({ onBytes }: TransferOptions) {
    this.#onBytes = onBytes
  }

  get length(): number {
    return this.#length
  }

  count(chunk: Uint8Array): void {
    this.#hash.update(chunk)
    this.#length += chunk.length
    this.#onBytes?.(this.#length)
  }

  async *through(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      this.count(chunk)
      yield chunk
    }
  }

  transfer(): Transfer {
    return { length: this.#length, sha256: this.#hash.digest('hex') as Sha256 }
  }
}

const missing = (cluster: ClusterName, path: string): ConsoleError =>
  new ConsoleError('HDFS_ERROR', `${path} does not exist on cluster "${cluster}"`, {
    facts: { cluster, path, exception: 'FileNotFoundException' }
  })

const tooLong = (cluster: ClusterName, path: string, length: number): ConsoleError =>
  new ConsoleError(
    'HDFS_ERROR',
    `${path} on cluster "${cluster}" is longer than the ${length} bytes it should be: it is being written, or served wrongly`,
    { facts: { cluster, path, length } }
  )

function cutOff(
  cluster: ClusterName,
  path: string,
  got: number,
  length: number,
  cause: unknown
): ConsoleError {
  const what = `reading ${path} on cluster "${cluster}"`
  if (isAbort(cause)) return givenUp(what, cluster, cause)
  const why = cause instanceof Error ? `: ${reasonOf(cause)}` : ''
  return new ConsoleError('HDFS_ERROR', `${what} ended after ${got} of ${length} bytes${why}`, {
    cause,
    facts: { cluster, path, got, length }
  })
}
