/**
 * What the workers of some clouds answer, in memory: attempts take clock time, outputs are letters, faults are set by the test.
 *
 * Speaks docs/protocol/tasks.md as far as a run needs it; the real worker is held to the same page by its own tests.
 */
import type { ClusterName, Sha256 } from '../../src/shared/model/ids.js'
import type { FileEntry } from '../../src/shared/model/manifest.js'
import { manifestDigest } from '../../src/engine/protocol/tasks/manifest.js'
import type { Clock } from '../../src/engine/ports/system.js'
import type { FakeWorkers, ReceivedTask, ScriptedReply } from './fake-workers.js'

export const outputOf = (letter: string): readonly FileEntry[] => [
  { path: '_SUCCESS', length: 0, sha256: 'e'.repeat(64) as Sha256 },
  { path: 'part-r-00000', length: 3, sha256: letter.repeat(64) as Sha256 }
]

interface Item {
  readonly id: string
  readonly kind: 'attempt' | 'digest' | 'copy'
  state: 'running' | 'ended'
  files: readonly FileEntry[]
  code: string | null
}

export class FakeCloud {
  /** What its jobs give: a letter, or the code of a failure. */
  output = 'a'
  failure: string | null = null
  /** How long an attempt takes. */
  durationMs = 1000
  /** Answers nothing any more. */
  silent = false
  holdsOutput = false
  /** What it publishes differs from what it reported. */
  swapsAtPublish = false
  /** Begins digests, and never ends one; all else goes on. */
  neverDigests = false
  /** Its manifests are not those of its files. */
  garbles = false
  readonly #items = new Map<string, Item>()
  readonly #changed = new Set<() => void>()
  readonly killed: string[] = []
  /** Ids of the copies it was asked for. */
  readonly copied: string[] = []
  copyFailure: string | null = null
  copyMs = 10
  protocol = 2
  #version = 0

  constructor(
    readonly name: ClusterName,
    private readonly clock: Clock,
    workers: FakeWorkers
  ) {
    workers.on(name, null, (task) => this.#answer(task))
  }

  async #answer(task: ReceivedTask): Promise<readonly ScriptedReply[]> {
    if (this.silent) return []
    const value = await this.#value(task)
    return this.#isSilent() ? [] : [{ type: 'value', value }]
  }

  // n.b. it may have fallen silent while the answer was waited for
  #isSilent(): boolean {
    return this.silent
  }

  #value({ task, request }: ReceivedTask): unknown {
    switch (task) {
      case 'medusa.hello':
        return {
          hostname: this.name,
          cluster: this.name,
          user: 'u',
          worker: '1',
          protocol: this.protocol,
          celery: '5.2.6',
          python: '3.11.2',
          now: this.clock.now()
        }
      case 'medusa.stat':
        return (request['paths'] as string[]).map((path) => ({
          path,
          type: this.holdsOutput ? 'directory' : 'missing',
          length: 0,
          files: 0
        }))
      case 'medusa.attempt':
        return this.#begin(String(request['attempt']), 'attempt', this.durationMs)
      case 'medusa.manifest':
        return this.#begin(String(request['digest']), 'digest', 10)
      case 'medusa.copy':
        return this.#copy(String(request['copy']), String(request['manifest']))
      case 'medusa.blocks':
        return new Promise(() => undefined)
      case 'medusa.progress':
        return this.#progress(Number(request['since']))
      case 'medusa.kill':
        this.killed.push(String(request['attempt'] ?? request['copy']))
        this.#end(String(request['attempt'] ?? request['copy']), 'KILLED')
        return { stopped: ['process 1'], state: 'ended' }
      case 'medusa.publish':
        return { renamed: true }
      case 'medusa.remove':
        return { removed: true }
      case 'medusa.facts':
        return new Promise(() => undefined)
    }
  }

  #begin(id: string, kind: Item['kind'], durationMs: number): { state: string } {
    const known = this.#items.get(id)
    if (known !== undefined) return { state: known.state }
    const letter = kind === 'digest' && this.swapsAtPublish ? 'f' : this.output
    this.#items.set(id, { id, kind, state: 'running', files: outputOf(letter), code: null })
    if (kind === 'attempt' || !this.neverDigests)
      this.clock.after(durationMs, () => {
        this.#end(id, kind === 'attempt' ? this.failure : null)
      })
    this.#change()
    return { state: 'started' }
  }

  /** A copy is what was asked for, or `copyFailure` says why not. */
  #copy(id: string, manifest: string): { state: string } {
    const letter = Array.from('abcdef').find((one) => manifestDigest(outputOf(one)) === manifest)
    if (this.#items.has(id)) return { state: 'running' }
    this.copied.push(id)
    const files = outputOf(letter ?? 'f')
    this.#items.set(id, { id, kind: 'copy', state: 'running', files, code: null })
    this.clock.after(this.copyMs, () => {
      this.#end(id, this.copyFailure)
    })
    this.#change()
    return { state: 'started' }
  }

  #end(id: string, code: string | null): void {
    const item = this.#items.get(id)
    if (item?.state !== 'running') return
    item.state = 'ended'
    item.code = code
    this.#change()
  }

  #change(): void {
    this.#version += 1
    for (const wake of [...this.#changed]) wake()
  }

  async #progress(since: number): Promise<unknown> {
    if (this.#version <= since)
      await new Promise<void>((resolve) => {
        const stop = this.clock.after(20_000, () => {
          wake()
        })
        const wake = (): void => {
          stop()
          this.#changed.delete(wake)
          resolve()
        }
        this.#changed.add(wake)
      })
    // A copy by distcp: percentages, and no bytes before its end.
    const minute = Math.floor(this.clock.now() / 60_000)
    const items = [...this.#items.values()].map((item) => {
      const shown = toItem(item)
      return item.kind === 'copy' ? { ...shown, map: minute % 100 } : shown
    })
    return { version: this.#version, items: this.garbles ? items.map(garbled) : items }
  }
}

const garbled = (item: ReturnType<typeof toItem>): object => ({
  ...item,
  end: item.end === null ? null : { ...item.end, manifest: `sha256:${'0'.repeat(64)}` }
})

function toItem({ id, kind, state, files, code }: Item) {
  const succeeded = code === null
  return {
    id,
    kind,
    state,
    phase: state === 'running' ? 'running' : 'digesting',
    applicationId: kind === 'attempt' ? 'application_1' : null,
    map: 50,
    reduce: 0,
    bytes: 0,
    startedAt: 0,
    finishedAt: null,
    phases: {},
    end:
      state === 'running'
        ? null
        : {
            outcome: succeeded ? 'succeeded' : code === 'KILLED' ? 'killed' : 'failed',
            files: succeeded ? files : [],
            manifest: succeeded ? manifestDigest(files) : null,
            inputs: [],
            lines: null,
            blocks: null,
            jobFinishedAt: null,
            counters: {},
            exitCode: succeeded ? 0 : 1,
            code,
            cause: succeeded ? null : 'java.lang.OutOfMemoryError: Java heap space',
            log: []
          }
  }
}
