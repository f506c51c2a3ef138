/**
 * The job file that is being started: one at a time, in the environment somebody said, whichever is shown by then.
 *
 * A refused one waits under a ticket to be tried again, in the same environment. A start happens once: its ticket ends with it.
 */
import type { StartState } from '@shared/ipc/console-state.js'
import { ConsoleError, toWireError } from '@shared/model/errors.js'
import type { RunId } from '@shared/model/ids.js'
import { basename } from 'node:path'
import type { ActionRecorder } from '../engine/index.js'
import type { WindowEngine } from './workplace.js'

export interface JobStartsOptions {
  readonly newTicket: () => string
  readonly record: () => ActionRecorder
  /** @param environment - `null`: there was none */
  readonly engineIn: (environment: string | null) => Pick<WindowEngine, 'startRun'>
  readonly onChange: (start: StartState | null) => void
  /** The run is there; settles when it is in the list. */
  readonly onStarted: (run: RunId) => Promise<void>
}

/** On its way to a run that the list knows. */
export interface GoingStart {
  readonly environment: string | null
  /** Of its file. */
  readonly name: string
}

interface Asked {
  readonly state: StartState
  readonly environment: string | null
}

export class JobStarts {
  readonly #going = new Map<GoingStart, Promise<RunId>>()
  #last: Asked | null = null

  constructor(private readonly options: JobStartsOptions) {}

  get going(): readonly GoingStart[] {
    return [...this.#going.keys()]
  }

  /** None is on its way any more, however they ended. */
  async whenOver(): Promise<void> {
    await Promise.allSettled(this.#going.values())
  }

  /**
   * @param environment - where it shall run; `null`: there was none when it was asked for
   * @throws what the engine refuses it for; the same stands in the state, with the ticket to try again
   */
  async start(file: string, acceptWeaker: boolean, environment: string | null): Promise<RunId> {
    if (this.#last !== null && this.#last.state.error === null)
      throw new ConsoleError('NOT_AVAILABLE', `"${this.#last.state.file}" is being started`)
    const going = { environment, name: basename(file) }
    const run = this.#carryOut(going, file, acceptWeaker)
    this.#going.set(going, run)
    try {
      return await run
    } finally {
      this.#going.delete(going)
    }
  }

  /** @throws ConsoleError `BAD_INPUT` for a ticket that is none, or was used; as {@link start} */
  async startAgain(ticket: string, acceptWeaker: boolean): Promise<RunId> {
    const last = this.#last
    if (last === null || last.state.error === null || last.state.ticket !== ticket)
      throw new ConsoleError('BAD_INPUT', `no job file waits under the ticket "${ticket}"`)
    return this.start(last.state.file, acceptWeaker, last.environment)
  }

  /** Forgets a refused one. */
  dismiss(): void {
    if (this.#last !== null && this.#last.state.error !== null) this.#tell(null)
  }

  async #carryOut(
    { environment, name }: GoingStart,
    file: string,
    acceptWeaker: boolean
  ): Promise<RunId> {
    const { newTicket, record, engineIn, onStarted } = this.options
    const ticket = newTicket()
    this.#tell({ state: { ticket, file, error: null }, environment })
    try {
      const run = await record()(
        {
          environment,
          target: { kind: 'run', name },
          what: `started ${name}${acceptWeaker ? ' with the weaker guarantee' : ''}`,
          call: `medusa run ${file}${acceptWeaker ? ' --accept-weaker' : ''}`
        },
        () => engineIn(environment).startRun({ jobFile: file, acceptWeaker }),
        (started) => started
      )
      this.#tell(null)
      await onStarted(run)
      return run
    } catch (thrown) {
      this.#tell({ state: { ticket, file, error: toWireError(thrown) }, environment })
      throw thrown
    }
  }

  #tell(asked: Asked | null): void {
    this.#last = asked
    this.options.onChange(asked?.state ?? null)
  }
}
