/** The HDFS of the clusters as a person works with it: look, bring here, bring there, make, remove. */
import { ConsoleError } from '../../../shared/model/errors.js'
import type { ContentSummary, DirectoryPage, FileDetails } from '../../../shared/model/hdfs.js'
import type { ClusterName, RunId, Sha256 } from '../../../shared/model/ids.js'
import { PREVIEW_BYTES, type Preview } from '../../../shared/model/preview.js'
import type { ClusterSettings } from '../../../shared/model/settings.js'
import type { UploadPlan } from '../../../shared/model/transfer.js'
import {
  childOf,
  hdfsName,
  hdfsPath,
  nameOf,
  parentOf,
  removalRefusal
} from '../../domain/hdfs-path.js'
import { previewOf } from '../../domain/preview.js'
import type { FileSystem } from '../../ports/file-system.js'
import type { FileTree } from '../../ports/file-tree.js'
import type { LocalFile, LocalFiles, Rng } from '../../ports/system.js'
import type { Transfers, TransferSteps } from './transfers.js'

export interface HdfsPorts {
  readonly tree: FileTree
  readonly fileSystem: FileSystem
  readonly files: LocalFiles
  readonly rng: Rng
}

/** Entries that are given at once; a cluster's own pages are a fifth of it. */
const PART_ENTRIES = 5_000
/** Files of one upload. */
const MOST_FILES = 500

interface Prepared {
  readonly cluster: ClusterName
  readonly plan: UploadPlan
  readonly sources: readonly LocalFile[]
}

export class HdfsDesk {
  readonly #uploads = new Map<string, Prepared>()

  constructor(
    private readonly clusters: readonly ClusterSettings[],
    private readonly ports: HdfsPorts,
    readonly transfers: Transfers
  ) {}

  /** @throws ConsoleError `HDFS_ERROR` when nothing is there */
  async look(cluster: ClusterName, typed: string): Promise<FileDetails> {
    const path = hdfsPath(typed)
    const details = await this.ports.tree.details(cluster, path)
    if (details !== null) return details
    throw new ConsoleError('HDFS_ERROR', `${path} does not exist on cluster "${cluster}"`, {
      hint: 'correct the path, or go up to a directory that is there'
    })
  }

  /** A part of a directory. @param after - name of the last entry that is known */
  async part(cluster: ClusterName, typed: string, after: string | null): Promise<DirectoryPage> {
    const path = hdfsPath(typed)
    const entries: FileDetails[] = []
    let from = after
    for (;;) {
      const page = await this.ports.tree.page(cluster, path, from)
      entries.push(...page.entries)
      const last = page.entries.at(-1)
      if (last === undefined) return { entries, remaining: 0 }
      if (page.remaining === 0 || entries.length >= PART_ENTRIES)
        return { entries, remaining: page.remaining }
      from = nameOf(last.path)
    }
  }

  async preview(cluster: ClusterName, typed: string): Promise<Preview> {
    const file = await this.#file(cluster, typed)
    const length = Math.min(PREVIEW_BYTES, file.length)
    const bytes = await this.ports.fileSystem.readRange(cluster, file.path, 0, length)
    return previewOf(file.path, bytes, file.length)
  }

  summary(cluster: ClusterName, typed: string): Promise<ContentSummary> {
    return this.ports.tree.summary(cluster, hdfsPath(typed))
  }

  /** @returns its path */
  async makeDirectory(cluster: ClusterName, folder: string, name: string): Promise<string> {
    const path = childOf(hdfsPath(folder), hdfsName(name))
    if ((await this.ports.tree.details(cluster, path)) !== null)
      throw new ConsoleError('BAD_INPUT', `${path} exists already on cluster "${cluster}"`)
    await this.ports.tree.makeDirectory(cluster, path)
    return path
  }

  /**
   * Removes a file, or a directory with everything in it.
   *
   * @param expected - what was counted when it was asked for: when there is more or less now, nothing is removed
   * @throws ConsoleError `BAD_INPUT` for the root, and for what live runs need
   */
  async remove(
    cluster: ClusterName,
    typed: string,
    expected: ContentSummary,
    liveRuns: readonly RunId[]
  ): Promise<void> {
    const path = hdfsPath(typed)
    const { workFolder } = this.#settings(cluster)
    const refusal = removalRefusal(path, { workFolder, liveRuns })
    if (refusal !== null)
      throw new ConsoleError('BAD_INPUT', `${path} on ${cluster} was not deleted: ${refusal}`)
    const now = await this.ports.tree.summary(cluster, path)
    const same =
      now.files === expected.files &&
      now.bytes === expected.bytes &&
      now.directories === expected.directories
    if (!same)
      throw new ConsoleError(
        'BAD_INPUT',
        `${path} on ${cluster} was not deleted: it changed meanwhile and holds ${String(now.files)} files now`,
        { hint: 'look at it again, then delete' }
      )
    if (await this.ports.tree.remove(cluster, path)) return
    throw new ConsoleError(
      'HDFS_ERROR',
      `${path} was not deleted: HDFS on cluster "${cluster}" answered that it deleted nothing`,
      { hint: 'look at the directory again: somebody else may have deleted or moved it meanwhile' }
    )
  }

