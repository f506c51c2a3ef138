/** Journals in memory, with the behaviour of the real ones (test/contract/journal-contract.ts) and faults on request. */
import { ConsoleError } from '../../src/shared/model/errors.js'
import type { RunId } from '../../src/shared/model/ids.js'
import type { JournalContent, JournalStore, OpenJournal } from '../../src/engine/ports/journal.js'

type KeptFile = Parameters<JournalStore['keep']>[1]

interface Stored {
  text: string
  locked: boolean
  damagedAside: string | null
  torn: string | null
  readonly kept: Map<KeptFile, string>
  readonly watchers: Set<() => void>
}

export class MemoryJournalStore implements JournalStore {
  readonly #runs = new Map<RunId, Stored>()
  readonly #order: RunId[] = []
  #full = false

  create(run: RunId): Promise<OpenJournal> {
    return attempt(() => {
      const stored = this.#stored(run)
      if (stored.locked)
        throw new ConsoleError('RUN_LOCKED', `run "${run}" is being worked on by process 1`)
      const { events, torn } = this.#parse(run, stored, 'ours')
      stored.text = events.map((event) => `${JSON.stringify(event)}\n`).join('')
      if (torn !== null) stored.torn = torn
      if (!this.#order.includes(run)) this.#order.unshift(run)
      stored.locked = true
      return this.#open(run, stored)
    })
  }

  read(run: RunId): Promise<JournalContent> {
    return attempt(() => {
      const stored = this.#runs.get(run)
      if (stored?.damagedAside !== null && stored?.damagedAside !== undefined)
        throw damaged(run, stored.damagedAside)
      if (stored === undefined || !this.#order.includes(run))
        throw new ConsoleError('RUN_UNKNOWN', `there is no run "${run}"`)
      const content = this.#parse(run, stored, stored.locked ? 'held' : 'free')
      const cutOff = stored.torn
      stored.torn = null
      return { events: content.events, torn: stored.locked ? cutOff : (content.torn ?? cutOff) }
    })
  }

  list(): Promise<readonly RunId[]> {
    return Promise.resolve(this.#order.filter((run) => this.#runs.get(run)?.damagedAside === null))
  }

  keep(run: RunId, file: KeptFile, content: object): Promise<void> {
    return attempt(() => {
      this.#assertSpace(run)
      const stored = this.#stored(run)
      stored.kept.set(file, JSON.stringify(content))
      this.#changed(stored)
    })
  }

  kept(run: RunId, file: KeptFile): Promise<unknown> {
    const text = this.#runs.get(run)?.kept.get(file)
    return Promise.resolve(text === undefined ? null : (JSON.parse(text) as unknown))
  }

  watch(run: RunId, onChange: () => void): () => void {
    const { watchers } = this.#stored(run)
    watchers.add(onChange)
    return () => {
      watchers.delete(onChange)
    }
  }

  isLocked(run: RunId): Promise<boolean> {
    return Promise.resolve(this.#runs.get(run)?.locked ?? false)
  }

  /** From now on every append fails with `DISK_FULL`. */
  fillDisk(): void {
    this.#full = true
  }

  freeDisk(): void {
    this.#full = false
  }

  /** The process that held the lock dies; `torn`: in the middle of writing this. */
  crash(run: RunId, torn = ''): void {
    const stored = this.#stored(run)
    stored.locked = false
    stored.text += torn
  }

  /** What is on the disk. */
  textOf(run: RunId): string {
    return this.#stored(run).text
  }

  /** Writes behind everybody's back. */
  overwrite(run: RunId, text: string): void {
    const stored = this.#stored(run)
    stored.text = text
    if (!this.#order.includes(run)) this.#order.unshift(run)
  }

  #open(run: RunId, stored: Stored): OpenJournal {
    let open = true
    return {
      append: (lines) =>
        attempt(() => {
          if (!open) throw new ConsoleError('INTERNAL', `the journal of run "${run}" is closed`)
          if (lines.length === 0) return
          this.#assertSpace(run)
          stored.text += lines.map((line) => `${JSON.stringify(line)}\n`).join('')
          this.#changed(stored)
        }),
      close: () =>
        attempt(() => {
          if (open) stored.locked = false
          open = false
        })
    }
  }

  #assertSpace(run: RunId): void {
    if (this.#full) throw new ConsoleError('DISK_FULL', `no space for the journal of run "${run}"`)
  }

  #stored(run: RunId): Stored {
    const known = this.#runs.get(run)
    if (known !== undefined) return known
    const fresh: Stored = {
      text: '',
      locked: false,
      damagedAside: null,
      torn: null,
      kept: new Map(),
      watchers: new Set()
    }
    this.#runs.set(run, fresh)
    return fresh
  }

  #parse(run: RunId, stored: Stored, lock: 'ours' | 'held' | 'free'): JournalContent {
    const lines = stored.text.split('\n')
    const torn = lines.pop() ?? ''
    const events = lines.map((line, index) => {
      try {
        const value = JSON.parse(line) as unknown
        if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
      } catch {
        // Falls through to the same error.
      }
      const aside = `journal.damaged-${index + 1}.jsonl`
      if (lock !== 'held') stored.damagedAside = aside
      throw damaged(run, aside)
    })
    return { events, torn: torn === '' ? null : torn }
  }

  /** Like a file system: the watcher hears of it a little later. */
  #changed(stored: Stored): void {
    for (const watcher of [...stored.watchers])
      queueMicrotask(() => {
        if (stored.watchers.has(watcher)) watcher()
      })
  }
}

const damaged = (run: RunId, aside: string): ConsoleError =>
  new ConsoleError(
    'JOURNAL_DAMAGED',
    `the journal journal.jsonl of run "${run}" is damaged; it was set aside as ${aside}`
  )

/** A synchronous action as a promise, so that it throws like the real one. */
const attempt = <T>(action: () => T): Promise<T> =>
  new Promise((resolve) => {
    resolve(action())
  })
