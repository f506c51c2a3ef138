/**
 * The tour: the cloud that is asked first is made to lie, the demo's job starts, and the cloud is healed when the run is over.
 *
 * The fault is the tour's own, so it ends with the run whatever becomes of it, and with the window; of a window that was killed the next
 * one heals the liar.
 */
import type { LabCloud, LabFault, LabTour } from '@shared/ipc/lab-view.js'
import { ConsoleError } from '@shared/model/errors.js'
import type { ClusterName, Millis, RunId } from '@shared/model/ids.js'
import type { ActionRecorder } from '../../engine/index.js'
import type { LabMachine } from './lab-machine.js'

/** The window's runs, as far as a tour needs them. */
export interface TourRuns {
  start(jobFile: string): Promise<RunId>
  /** Settles when the run is over, or this window does not carry it any more. */
  whenOver(run: RunId): Promise<unknown>
}

export interface TourOptions {
  readonly machine: LabMachine
  readonly record: ActionRecorder
  readonly runs: TourRuns
  readonly now: () => Millis
  readonly onChange: (tour: LabTour | null) => void
}

const FAULT: LabFault = 'lie'

export class Tour {
  #liar: ClusterName | null = null

  constructor(private readonly options: TourOptions) {}

  /**
   * @returns when its run has started; it goes on by itself
   * @throws ConsoleError `NOT_AVAILABLE` when not every cloud is up and honest; what the start of the run is refused for
   */
  async begin(clouds: readonly LabCloud[]): Promise<void> {
    assertReady(clouds)
    if (this.#liar !== null)
      throw new ConsoleError('NOT_AVAILABLE', 'a tour goes on already', {
        hint: 'Watch it to its end, or cancel its run.'
      })
    const { machine, runs, now, onChange } = this.options
    const { jobFile, liar } = await machine.prepareTour(now())
    this.#liar = liar
    try {
      await this.#recorded(
        `made ${liar} alter one byte of its outputs`,
        `fault ${liar} ${FAULT}`,
        () => machine.fault(liar, FAULT, 'this process ends')
      )
      const run = await runs.start(jobFile)
      onChange({ run, liar, over: false })
      void runs
        .whenOver(run)
        .catch(() => undefined) // how it ended is told on its page
        .then(() => this.#heal())
        .then(() => onChange({ run, liar, over: true }))
        .catch(() => undefined) // the log of actions has it, and the lab's panel still shows the fault
    } catch (thrown) {
      await this.#heal()
      throw thrown
    }
  }

  /** Heals what tours of windows that were killed have left. Never rejects: the log of actions has what went wrong. */
  async healStranded(): Promise<void> {
    const { machine } = this.options
    const clouds = await machine.stranded().catch(() => [])
    for (const cloud of clouds)
      await this.#recorded(`healed ${cloud}, left lying`, `heal ${cloud}`, () =>
        machine.heal(cloud)
      ).catch(() => undefined)
  }

  /** The window goes; its runs end with it. */
  close(): void {
    void this.#heal().catch(() => undefined) // as above
  }

  async #heal(): Promise<void> {
    const liar = this.#liar
    if (liar === null) return
    this.#liar = null
    // A lab that was stopped meanwhile starts honest.
    const { clouds } = await this.options.machine.lab()
    if (clouds.find(({ name }) => name === liar)?.state === 'down') return
    await this.#recorded(`healed ${liar}`, `heal ${liar}`, () => this.options.machine.heal(liar))
  }

  #recorded(what: string, words: string, work: () => Promise<void>): Promise<void> {
    const name = this.#liar ?? words.split(' ')[1] ?? 'lab'
    return this.options.record(
      {
        environment: 'lab',
        target: { kind: 'lab', name },
        what: `${what}, for the tour`,
        call: `medusa lab ${words}`
      },
      work
    )
  }
}

function assertReady(clouds: readonly LabCloud[]): void {
  const odd = clouds.find(({ state }) => state !== 'up')
  if (clouds.length > 0 && odd === undefined) return
  throw new ConsoleError(
    'NOT_AVAILABLE',
    odd === undefined
      ? 'no lab is up'
      : `${odd.name} is ${odd.state}: the tour needs every cloud up and honest`,
    { hint: odd === undefined ? 'Start the lab.' : `Heal ${odd.name}, or start the lab again.` }
  )
}
