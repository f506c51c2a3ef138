/**
 * Set-up of one environment: its steps are checked, mended and taken back, in the order in which they need one another.
 *
 * A step is mended only where its check says so, and checked again after it. Nothing here survives the process but what the steps did:
 * begun again, everything is looked at again, so a crash at any point leaves no step half believed.
 */
import { ConsoleError, toWireError } from '../../../shared/model/errors.js'
import type { Site } from '../../../shared/model/setup-site.js'
import type { SetupPicture, ShownChange, StepView } from '../../../shared/model/setup.js'
import { readiness, type Ends } from '../../domain/setup/order.js'
import type { Undoing } from '../../domain/setup/undo.js'
import type { SetupEvent } from '../../ports/setup-store.js'
import { BenchMaker } from './bench-maker.js'
import type { SetupOrigin, SetupPorts } from './bench.js'
import { carryOut, standingOf, takeBack } from './carry-out.js'
import { checkPlaced } from './check-placed.js'
import { placeSteps, type PlacedStep } from './place-steps.js'
import { StepBoard, type TimedCheck } from './step-board.js'

export interface SetupDeskOptions {
  readonly environment: string
  readonly origin: SetupOrigin
  readonly site: Site
  readonly ports: SetupPorts
  /** Whenever a step changes. */
  readonly onPicture: (picture: SetupPicture) => void
}

export interface WorkOptions {
  /** Mend what can be mended. */
  readonly mend: boolean
  /** Clusters that are left out, with all that is theirs. */
  readonly without?: readonly string[]
  /** Nothing new is begun after it. */
  readonly signal?: AbortSignal
}

/** At the same time, of one host: an sshd gives ten channels. */
const MOST_PER_TARGET = 5
const SETTLE_MS = 400
/** What is behind one trouble may be another one, for example an address that only a refusal tells. */
const MOST_ROUNDS = 3

export class SetupDesk {
  readonly #options: SetupDeskOptions
  readonly #benches: BenchMaker
  readonly #placed: readonly PlacedStep[]
  readonly #board: StepBoard

