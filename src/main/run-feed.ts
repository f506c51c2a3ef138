/**
 * The run one window follows: at most one at a time, whole snapshots, the latest only, at most ten a second. Ends with the window.
 *
 * Versions are given anew, in the order in which snapshots came: those of an engine count events of a run, and another way of reading the
 * same run (live, then from its journal) counts differently.
 */
import type { RunId } from '@shared/model/ids.js'
import type { RunSnapshot } from '@shared/model/run.js'
import type { Runs } from './workplace.js'
import { latestOnly, type After } from './throttle.js'

/** @internal Milliseconds between two snapshots: ten a second, fewer when each holds thousands of digests, chunks or copies. */
export function feedInterval(snapshot: RunSnapshot): number {
  const { attempts, copies, units } = snapshot
  const digests = attempts.reduce((sum, attempt) => sum + attempt.files.length, 0)
  // n.b. what the first version kept on disk has no copies
  const { length: copied } = (copies as typeof copies | undefined) ?? []
  // A unit, an attempt or a copy costs the page several times what a digest does.
  return 100 + Math.floor(digests / 20 + (attempts.length + units.length + copied) / 5)
}

export class RunFeed {
  #stop: () => void = () => undefined
  /** Counts what was asked for: the same run asked for twice is two followers, too. */
  #asked = 0
  #version = 0

  constructor(
    private readonly runs: () => Runs,
    private readonly deliver: (snapshot: RunSnapshot) => void,
    private readonly after: After
  ) {}

  /**
   * @returns the run as it is now; what comes later goes to `deliver`
   * @throws ConsoleError `RUN_UNKNOWN`, `NOT_AVAILABLE`, `JOURNAL_DAMAGED`; then nothing is followed
   */
  async follow(run: RunId): Promise<RunSnapshot> {
    this.stop()
    const asked = this.#asked
    const runs = this.runs()
    const snapshot = await runs.readRun(run)
    if (this.#asked !== asked) return this.#numbered(snapshot) // something else was asked for meanwhile
    const throttle = latestOnly(feedInterval, this.deliver, this.after)
    const first = this.#numbered(snapshot)
    const unfollow = runs.follow(run, (next) => throttle.push(this.#numbered(next)))
    this.#stop = () => {
      unfollow()
      throttle.stop()
    }
    return first
  }

  stop(): void {
    this.#stop()
    this.#stop = () => undefined
    this.#asked += 1
  }

  #numbered(snapshot: RunSnapshot): RunSnapshot {
    this.#version += 1
    return { ...snapshot, version: this.#version }
  }
}
