/** One file in a cloud's HDFS, as large as asked for, made while it is sent: a cipher's stream, which no disk or network makes smaller. */
import { createCipheriv } from 'node:crypto'
import { Readable } from 'node:stream'
import { WebHdfsFileSystem } from '../src/engine/adapters/http/web-hdfs-file-system.js'
import { SystemClock } from '../src/engine/adapters/system/clock.js'
import { manifestDigest } from '../src/engine/protocol/tasks/manifest.js'
import type { ManifestDigest } from '../src/shared/model/ids.js'
import type { ClusterSettings, Environment } from '../src/shared/model/settings.js'

export const LARGE_FILE = 'part-r-00000'
const PIECE = Buffer.alloc(2 ** 20)

function* content(bytes: number): Generator<Uint8Array> {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, 1), Buffer.alloc(16))
  for (let left = bytes; left > 0; left -= PIECE.length)
    yield cipher.update(PIECE.subarray(0, Math.min(left, PIECE.length)))
}

export const fileSystemOf = (environment: Environment): WebHdfsFileSystem =>
  new WebHdfsFileSystem({
    environment,
    clock: new SystemClock(),
    log: { write: () => undefined }
  })

/** @returns the manifest of the folder, which has this file only */
export async function putLargeFile(
  environment: Environment,
  { name }: ClusterSettings,
  folder: string,
  bytes: number,
  signal: AbortSignal
): Promise<ManifestDigest> {
  const source = Readable.from(content(bytes)) as AsyncIterable<Uint8Array>
  const path = `${folder}/${LARGE_FILE}`
  const sent = await fileSystemOf(environment).write(name, path, source, { signal })
  return manifestDigest([{ path: LARGE_FILE, ...sent }])
}

export interface Room {
  readonly blockSize: number | null
  readonly remainingBytes: number | null
}

/** @returns why `bytes` more do not fit into a cloud's HDFS, or `null` */
export const tooFull = (cloud: string, { remainingBytes }: Room, bytes: number): string | null =>
  remainingBytes === null || remainingBytes >= bytes
    ? null
    : `${cloud} has ${gibibytes(remainingBytes)} free in HDFS, ${gibibytes(bytes)} are needed`

const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`

export const blocksOf = ({ blockSize }: Room): string =>
  blockSize === null ? 'blocks of unknown size' : `blocks of ${String(blockSize / 2 ** 20)} MiB`
