/** {@link FileTree} over HTTP: through HttpFS where a cluster has one, else through WebHDFS. All of it is answered by the NameNode. */
import { ConsoleError } from '../../../shared/model/errors.js'
import type { ContentSummary, DirectoryPage, FileDetails } from '../../../shared/model/hdfs.js'
import type { ClusterName } from '../../../shared/model/ids.js'
import type { FileTree } from '../../ports/file-tree.js'
import {
  decodeAnswer,
  decodeDetails,
  decodePage,
  decodeSummary,
  decodeWhole
} from '../../protocol/webhdfs/details.js'
import { HdfsEndpoint } from './hdfs-endpoint.js'
import type { WebHdfsFileSystemOptions } from './web-hdfs-file-system.js'

/** Counting some million files takes a NameNode longer than a transfer may be silent. */
const TIMEOUTS = { connectMs: 3_000, idleMs: 60_000 }

export class WebHdfsFileTree implements FileTree {
  readonly #endpoints: ReadonlyMap<ClusterName, HdfsEndpoint>
  /** Clusters that are too old for LISTSTATUS_BATCH (before Hadoop 3.0; HttpFS before 3.1). */
  readonly #withoutPages = new Set<ClusterName>()

  constructor({ environment, clock, log, timeouts = TIMEOUTS }: WebHdfsFileSystemOptions) {
    const timing = { ...timeouts, clock }
    this.#endpoints = new Map(
      environment.clusters.map(({ name, user, httpfs, webhdfs }) => [
        name,
        new HdfsEndpoint({ cluster: name, base: httpfs ?? webhdfs, user, timing, log })
      ])
    )
  }

  async details(cluster: ClusterName, path: string): Promise<FileDetails | null> {
    const text = await this.#endpoint(cluster).ask('GETFILESTATUS', path)
    return text === null ? null : decodeDetails(text, path)
  }

  async page(cluster: ClusterName, path: string, after: string | null): Promise<DirectoryPage> {
    if (this.#withoutPages.has(cluster)) return this.#whole(cluster, path, after)
    try {
      const from = after === null ? undefined : { startAfter: after }
      return decodePage(await this.#ask(cluster, 'LISTSTATUS_BATCH', path, from), path)
    } catch (thrown) {
      if (!isUnknownOperation(thrown)) throw thrown
      this.#withoutPages.add(cluster)
      return this.#whole(cluster, path, after)
    }
  }

  async summary(cluster: ClusterName, path: string): Promise<ContentSummary> {
    return decodeSummary(await this.#ask(cluster, 'GETCONTENTSUMMARY', path), path)
  }

  async makeDirectory(cluster: ClusterName, path: string): Promise<void> {
    const made = decodeAnswer(await this.#ask(cluster, 'MKDIRS', path), path)
    if (!made) throw refused(`making the directory ${path}`, cluster)
  }

  async rename(cluster: ClusterName, from: string, to: string): Promise<void> {
    const text = await this.#ask(cluster, 'RENAME', from, { destination: to })
    if (!decodeAnswer(text, from))
      throw refused(`renaming ${from} to ${to}`, cluster, 'does the target exist already?')
  }

  async remove(cluster: ClusterName, path: string): Promise<boolean> {
    const text = await this.#endpoint(cluster).ask('DELETE', path, { recursive: 'true' })
    return text !== null && decodeAnswer(text, path)
  }

  async #whole(cluster: ClusterName, path: string, after: string | null): Promise<DirectoryPage> {
    const all = decodeWhole(await this.#ask(cluster, 'LISTSTATUS', path), path)
    const first =
      after === null ? 0 : all.findIndex((entry) => entry.path.endsWith(`/${after}`)) + 1
    return { entries: all.slice(first), remaining: 0 }
  }

  async #ask(
    cluster: ClusterName,
    operation: 'LISTSTATUS' | 'LISTSTATUS_BATCH' | 'GETCONTENTSUMMARY' | 'MKDIRS' | 'RENAME',
    path: string,
    parameters?: Readonly<Record<string, string>>
  ): Promise<string> {
    const text = await this.#endpoint(cluster).ask(operation, path, parameters)
    if (text !== null) return text
    throw new ConsoleError('HDFS_ERROR', `${path} does not exist on cluster "${cluster}"`, {
      facts: { cluster, path, exception: 'FileNotFoundException' }
    })
  }

  #endpoint(cluster: ClusterName): HdfsEndpoint {
    const found = this.#endpoints.get(cluster)
    if (found !== undefined) return found
    throw new ConsoleError('CLUSTER_UNKNOWN', `there is no cluster "${cluster}" in the settings`)
  }
}

/** `Invalid value for webhdfs parameter "op": No enum constant …LISTSTATUS_BATCH`, and the same of HttpFS. */
const isUnknownOperation = (thrown: unknown): boolean =>
  thrown instanceof ConsoleError &&
  (thrown.facts['status'] === 400 || thrown.facts['status'] === 500) &&
  (thrown.facts['exception'] === 'UnsupportedOperationException' ||
    /LISTSTATUS_BATCH/.test(thrown.message))

const refused = (what: string, cluster: ClusterName, hint?: string): ConsoleError =>
  new ConsoleError('HDFS_ERROR', `${what} on cluster "${cluster}" was refused`, {
    facts: { cluster },
    hint: hint ?? 'is there a file of that name?'
  })
