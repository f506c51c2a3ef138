/**
 * The lab as the window has it: one view, replaced whole and told to one listener; one undertaking at a time.
 *
 * Starting and stopping happens in a process of its own (programs.ts). It is looked at only while a page wants to see it. What goes wrong
 * stands in the view until the same is tried again, and is thrown, too.
 */
import type { LabActivity, LabFault, LabView } from '@shared/ipc/lab-view.js'
import { LAB_CLOUDS, LAB_LOOK_MS } from '@shared/ipc/lab-view.js'
import { ConsoleError, toWireError } from '@shared/model/errors.js'
import type { ClusterName, Millis } from '@shared/model/ids.js'
import { isDeepStrictEqual } from 'node:util'
import type { ActionRecorder } from '../../engine/index.js'
import type { After } from '../throttle.js'
import type { Installation, Missing } from './installation.js'
import type { LabMachine } from './lab-machine.js'
import type { Programs } from './programs.js'
import { Tour, type TourRuns } from './tour.js'
import { readUpLine, withStep } from './up-lines.js'

export interface LabDeskOptions {
  readonly machine: LabMachine
  readonly programs: Programs
  readonly record: ActionRecorder
  /** What installs what is missing, as this user may. */
  readonly installationOf: (missing: Missing) => Promise<Installation | null>
  /** State folder and base, for the words of the command line. */
  readonly state: string
  readonly base: number
  /** Shows the lab's environment. @throws why it could not be opened */
  readonly showLab: () => Promise<void>
  /** The same, opened anew: a lab that was started again has other connections. */
  readonly showLabAnew: () => Promise<void>
  readonly runs: TourRuns
  readonly now: () => Millis
  readonly after: After
  readonly onChange: (view: LabView) => void
}

type What = NonNullable<LabView['problem']>['what']
const IDLE: LabActivity = { type: 'none' }
const NOTHING_MISSING: Missing = { packages: [], hadoop: true }
/** Lines of an installer the page shows. */
const INSTALL_LINES = 6
const WORDS = {
  starting: 'the lab is being started',
  stopping: 'the lab is being stopped',
  installing: 'programs are being installed',
  'preparing-tour': 'the tour is being prepared'
} as const

export class LabDesk {
  #view: LabView
  #missing: Missing = NOTHING_MISSING
  #installation: Installation | null = null
  #abort: AbortController | null = null
  #watcher: string | null = null
  #stopLooking: () => void = () => undefined
  #healing: Promise<void> | null = null
  readonly #tour: Tour

