/** A set-up whose steps the test moves: double of what `openSetup` gives, for tests of the window. */
import type { SetupPicture, StepView } from '@shared/model/setup.js'
import { siteSchema, type Site } from '@shared/model/setup-site.js'
import type { OpenedSetup, SetupHost } from '../../../src/main/setup/setup-host.js'

export function aStep(id: string, change: Partial<StepView> = {}): StepView {
  const [target = '', step = ''] = id.split('/')
  return {
    id,
    target,
    step,
    title: `Step ${step}`,
    why: `Why ${step} is needed.`,
    phase: 'waiting',
    level: null,
    seen: null,
    at: null,
    before: null,
    error: null,
    remedy: [],
    done: [],
    doneAt: null,
    undoable: 0,
    estimateSeconds: 3,
    tookMs: null,
    waitsFor: [],
    ...change
  }
}

const ssh = { host: '127.0.1.1', user: 'alice', hostKey: `SHA256:${'A'.repeat(43)}` }
export const aSite = (clusters: readonly string[] = ['porto']): Site =>
  siteSchema.parse({
    broker: { host: '127.0.0.1', ssh },
    clusters: clusters.map((name) => ({ name, ssh }))
  })

export class FakeSetupHost implements SetupHost {
  steps: readonly StepView[] = [aStep('broker/plugin'), aStep('console/environment')]
  current: Site | null = aSite()
  refusal: Error | null = null
  /** What was asked of it, in order. No password is among it. */
  readonly calls: string[] = []
  readonly passwords: string[] = []
  opened = 0
  closed = 0
  #onPicture: (picture: SetupPicture) => void = () => undefined
  #end: { resolve: () => void; reject: (cause: Error) => void } | null = null
  signal: AbortSignal | undefined

  list(): ReturnType<SetupHost['list']> {
    return Promise.resolve([])
  }
  site(): Promise<Site | null> {
    return Promise.resolve(this.current)
  }
  saveSite(environment: string, site: Site): Promise<void> {
    this.calls.push(`save ${environment}`)
    this.current = site
    return Promise.resolve()
  }
  hostKey(): ReturnType<SetupHost['hostKey']> {
    return Promise.reject(new Error('no host in this test'))
  }

  open(environment: string, onPicture: (picture: SetupPicture) => void): Promise<OpenedSetup> {
    if (this.refusal !== null) return Promise.reject(this.refusal)
    this.opened += 1
    this.#onPicture = onPicture
    const picture = (): SetupPicture => ({ environment, steps: this.steps })
    const act = (what: string): Promise<SetupPicture> => {
      this.calls.push(what)
      return new Promise((resolve, reject) => {
        this.#end = { resolve: () => resolve(picture()), reject }
      })
    }
    return Promise.resolve({
      environment,
      site: this.current ?? aSite(),
      desk: {
        get picture() {
          return picture()
        },
        recall: () => Promise.resolve(picture()),
        work: ({ mend, without = [], signal }) => {
          this.signal = signal
          return act(`work ${mend ? 'mend' : 'check'} without [${without.join()}]`)
        },
        check: (id) => act(`check ${id}`),
        mend: (id) => act(`mend ${id}`),
        undo: async (id) => {
          await act(`undo ${id}`)
          return { taken: [], left: [] }
        },
        giveSudoPassword: (target, password) => {
          this.calls.push(`sudo ${target}`)
          this.passwords.push(password)
        }
      },
      store: {
        giveSecret: (name, value) => {
          this.calls.push(`secret ${name}`)
          this.passwords.push(value)
          return Promise.resolve()
        }
      },
      close: () => {
        this.closed += 1
        return Promise.resolve()
      }
    })
  }

  /** A step is like this now. */
  move(id: string, change: Partial<StepView>): void {
    this.steps = this.steps.map((step) => (step.id === id ? { ...step, ...change } : step))
    this.#onPicture({ environment: 'lab', steps: this.steps })
  }

  /** What goes on is over. */
  async end(failure: Error | null = null): Promise<void> {
    if (failure === null) this.#end?.resolve()
    else this.#end?.reject(failure)
    await new Promise((resolve) => setImmediate(resolve))
  }
}
