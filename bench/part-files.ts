/** Two hundred part files in a cloud's HDFS, made from a counter, so that everybody knows what their digests have to be. */
import { createCipheriv, createHash } from 'node:crypto'
import { z } from 'zod'
import type { ClusterSettings } from '../src/shared/model/settings.js'

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

const location = z.object({ Location: z.string() })

/** Puts them into a folder through WebHDFS. */
export async function putPartFiles(
  cluster: ClusterSettings,
  folder: string,
  signal: AbortSignal
): Promise<readonly PartFile[]> {
  const files: PartFile[] = []
  const put = async (index: number): Promise<void> => {
    const bytes = content(index)
    const name = `part-r-${String(index).padStart(5, '0')}`
    const url = `${cluster.webhdfs}${folder}/${name}?op=CREATE&user.name=${cluster.user}&noredirect=true`
    const asked = await fetch(url, { method: 'PUT', signal })
    const { Location } = location.parse(await asked.json())
    const written = await fetch(Location, { method: 'PUT', body: bytes, signal })
    if (written.status !== 201) throw new Error(`${Location}: ${String(written.status)}`)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    files.push({ name, length: bytes.length, sha256 })
  }
  for (let index = 0; index < FILES; index += AT_A_TIME)
    await Promise.all(Array.from({ length: AT_A_TIME }, (_, offset) => put(index + offset)))
  return files.sort((a, b) => (a.name < b.name ? -1 : 1))
}
