/**
 * Tells the desktop what happened while nobody looks: gathers for a moment, tells everything at once, and then keeps quiet for a while,
 * so that an environment that falls apart is a few notifications and not hundreds. Counts what was not seen yet for the badge.
 */
import type { ConsoleState } from '@shared/ipc/console-state.js'
import type { RunId } from '@shared/model/ids.js'
import type { RunSummary } from '@shared/model/run.js'
import type { EnvironmentSnapshot } from '@shared/model/watch.js'
import type { After } from '../throttle.js'
import {
  clusterChanges,
  endedRuns,
  gathered,
  type Happening,
  type KnownClusters
} from './happenings.js'
import { noticeOf, type Notice } from './notice.js'

/** The part of the desktop that is used. */
export interface Notifier {
  /** Does somebody look at the window? */
  isWatched(): boolean
  show(notice: Notice): void
  /** @param count - what was not seen yet; 0 takes the badge away */
  badge(count: number): void
}

export interface NoticeDeskOptions {
  readonly notifier: Notifier
  readonly after: After
  /** Which kinds are wanted now. */
  readonly wanted: () => ConsoleState['notices']
  /** The sentence of a run's verdict; `null` when it cannot be read. */
  readonly sentenceOf: (run: RunId) => Promise<string | null>
}

/** Milliseconds in which what happens together becomes one notification. */
const GATHER_MS = 1_500
/** Least time between two notifications. */
const QUIET_MS = 15_000

export class NoticeDesk {
  #runs: readonly RunSummary[] = []
  #known: KnownClusters | null = null
  #waiting: readonly Happening[] = []
  #unseen = 0
  #quiet = false
  #stopTimer: (() => void) | null = null

  constructor(private readonly options: NoticeDeskOptions) {}

  takeRuns(runs: readonly RunSummary[]): void {
    if (runs === this.#runs) return
    const happened = endedRuns(this.#runs, runs)
    this.#runs = runs
    this.#take(happened)
  }

  takeWatch(snapshot: EnvironmentSnapshot): void {
    const { known, happened } = clusterChanges(this.#known, snapshot)
    this.#known = known
    this.#take(happened)
  }

  /** Somebody looks at the window now. */
  seen(): void {
    this.#waiting = []
    if (this.#unseen === 0) return
    this.#unseen = 0
    this.options.notifier.badge(0)
  }

  stop(): void {
    this.#stopTimer?.()
    this.#stopTimer = null
  }

  #take(happened: readonly Happening[]): void {
    const wanted = this.options.wanted()
    const news = happened.filter(({ kind }) => wanted[kind])
    if (news.length === 0 || this.options.notifier.isWatched()) return
    this.#waiting = gathered(this.#waiting, news)
    if (!this.#quiet && this.#stopTimer === null) this.#wait(GATHER_MS)
  }

  #wait(delayMs: number): void {
    this.#stopTimer = this.options.after(delayMs, () => {
      this.#stopTimer = null
      this.#quiet = false
      void this.#tell()
    })
  }

  async #tell(): Promise<void> {
    const happened = this.#waiting
    this.#waiting = []
    const [first] = happened
    if (first === undefined) return
    this.#quiet = true
    this.#wait(QUIET_MS)
    this.#unseen += happened.length
    this.options.notifier.badge(this.#unseen)
    const alone = happened.length === 1 && first.kind === 'runs' ? first.run : null
    const sentence = alone === null ? null : await this.options.sentenceOf(alone)
    this.options.notifier.show(noticeOf(happened, sentence))
  }
}