  /** Brings a file here. @param target - absolute path on this machine; replaced when it is there */
  async download(cluster: ClusterName, typed: string, target: string): Promise<Sha256> {
    const { path, length } = await this.#file(cluster, typed)
    const head = { kind: 'download', cluster, path, local: target, total: length } as const
    return this.transfers.run(head, async (steps) => {
      const sink = await this.ports.files.write(target)
      try {
        const { sha256 } = await this.ports.fileSystem.read(
          cluster,
          path,
          (chunk) => sink.write(chunk),
          steps
        )
        await sink.commit()
        return sha256
      } catch (thrown) {
        await sink.discard()
        throw thrown
      }
    })
  }

  /** Looks which of the chosen files would meet one that is there. Nothing is sent. */
  async prepareUpload(
    cluster: ClusterName,
    typed: string,
    chosen: readonly string[]
  ): Promise<UploadPlan> {
    const folder = hdfsPath(typed)
    if (chosen.length > MOST_FILES)
      throw new ConsoleError(
        'BAD_INPUT',
        `${String(chosen.length)} files are too many at once, at most ${String(MOST_FILES)} can be uploaded`
      )
    const sources = (await Promise.all(chosen.map((path) => this.ports.files.list(path)))).flat()
    const files = await Promise.all(
      sources.map(async ({ path, length }) => {
        const there = await this.ports.tree.details(cluster, childOf(folder, hdfsName(path)))
        return { name: path, length, there: there?.type ?? ('nothing' as const) }
      })
    )
    const plan = { ticket: this.ports.rng.id(12), folder, files }
    this.#uploads.set(plan.ticket, { cluster, plan, sources })
    return plan
  }

  /** @throws ConsoleError `BAD_INPUT` for a ticket that is none, or was used */
  prepared(ticket: string): Prepared {
    const prepared = this.#uploads.get(ticket)
    if (prepared !== undefined) return prepared
    throw new ConsoleError('BAD_INPUT', `no files wait under the ticket "${ticket}"`)
  }

  forgetUpload(ticket: string): void {
    this.#uploads.delete(ticket)
  }

  /**
   * Brings one file there: under another name first, so that nobody finds half of it.
   *
   * @param how - `replace`: what is there under its name goes; `keep`: then it is refused
   */
  upload(
    { cluster, plan: { folder } }: Prepared,
    { path: name, source, length }: LocalFile,
    how: 'replace' | 'keep'
  ): Promise<Sha256> {
    const path = childOf(folder, hdfsName(name))
    const head = { kind: 'upload', cluster, path, local: source, total: length } as const
    return this.transfers.run(head, (steps) => this.#send(cluster, path, source, how, steps))
  }

  async #send(
    cluster: ClusterName,
    path: string,
    source: string,
    how: 'replace' | 'keep',
    steps: TransferSteps
  ): Promise<Sha256> {
    const { tree, fileSystem, files, rng } = this.ports
    if (how === 'keep' && (await tree.details(cluster, path)) !== null)
      throw new ConsoleError('BAD_INPUT', `${path} exists already on cluster "${cluster}"`, {
        hint: 'upload it again and choose to replace it, or delete it first'
      })
    const temporary = childOf(parentOf(path), `.medusa-upload-${rng.id(10)}`)
    try {
      const { sha256 } = await fileSystem.write(cluster, temporary, files.read(source), steps)
      steps.signal.throwIfAborted()
      await this.#putInPlace(cluster, temporary, path)
      return sha256
    } catch (thrown) {
      await tree.remove(cluster, temporary).catch(() => false) // why it failed is what counts
      throw thrown
    }
  }

  /** What is there already steps aside first, and comes back when its place could not be taken. */
  async #putInPlace(cluster: ClusterName, temporary: string, path: string): Promise<void> {
    const { tree, rng } = this.ports
    const there = await tree.details(cluster, path)
    if (there?.type === 'directory')
      throw new ConsoleError('BAD_INPUT', `${path} on ${cluster} is a directory`)
    if (there === null) {
      await tree.rename(cluster, temporary, path)
      return
    }
    const aside = childOf(parentOf(path), `.medusa-replaced-${rng.id(10)}`)
    await tree.rename(cluster, path, aside)
    try {
      await tree.rename(cluster, temporary, path)
    } catch (thrown) {
      await tree.rename(cluster, aside, path)
      throw thrown
    }
    await tree.remove(cluster, aside)
  }

  async #file(cluster: ClusterName, typed: string): Promise<FileDetails> {
    const details = await this.look(cluster, typed)
    if (details.type === 'file') return details
    throw new ConsoleError('BAD_INPUT', `${details.path} on cluster "${cluster}" is a directory`)
  }

  #settings(cluster: ClusterName): ClusterSettings {
    const found = this.clusters.find(({ name }) => name === cluster)
    if (found !== undefined) return found
    throw new ConsoleError('CLUSTER_UNKNOWN', `there is no cluster "${cluster}" in the settings`)
  }
}
