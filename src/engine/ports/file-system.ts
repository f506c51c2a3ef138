/** The port to a cluster's HDFS, over HttpFS or WebHDFS. Paths are absolute HDFS paths. */
import type { ClusterName, Sha256 } from '../../shared/model/ids.js'

export interface FileStatus {
  readonly path: string
  readonly type: 'file' | 'directory'
  /** Bytes; 0 for a directory. */
  readonly length: number
}

export interface Transfer {
  /** Bytes that went through. */
  readonly length: number
  /** Over exactly these bytes. */
  readonly sha256: Sha256
}

export interface TransferOptions {
  readonly signal?: AbortSignal
  /** Called with the bytes so far, often. */
  readonly onBytes?: (bytes: number) => void
}

export interface FileSystem {
  /** @returns `null` when nothing is there. @throws ConsoleError `HDFS_ERROR`, `CLUSTER_UNREACHABLE` */
  status(cluster: ClusterName, path: string): Promise<FileStatus | null>
  list(cluster: ClusterName, path: string): Promise<readonly FileStatus[]>
  /** Makes parents. Overwrites. Hashes what it sends. */
  write(
    cluster: ClusterName,
    path: string,
    source: AsyncIterable<Uint8Array>,
    options?: TransferOptions
  ): Promise<Transfer>
  /**
   * Streams a file into a sink, hashing what goes through; the sink sets the pace.
   *
   * @throws ConsoleError `HDFS_ERROR` also when the stream ends before its length
   */
  read(
    cluster: ClusterName,
    path: string,
    sink: (chunk: Uint8Array) => Promise<void>,
    options?: TransferOptions
  ): Promise<Transfer>
  /**
   * A part of a file in memory, so a small one: exactly the bytes `offset` … `offset + length`.
   *
   * @param offset - integer ≥ 0
   * @param length - integer ≥ 0; with 0 nobody is asked
   * @throws ConsoleError `HDFS_ERROR` when less comes (the file ends before that, say) or more (a server that does not know ranges)
   */
  readRange(
    cluster: ClusterName,
    path: string,
    offset: number,
    length: number,
    options?: TransferOptions
  ): Promise<Uint8Array>
  /** Direct probe, without HDFS rights: does the endpoint answer within `timeoutMs`? */
  answers(cluster: ClusterName, timeoutMs: number): Promise<boolean>
}