  constructor(options: SetupDeskOptions) {
    this.#options = options
    this.#benches = new BenchMaker(options.environment, options.origin, options.site, options.ports)
    this.#placed = placeSteps(options.site)
    this.#board = new StepBoard(this.#placed, (steps) =>
      options.onPicture({ environment: options.environment, steps })
    )
  }

  get picture(): SetupPicture {
    return { environment: this.#options.environment, steps: this.#board.steps }
  }

  /** Reads from the log what earlier processes did, so that it is seen and can be taken back. */
  async recall(): Promise<SetupPicture> {
    this.#board.recall(await this.#options.ports.store.events())
    return this.picture
  }

  /** For this session; of a host, `broker` or a cluster. It is kept in memory only. */
  giveSudoPassword(target: string, password: string): void {
    this.#benches.sudoPasswords.set(target, password)
  }

  /** Goes through all steps. Never rejects for what the machines do. */
  async work({ mend, without = [], signal }: WorkOptions): Promise<SetupPicture> {
    this.#benches.leftOut = new Set(without)
    const clusters = this.#options.site.clusters
      .map(({ name }) => name)
      .filter((name) => !without.includes(name))
    const waiting = new Set(this.#placed.filter(({ target }) => !without.includes(target)))
    const ends = new Map<string, StepView['level'] | 'blocked'>()
    const running = new Map<PlacedStep, Promise<void>>()
    const wanted = (): boolean => signal?.aborted !== true
    this.#board.begin([...waiting].map(({ id }) => id))
    for (;;) {
      let moved = false
      for (const placed of waiting) {
        if (!wanted()) break
        const busy = [...running.keys()].filter(({ target }) => target === placed.target).length
        if (busy >= MOST_PER_TARGET) continue
        const state = readiness(placed, clusters, ends as Ends)
        if (state === null) continue
        moved = true
        waiting.delete(placed)
        if (state.type === 'blocked') {
          this.#board.block(placed.id, state.by)
          ends.set(placed.id, 'blocked')
          continue
        }
        const work = this.#step(placed, mend).then((level) => {
          ends.set(placed.id, level)
          running.delete(placed)
        })
        running.set(placed, work)
      }
      if (running.size > 0) await Promise.race(running.values())
      else if (!moved || !wanted()) break
    }
    for (const { id } of waiting) this.#board.rest(id)
    return this.picture
  }

  /** Checks one step, mends it where its check says how, and checks it again. */
  async mend(id: string): Promise<SetupPicture> {
    await this.#step(this.#find(id), true)
    return this.picture
  }

  async check(id: string): Promise<SetupPicture> {
    await this.#step(this.#find(id), false)
    return this.picture
  }

  /**
   * Takes back what set-up did for a step, now or earlier: files first, else newest first.
   *
   * @returns what was taken back, and what nothing takes back
   * @throws ConsoleError `BAD_INPUT` for a step that is not there; `FILE_CHANGED` at the first file that was edited since
   */
  async undo(
    id: string
  ): Promise<{ readonly taken: readonly ShownChange[]; readonly left: readonly ShownChange[] }> {
    const placed = this.#find(id)
    const { store, clock } = this.#options.ports
    const made = standingOf(await store.events())
      .filter(({ step }) => step === id)
      .toReversed()
    const taken: ShownChange[] = []
    for (const event of undoOrder(made)) {
      await this.#takeBack(id, event.undoing).catch((thrown: unknown) => {
        // What was only begun may not have been done, and then cannot be taken back.
        if (event.type !== 'began') throw thrown
      })
      await store.append({ ...event, at: clock.now(), type: 'undone' })
      taken.push(event.change)
    }
    await this.recall()
    await this.#step(placed, false)
    return {
      taken,
      left: made.filter(({ undoing }) => undoing === null).map(({ change }) => change)
    }
  }

  async #takeBack(id: string, undoing: Undoing): Promise<void> {
    const { environment, ports } = this.#options
    const onBroker = undoing.type === 'call' || undoing.on === 'broker'
    const target = onBroker
      ? ({ kind: 'broker', name: 'broker' } as const)
      : ({ kind: 'cluster', name: undoing.on } as const)
    const words = { environment, target, what: `took back what set up ${id}` }
    await ports.record(words, () => takeBack(this.#benches.bench(), undoing))
  }

  close(): Promise<void> {
    return this.#benches.close()
  }

  #find(id: string): PlacedStep {
    const found = this.#placed.find((placed) => placed.id === id)
    if (found !== undefined) return found
    throw new ConsoleError('BAD_INPUT', `there is no step "${id}" in this set-up`, {
      hint: `Choose one of: ${this.#placed.map((each) => each.id).join(', ')}.`
    })
  }

  /** @returns how it ended; a remedy that failed leaves the level its check gave */
  async #step(placed: PlacedStep, mend: boolean): Promise<NonNullable<StepView['level']>> {
    const began = this.#options.ports.clock.now()
    const took = (): number => Math.max(0, this.#options.ports.clock.now() - began)
    this.#board.change(placed.id, { phase: 'checking', waitsFor: [], error: null })
    let found = await this.#look(placed)
    const before = found
    const tried: string[] = []
    for (let round = 0; mend && found.remedy.length > 0 && round < MOST_ROUNDS; round += 1) {
      const remedy = JSON.stringify(found.remedy)
      if (tried.includes(remedy)) break // it did not help
      tried.push(remedy)
      this.#board.applying(placed.id, found, before)
      try {
        for (const change of found.remedy) {
          await carryOut(this.#benches.bench(), placed.id, change)
          this.#board.did(placed.id, change, this.#options.ports.clock.now())
        }
      } catch (thrown) {
        this.#board.fail(placed.id, found, toWireError(thrown), took())
        return found.level === 'warning' ? 'warning' : 'critical'
      }
      found = await this.#settle(placed)
    }
    this.#board.end(placed.id, found, took())
    return found.level
  }

  /** What was started needs a while until it answers. */
  async #settle(placed: PlacedStep): Promise<TimedCheck> {
    const { clock } = this.#options.ports
    const until = clock.now() + (placed.step.settleSeconds ?? 0) * 1_000
    for (;;) {
      const found = await this.#look(placed)
      if (found.level === 'ok' || clock.now() >= until) return found
      await new Promise<void>((resolve) => clock.after(SETTLE_MS, resolve))
    }
  }

  async #look(placed: PlacedStep): Promise<TimedCheck> {
    const { clock } = this.#options.ports
    const found = await checkPlaced(placed, this.#benches, clock)
    this.#benches.learn(placed, found.facts)
    return { ...found, at: clock.now() }
  }
}

type Undoable = SetupEvent & { readonly undoing: Undoing }

/** Files first: a daemon that is told to read its files again shall find those of before. */
function undoOrder(newestFirst: readonly SetupEvent[]): readonly Undoable[] {
  const all = newestFirst.filter((event): event is Undoable => event.undoing !== null)
  const isFile = ({ undoing }: Undoable): boolean => undoing.type === 'file'
  return [...all.filter(isFile), ...all.filter((each) => !isFile(each))]
}
