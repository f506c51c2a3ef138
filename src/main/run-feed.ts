/**
 * The run one window follows: at most one at a time, whole snapshots, the latest only, at most ten a second. Ends with the window.
 */
import type { RunId } from '@shared/model/ids.js'
import type { RunSnapshot } from '@shared/model/run.js'
import type { Engine } from './engine-host.js'
import { latestOnly, type After } from './throttle.js'

/** @internal Milliseconds between two snapshots: ten a second, fewer when each holds thousands of digests. */
export function feedInterval(snapshot: RunSnapshot): number {
  const entries = snapshot.attempts.reduce((sum, attempt) => sum + attempt.files.length, 0)
  return 100 + Math.floor(entries / 20)
}

export class RunFeed {
  #stop: () => void = () => undefined
  #followed: RunId | null = null

  constructor(
    private readonly engine: () => Engine,
    private readonly deliver: (snapshot: RunSnapshot) => void,
    private readonly after: After
  ) {}

  /**
   * @returns the run as it is now; what comes later goes to `deliver`
   * @throws ConsoleError `RUN_UNKNOWN`, `NOT_AVAILABLE`; then nothing is followed
   */
  async follow(run: RunId): Promise<RunSnapshot> {
    this.stop()
    this.#followed = run
    const engine = this.engine()
    const snapshot = await engine.readRun(run)
    if (this.#followed !== run) return snapshot // another one was asked for meanwhile
    const throttle = latestOnly(feedInterval, this.deliver, this.after)
    const unfollow = engine.follow(run, (next) => throttle.push(next))
    this.#stop = () => {
      unfollow()
      throttle.stop()
    }
    return snapshot
  }

  stop(): void {
    this.#stop()
    this.#stop = () => undefined
    this.#followed = null
  }
}
