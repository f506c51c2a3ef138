/** The set-ups that this window has open, one an environment: opened when a page wants to see them, closed with the window. */
import type { SetupGuideView } from '@shared/ipc/setup-guide-view.js'
import { ConsoleError } from '@shared/model/errors.js'
import type { Millis } from '@shared/model/ids.js'
import { isDeepStrictEqual } from 'node:util'
import { latestOnly, type After, type Throttle } from '../throttle.js'
import { GuidedSetup } from './guided-setup.js'
import type { SetupHost } from './setup-host.js'

export interface SetupDesksOptions {
  readonly host: () => SetupHost
  readonly now: () => Millis
  readonly after: After
  readonly onView: (view: SetupGuideView) => void
  /** This environment was written. */
  readonly onEnvironment: (environment: string) => void
}

/** Least time between two views of one set-up, milliseconds; a view of hundreds of clusters waits longer. */
const EVERY_MS = 120
const EVERY_MS_A_STEP = 0.2

/** So long a set-up that nobody looks at stays open, with its lock: the command line may want it. */
const LEFT_MS = 120_000

interface Open {
  readonly guided: GuidedSetup
  readonly views: Throttle<SetupGuideView>
}

export class SetupDesks {
  readonly #open = new Map<string, Promise<Open>>()
  /** Set-ups whose page went. */
  readonly #left = new Map<string, () => void>()
  /** Of all views together: one that is opened anew goes on counting. */
  #version = 0

  constructor(private readonly options: SetupDesksOptions) {}

  /** Opens it and checks all of it; one that is open is told as it is, unless it consists of other machines by now. */
  async open(environment: string): Promise<SetupGuideView> {
    this.#stay(environment)
    const former = this.#open.get(environment)
    const known = await former?.catch(() => undefined)
    if (known !== undefined && known.guided.idle && (await this.#isOld(environment, known)))
      await this.close(environment)
    const { guided } = await this.#opened(environment)
    return guided.view
  }

  /** @throws ConsoleError `NOT_AVAILABLE` when it is not open */
  async of(environment: string): Promise<GuidedSetup> {
    const open = this.#open.get(environment)
    if (open !== undefined) return (await open).guided
    throw new ConsoleError('NOT_AVAILABLE', `the set-up of "${environment}" is not open here`, {
      hint: 'Open it on the page Set-up.'
    })
  }

  /** Its page went: it is closed after a while, when nothing goes on there and no page came back. */
  leave(environment: string): void {
    this.#stay(environment)
    if (!this.#open.has(environment)) return
    const stop = this.options.after(LEFT_MS, () => void this.#closeIdle(environment))
    this.#left.set(environment, stop)
  }

  async close(environment: string): Promise<void> {
    this.#stay(environment)
    const open = this.#open.get(environment)
    this.#open.delete(environment)
    const known = await open?.catch(() => undefined) // who opened it was told
    known?.views.stop()
    await known?.guided.close()
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((environment) => this.close(environment)))
  }

  #stay(environment: string): void {
    this.#left.get(environment)?.()
    this.#left.delete(environment)
  }

  async #closeIdle(environment: string): Promise<void> {
    const known = await this.#open.get(environment)?.catch(() => undefined)
    if (known?.guided.idle === true) await this.close(environment)
    else this.leave(environment)
  }

  async #isOld(environment: string, { guided }: Open): Promise<boolean> {
    const site = await this.options.host().site(environment)
    return site !== null && !isDeepStrictEqual(site, guided.site)
  }

  #opened(environment: string): Promise<Open> {
    const there = this.#open.get(environment)
    if (there !== undefined) return there
    const opening = this.#begin(environment)
    this.#open.set(environment, opening)
    opening.catch(() => {
      if (this.#open.get(environment) === opening) this.#open.delete(environment)
    })
    return opening
  }

  async #begin(environment: string): Promise<Open> {
    const { host, now, after, onView, onEnvironment } = this.options
    const views = latestOnly<SetupGuideView>(
      ({ picture }) => EVERY_MS + EVERY_MS_A_STEP * picture.steps.length,
      onView,
      after
    )
    const guided = await GuidedSetup.open({
      open: (onPicture) => host().open(environment, onPicture),
      nextVersion: () => ++this.#version,
      now,
      onChange: views.push,
      onEnvironment: () => onEnvironment(environment)
    })
    guided.work(false, [])
    return { guided, views }
  }
}
