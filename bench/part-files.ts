/** Two hundred part files in a cloud's HDFS, made from a counter, so that everybody knows what their digests have to be. */
import { createCipheriv } from 'node:crypto'
import { Readable } from 'node:stream'
import { WebHdfsFileSystem } from '../src/engine/adapters/http/web-hdfs-file-system.js'
import { SystemClock } from '../src/engine/adapters/system/clock.js'
import type { ClusterSettings, Environment } from '../src/shared/model/settings.js'

export interface PartFile {
  readonly name: string
  readonly length: number
  readonly sha256: string
}

export const FILES = 200
const SMALLEST = 256 * 1024
const LARGEST = 1024 * 1024
const AT_A_TIME = 4

/** Bytes of one file: a cipher's stream, which no disk or network makes smaller. */
function content(index: number): Buffer {
  const length =
    SMALLEST + Math.round(((LARGEST - SMALLEST) * ((index * 37) % FILES)) / (FILES - 1))
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, index), Buffer.alloc(16))
  return cipher.update(Buffer.alloc(length))
}

export const openUrl = ({ webhdfs, user }: ClusterSettings, path: string): string =>
  `${webhdfs}${path}?op=OPEN&user.name=${user}`

/** Puts them into a folder, as the console copies inputs. */
export async function putPartFiles(
  environment: Environment,
  { name: cluster }: ClusterSettings,
  folder: string,
  signal: AbortSignal
): Promise<readonly PartFile[]> {
  const log = { write: () => undefined }
  const hdfs = new WebHdfsFileSystem({ environment, clock: new SystemClock(), log })
  const put = async (index: number): Promise<PartFile> => {
    const name = `part-r-${String(index).padStart(5, '0')}`
    const source = Readable.from([content(index)]) as AsyncIterable<Uint8Array>
    return { name, ...(await hdfs.write(cluster, `${folder}/${name}`, source, { signal })) }
  }
  const files: PartFile[] = []
  for (let index = 0; index < FILES; index += AT_A_TIME)
    files.push(
      ...(await Promise.all(Array.from({ length: AT_A_TIME }, (_, offset) => put(index + offset))))
    )
  return files
}
