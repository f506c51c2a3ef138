/** The terminals of an environment: one a cluster, alive whichever page is shown, ended by a button or with the window. */
import { toWireError } from '../../../shared/model/errors.js'
import type { ClusterName } from '../../../shared/model/ids.js'
import type {
  TerminalOutput,
  TerminalReplay,
  TerminalState,
  TerminalView
} from '../../../shared/model/terminal.js'
import type { TerminalSize } from '../../ports/remote-channel.js'
import type { Clock } from '../../ports/system.js'
import type { HostSessions } from './host-sessions.js'
import { TerminalSession } from './terminal-session.js'

export interface TerminalEvents {
  readonly onChange: (view: TerminalView) => void
  readonly onOutput: (output: TerminalOutput) => void
}

interface Kept {
  readonly session: TerminalSession
  readonly number: number
  state: TerminalState
}

const NOTHING = new Uint8Array()

export class Terminals {
  readonly #kept = new Map<ClusterName, Kept>()
  #events: TerminalEvents = { onChange: () => undefined, onOutput: () => undefined }
  #number = 0

  constructor(
    private readonly hosts: HostSessions,
    private readonly clock: Clock
  ) {}

  /** There is one window, so one listener. */
  listen(events: TerminalEvents): void {
    this.#events = events
  }

  view(cluster: ClusterName): TerminalView {
    const kept = this.#kept.get(cluster)
    return {
      cluster,
      session: kept?.number ?? 0,
      state: kept?.state ?? { type: 'none' },
      address: this.hosts.address(cluster)
    }
  }

  /** Opens one where none runs. What goes wrong is thrown, and stands in the view. */
  async open(cluster: ClusterName, size: TerminalSize): Promise<void> {
    const { type } = this.view(cluster).state
    if (type === 'open' || type === 'opening') return
    this.hosts.target(cluster)
    const number = ++this.#number
    const session = new TerminalSession(this.clock, {
      onState: (state) => this.#change(cluster, number, state),
      onOutput: (bytes, position) =>
        this.#events.onOutput({ cluster, session: number, bytes, position })
    })
    this.#kept.set(cluster, { session, number, state: { type: 'opening' } })
    this.#events.onChange(this.view(cluster))
    try {
      const link = await this.hosts.open(cluster)
      await session.start(link, size).catch(async (thrown: unknown) => {
        await link.close()
        throw thrown
      })
    } catch (thrown) {
      const error = toWireError(thrown)
      this.#change(cluster, number, { type: 'failed', at: this.clock.now(), error })
      throw thrown
    }
  }

  /** The page of this cluster is shown: its output comes from now on. */
  attach(cluster: ClusterName): TerminalReplay {
    const kept = this.#kept.get(cluster)
    const { bytes, position } = kept?.session.attach() ?? { bytes: NOTHING, position: 0 }
    return { view: this.view(cluster), bytes, position }
  }

  detach(cluster: ClusterName): void {
    this.#kept.get(cluster)?.session.detach()
  }

  /** Nobody looks at any of them: they go on, and keep what they write. */
  detachAll(): void {
    for (const { session } of this.#kept.values()) session.detach()
  }

  drawn(cluster: ClusterName, session: number, position: number): void {
    const kept = this.#kept.get(cluster)
    if (kept?.number === session) kept.session.drawn(position)
  }

  write(cluster: ClusterName, text: string): void {
    this.#kept.get(cluster)?.session.write(new TextEncoder().encode(text))
  }

  resize(cluster: ClusterName, size: TerminalSize): void {
    this.#kept.get(cluster)?.session.resize(size)
  }

  close(cluster: ClusterName): void {
    this.#kept.get(cluster)?.session.close()
  }

  closeAll(): void {
    for (const { session } of this.#kept.values()) session.close()
  }

  #change(cluster: ClusterName, number: number, state: TerminalState): void {
    const kept = this.#kept.get(cluster)
    if (kept?.number !== number) return // of a terminal that another has replaced
    kept.state = state
    this.#events.onChange(this.view(cluster))
  }
}
