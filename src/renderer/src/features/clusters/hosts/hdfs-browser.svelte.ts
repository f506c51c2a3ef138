/**
 * A directory of a cluster's HDFS: where one is, what is there (large ones come in parts), what is chosen, what is looked at.
 *
 * Every answer belongs to the place it was asked for: what comes after one has gone on is dropped.
 */
import type { ConsoleApi } from '@shared/ipc/console-api.js'
import type { WireError } from '@shared/model/errors.js'
import type { ContentSummary, FileDetails } from '@shared/model/hdfs.js'
import type { ClusterName } from '@shared/model/ids.js'
import type { Preview } from '@shared/model/preview.js'
import type { UploadPlan } from '@shared/model/transfer.js'
import { named, nameOf, ordered, parentOf, type SortKey } from './hdfs-entries.js'

export type PreviewPhase =
  | { readonly type: 'reading'; readonly path: string }
  | { readonly type: 'shown'; readonly preview: Preview }
  | { readonly type: 'failed'; readonly path: string; readonly error: WireError }

export class HdfsBrowser {
  path = $state('/')
  /** All of the directory, as far as it came. */
  entries = $state.raw<readonly FileDetails[]>([])
  /** Entries that are still to come; `null` while the first part is waited for. */
  remaining = $state<number | null>(null)
  readAt = $state(0)
  problem = $state.raw<WireError | null>(null)
  /** What could not be done with something that is listed. */
  refusal = $state.raw<WireError | null>(null)
  sort = $state<SortKey>('name')
  descending = $state(false)
  wanted = $state('')
  chosen = $state<string | null>(null)
  preview = $state.raw<PreviewPhase | null>(null)
  busy = $state(false)
  /** The list has the focus, or had it when it went for that of another directory. */
  hasKeys = false

  /** As the cluster gives them until all are there, then in the order that was asked for. */
  readonly #ordered: readonly FileDetails[] = $derived(
    this.remaining === 0 ? ordered(this.entries, this.sort, this.descending) : this.entries
  )
  readonly shown: readonly FileDetails[] = $derived(named(this.#ordered, this.wanted))
  readonly index: number = $derived(this.shown.findIndex(({ path }) => path === this.chosen))
  readonly entry: FileDetails | null = $derived(this.shown[this.index] ?? null)

  readonly #cluster: ClusterName
  #visit = 0

  constructor(
    private readonly api: ConsoleApi,
    cluster: string,
    private readonly now: () => number = Date.now
  ) {
    this.#cluster = cluster as ClusterName
  }

  /** Goes to a directory; to a file: to its directory, with the file chosen. */
  async go(path: string, choose: string | null = null): Promise<void> {
    const visit = ++this.#visit
    this.refusal = null
    const answer = await this.api['hdfs.look']({ cluster: this.#cluster, path })
    if (visit !== this.#visit) return
    if (!answer.ok) {
      this.path = path
      this.#empty()
      this.problem = answer.error
      return
    }
    const { type, path: exact } = answer.value
    if (type === 'file') {
      await this.go(parentOf(exact), exact)
      await this.look(exact)
      return
    }
    this.path = exact
    this.#empty()
    this.preview = null
    this.wanted = ''
    await this.#list(visit, choose)
  }

  async reload(): Promise<void> {
    await this.go(this.path, this.chosen)
  }

  async up(): Promise<void> {
    if (this.path !== '/') await this.go(parentOf(this.path), this.path)
  }

  choose(index: number): void {
    const entry = this.shown[Math.max(0, Math.min(index, this.shown.length - 1))]
    this.chosen = entry?.path ?? null
  }

  sortBy(key: SortKey): void {
    this.descending = this.sort === key ? !this.descending : key !== 'name'
    this.sort = key
  }

  /** A directory is entered, of a file the beginning is shown. */
  async open(entry: FileDetails): Promise<void> {
    this.chosen = entry.path
    if (entry.type === 'directory') await this.go(entry.path)
    else await this.look(entry.path)
  }

  async look(path: string): Promise<void> {
    const phase: PreviewPhase = { type: 'reading', path }
    this.preview = phase
    const answer = await this.api['hdfs.preview']({ cluster: this.#cluster, path })
    if (this.preview !== phase) return
    this.preview = answer.ok
      ? { type: 'shown', preview: answer.value }
      : { type: 'failed', path, error: answer.error }
  }

  endLook(): void {
    this.preview = null
  }

  /** @returns whether it was made; otherwise the reason, which stands at its field */
  async makeDirectory(name: string): Promise<WireError | null> {
    const params = { cluster: this.#cluster, folder: this.path, name }
    const answer = await this.api['hdfs.makeDirectory'](params)
    if (!answer.ok) return answer.error
    await this.go(this.path, answer.value)
    return null
  }

  async count(path: string): Promise<ContentSummary | null> {
    this.refusal = null
    this.busy = true
    const answer = await this.api['hdfs.summary']({ cluster: this.#cluster, path })
    this.busy = false
    if (answer.ok) return answer.value
    this.refusal = answer.error
    return null
  }

  /** @returns whether it is gone */
  async remove(path: string, expected: ContentSummary): Promise<boolean> {
    this.busy = true
    const answer = await this.api['hdfs.remove']({ cluster: this.#cluster, path, expected })
    this.busy = false
    if (answer.ok) {
      const after = this.shown[this.index + 1] ?? this.shown[this.index - 1]
      await this.go(this.path, after?.path ?? null)
      return true
    }
    await this.go(this.path, path)
    this.refusal = answer.error
    return false
  }

  /** @returns the file it is being brought into */
  async download(path: string): Promise<string | null> {
    const answer = await this.api['hdfs.download']({ cluster: this.#cluster, path })
    this.refusal = answer.ok ? null : answer.error
    return answer.ok ? (answer.value?.file ?? null) : null
  }

  async chooseUpload(): Promise<UploadPlan | null> {
    const params = { cluster: this.#cluster, folder: this.path }
    const answer = await this.api['hdfs.chooseUpload'](params)
    this.refusal = answer.ok ? null : answer.error
    return answer.ok ? answer.value : null
  }

  async upload(ticket: string, replace: readonly string[]): Promise<void> {
    const answer = await this.api['hdfs.upload']({ ticket, replace: [...replace] })
    this.refusal = answer.ok ? null : answer.error
  }

  async #list(visit: number, choose: string | null): Promise<void> {
    for (let after: string | null = null; ;) {
      const params = { cluster: this.#cluster, path: this.path, after }
      const answer = await this.api['hdfs.list'](params)
      if (visit !== this.#visit) return
      if (!answer.ok) {
        this.problem = answer.error
        return
      }
      const { entries, remaining } = answer.value
      this.entries = [...this.entries, ...entries]
      this.remaining = remaining
      this.readAt = this.now()
      if (after === null) this.chosen = choose ?? this.shown[0]?.path ?? null
      const last = entries.at(-1)
      if (remaining === 0 || last === undefined) return
      after = nameOf(last.path)
    }
  }

  #empty(): void {
    this.entries = []
    this.remaining = null
    this.problem = null
    this.chosen = null
  }
}
