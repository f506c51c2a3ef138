/** The log of actions as this page has it: what was read, and what was added since, newest first, each once. */
import type { ConsoleApi } from '@shared/ipc/console-api.js'
import type { Action } from '@shared/model/action.js'
import { joinedActions } from '@shared/model/joined-actions.js'
import type { WireError } from '@shared/model/errors.js'

/** As many as main reads at once; older ones stay in the file. */
const MOST = 5_000

export class ActionLog {
  /** `null`: not read yet. */
  actions = $state.raw<readonly Action[] | null>(null)
  error = $state.raw<WireError | null>(null)
  /** What came while the log was being read. */
  #early: readonly Action[] = []

  constructor(private readonly api: Pick<ConsoleApi, 'actions.read' | 'on'>) {}

  /** @returns a disposer */
  start(): () => void {
    const stop = this.api.on('actions.added', (added) => this.#add(added))
    void this.read()
    return stop
  }

  async read(): Promise<void> {
    this.error = null
    const answer = await this.api['actions.read']({ limit: MOST })
    if (answer.ok) this.actions = merged(answer.value, this.#early)
    else this.error = answer.error
  }

  #add(added: readonly Action[]): void {
    if (this.actions === null) this.#early = [...this.#early, ...added]
    else this.actions = merged(this.actions, added)
  }
}

/** @param added - oldest first; some may be known already, others say how a known one ended */
function merged(known: readonly Action[], added: readonly Action[]): readonly Action[] {
  return joinedActions([...added.toReversed(), ...known]).slice(0, MOST)
}