  constructor(private readonly options: LabDeskOptions) {
    this.#view = {
      version: 1,
      at: null,
      folder: options.machine.folder,
      needs: [],
      remedy: null,
      broker: null,
      clouds: [],
      activity: IDLE,
      tour: null,
      problem: null
    }
    this.#tour = new Tour({
      ...options,
      onChange: (tour) => {
        this.#change({ tour })
        if (tour?.over === true) void this.#lookAtClouds()
      }
    })
  }

  get view(): LabView {
    return this.#view
  }

  /** Looks at machine and clouds, and at the clouds again and again until {@link unwatch}. */
  async watch(page: string): Promise<LabView> {
    this.#watcher = page
    await this.healStranded()
    await this.#look()
    this.#again()
    return this.#view
  }

  /** Once: heals the liar of a tour whose window was killed. Never rejects; the panel shows what is left. */
  healStranded(): Promise<void> {
    return (this.#healing ??= this.#tour.healStranded())
  }

  /** Nothing when another page watches by now. */
  unwatch(page: string): void {
    if (page === this.#watcher) this.#rest()
  }

  /** @param tour - what follows when it is up */
  async start({ tour }: { readonly tour: boolean }): Promise<void> {
    const { record, showLabAnew } = this.options
    const since = this.options.now()
    await this.#undertake(
      'start',
      { type: 'starting', since, steps: [], tour, cancelling: false },
      async (signal) => {
        const words = ['up', '--clouds', String(LAB_CLOUDS), '--base', String(this.options.base)]
        const what = `started the lab, ${String(LAB_CLOUDS)} clouds`
        await record(this.#action(what, words), () => this.#lab(words, signal))
        await this.#lookAtClouds()
        await showLabAnew()
      }
    )
    if (tour) await this.tour()
  }

  async stop(): Promise<void> {
    const activity = { type: 'stopping', since: this.options.now() } as const
    await this.#undertake('stop', activity, (signal) =>
      this.options.record(this.#action('stopped the lab', ['down']), () =>
        this.#lab(['down'], signal)
      )
    )
  }

  async tour(): Promise<void> {
    const activity = { type: 'preparing-tour', since: this.options.now() } as const
    await this.#undertake('tour', activity, async () => {
      await this.#lookAtClouds()
      await this.options.showLab()
      await this.#tour.begin(this.#view.clouds)
    })
  }

  async install(): Promise<void> {
    const installation = this.#installation
    const activity = {
      type: 'installing',
      since: this.options.now(),
      lines: [],
      cancelling: false
    } as const
    await this.#undertake('install', activity, async (signal) => {
      if (installation === null || installation.commands.length === 0)
        throw new ConsoleError('NOT_AVAILABLE', 'there is nothing this program may install here')
      for (const [index, command] of installation.commands.entries()) {
        // n.b. a program of root's cannot be stopped from here: it ended by itself, and nothing follows it
        if (signal.aborted) throw new ConsoleError('INTERRUPTED', 'the installation was called off')
        const call = installation.remedy.commands[index] ?? command.program
        const words = { environment: null, target: { kind: 'lab', name: 'lab' } } as const
        await this.options.record({ ...words, what: 'installed what the lab needs', call }, () =>
          this.#installWith(command, signal)
        )
      }
    })
  }

  /** Calls off what can be called off. */
  cancel(): void {
    const { activity } = this.#view
    if (activity.type !== 'starting' && activity.type !== 'installing') return
    this.#change({ activity: { ...activity, cancelling: true } })
    this.#abort?.abort()
  }

  async fault(cloud: ClusterName, kind: LabFault): Promise<void> {
    const action = this.#action(`set the fault ${kind} on ${cloud}`, ['fault', cloud, kind])
    await this.#told('fault', () =>
      this.options.record(action, () => this.options.machine.fault(cloud, kind, 'healed'))
    )
    await this.#lookAtClouds()
  }

  async heal(cloud: ClusterName): Promise<void> {
    const action = this.#action(`healed ${cloud}`, ['heal', cloud])
    await this.#told('fault', () =>
      this.options.record(action, () => this.options.machine.heal(cloud))
    )
    await this.#lookAtClouds()
  }

  /** The window goes: what is being started is taken down by the process that starts it. */
  close(): void {
    this.#rest()
    // n.b. a stop goes on: it has nobody to hand it to
    if (this.#view.activity.type !== 'stopping') this.#abort?.abort()
    this.#tour.close()
  }

  async #undertake(
    what: What,
    activity: LabActivity,
    work: (signal: AbortSignal) => Promise<void>
  ): Promise<void> {
    const running = this.#view.activity
    if (running.type !== 'none')
      throw new ConsoleError('NOT_AVAILABLE', WORDS[running.type], {
        hint: 'Wait until it is done, or cancel it.'
      })
    const abort = new AbortController()
    this.#abort = abort
    this.#change({ activity, problem: null })
    try {
      await this.#told(what, () => work(abort.signal))
    } finally {
      this.#abort = null
      await this.#look()
      this.#change({ activity: IDLE })
    }
  }

  /** What was called off is no problem: the user did it. */
  async #told(what: What, work: () => Promise<void>): Promise<void> {
    try {
      await work()
      if (this.#view.problem?.what === what) this.#change({ problem: null })
    } catch (thrown) {
      const error = toWireError(thrown)
      if (error.code !== 'INTERRUPTED') this.#change({ problem: { what, error } })
      throw thrown
    }
  }

  async #lab(words: readonly string[], signal: AbortSignal): Promise<void> {
    const { programs, state } = this.options
    const failures: ConsoleError[] = []
    const command = programs.own(['lab', ...words, '--json', '--state', state])
    const { code, lastWords } = await programs.run(command, {
      signal,
      onLine: (text) => {
        const line = readUpLine(text)
        if (line.type === 'error') failures.push(line.error)
        const { activity } = this.#view
        if (line.type === 'step' && activity.type === 'starting')
          this.#change({ activity: { ...activity, steps: withStep(activity.steps, line.step) } })
      }
    })
    if (code === 0) return
    throw (
      failures[0] ??
      new ConsoleError(
        signal.aborted ? 'INTERRUPTED' : 'LAB_FAILED',
        `medusa lab ${words[0] ?? ''} ended with ${code === null ? 'a signal' : `exit code ${String(code)}`}`,
        lastWords.length === 0 ? {} : { hint: `It said last: ${lastWords.join('\n')}` }
      )
    )
  }

  async #installWith(
    command: Installation['commands'][number],
    signal: AbortSignal
  ): Promise<void> {
    const onLine = (line: string): void => {
      const { activity } = this.#view
      if (activity.type !== 'installing' || line.trim() === '') return
      const lines = [...activity.lines, line.slice(0, 300)].slice(-INSTALL_LINES)
      this.#change({ activity: { ...activity, lines } })
    }
    const end = await this.options.programs.run(command, { signal, onLine, onWords: onLine })
    if (end.code === 0) return
    if (signal.aborted) throw new ConsoleError('INTERRUPTED', 'the installation was called off')
    throw new ConsoleError(
      'PREREQUISITE_MISSING',
      `${command.program} ended with ${end.code === null ? 'a signal' : `exit code ${String(end.code)}`}`,
      { hint: end.lastWords.length === 0 ? 'It said nothing.' : end.lastWords.join('\n') }
    )
  }

  #action(what: string, words: readonly string[]): Parameters<ActionRecorder>[0] {
    return {
      environment: 'lab',
      target: {
        kind: 'lab',
        name: words[0] === 'fault' || words[0] === 'heal' ? (words[1] ?? 'lab') : 'lab'
      },
      what,
      call: `medusa lab ${words.join(' ')} --state ${this.options.state}`
    }
  }

  #rest(): void {
    this.#watcher = null
    this.#stopLooking()
  }

  #again(): void {
    this.#stopLooking()
    if (this.#watcher === null) return
    this.#stopLooking = this.options.after(LAB_LOOK_MS, () => {
      void this.#lookAtClouds().then(() => this.#again())
    })
  }

  async #look(): Promise<void> {
    await this.#lookAtClouds()
    try {
      const up = this.#view.clouds.some(({ state }) => state !== 'down')
      const { needs, missing } = await this.options.machine.look(up)
      this.#missing = missing
      this.#installation = await this.options.installationOf(this.#missing)
      this.#change({ needs, remedy: this.#installation?.remedy ?? null })
    } catch (thrown) {
      this.#change({ problem: { what: 'look', error: toWireError(thrown) } })
    }
  }

  async #lookAtClouds(): Promise<void> {
    try {
      const { broker, clouds } = await this.options.machine.lab()
      const { problem } = this.#view
      this.#change({
        broker,
        clouds,
        at: this.options.now(),
        ...(problem?.what === 'look' ? { problem: null } : {})
      })
    } catch (thrown) {
      this.#change({ problem: { what: 'look', error: toWireError(thrown) } })
    }
  }

  #change(change: Partial<LabView>): void {
    const next = { ...this.#view, ...change }
    if (isDeepStrictEqual(next, this.#view)) return
    this.#view = { ...next, version: this.#view.version + 1 }
    this.options.onChange(this.#view)
  }
}
