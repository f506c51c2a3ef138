/**
 * One command on several clusters at once: sent as one argument of `sh -c`, with a time limit, stopped whenever one likes.
 *
 * What was run is remembered while the program lives, never on disk: a command line may hold a secret.
 */
import { toWireError } from '../../../shared/model/errors.js'
import {
  OUTPUT_LIMIT,
  type HostCommandRun,
  type HostResult
} from '../../../shared/model/host-command.js'
import type { ClusterName } from '../../../shared/model/ids.js'
import type { ChannelEnd, RemoteChannel } from '../../ports/remote-channel.js'
import type { Clock, Rng } from '../../ports/system.js'
import type { HostSessions } from './host-sessions.js'
import { joined } from './scrollback.js'

/** Commands that are remembered. */
const MOST_RUNS = 20
/** Clusters that are spoken to at the same time: each is an ssh connection. */
const AT_ONCE = 50

export interface HostCommandRequest {
  readonly command: string
  readonly clusters: readonly ClusterName[]
  readonly limitSeconds: number
}

export interface StartedCommand {
  readonly id: string
  /** One a cluster; each rejects when the command could not be run there, did not end in time, or was stopped. */
  readonly ends: ReadonlyMap<ClusterName, Promise<HostResult>>
}

interface Going {
  result: Omit<HostResult, 'output' | 'errors' | 'cut'>
  readonly output: FirstBytes
  readonly errors: FirstBytes
  channel: RemoteChannel | null
  wanted: 'running' | 'stopped' | 'timed-out'
}

interface Kept {
  readonly head: Omit<HostCommandRun, 'results' | 'over'>
  readonly going: ReadonlyMap<ClusterName, Going>
}

export class HostCommands {
  readonly #runs: Kept[] = []
  #onChange: (id: string, read: () => HostCommandRun) => void = () => undefined

  constructor(
    private readonly hosts: HostSessions,
    private readonly clock: Clock,
    private readonly rng: Rng
  ) {}

  /** Told with every change, also with pieces of output; it reads the run when it wants to: that costs. */
  listen(onChange: (id: string, read: () => HostCommandRun) => void): void {
    this.#onChange = onChange
  }

  /** Newest first. */
  history(): readonly HostCommandRun[] {
    return this.#runs.map(viewOf)
  }

  start({ command, clusters, limitSeconds }: HostCommandRequest): StartedCommand {
    const chosen = this.hosts.names.filter((name) => clusters.includes(name))
    chosen.forEach((name) => this.hosts.cluster(name))
    const kept: Kept = {
      head: { id: this.rng.id(8), command, at: this.clock.now(), limitSeconds },
      going: new Map(
        chosen.map((cluster) => [
          cluster,
          {
            result: fresh(cluster),
            output: new FirstBytes(),
            errors: new FirstBytes(),
            channel: null,
            wanted: 'running'
          }
        ])
      )
    }
    this.#runs.unshift(kept)
    this.#runs.length = Math.min(this.#runs.length, MOST_RUNS)
    const places = new Places(AT_ONCE)
    const ends = new Map(
      [...kept.going].map(([cluster, going]) => [
        cluster,
        places.take(() => this.#run(kept, cluster, going))
      ])
    )
    return { id: kept.head.id, ends }
  }

  /** Ends it everywhere it still runs. */
  stop(id: string): void {
    const kept = this.#runs.find(({ head }) => head.id === id)
    for (const going of kept?.going.values() ?? []) end(going, 'stopped')
  }

  close(): void {
    for (const { going } of this.#runs) for (const each of going.values()) end(each, 'stopped')
  }

  async #run(kept: Kept, cluster: ClusterName, going: Going): Promise<HostResult> {
    const began = this.clock.now()
    const change = (part: Partial<Going['result']>): void => {
      going.result = { ...going.result, ...part, tookMs: Math.max(0, this.clock.now() - began) }
      this.#onChange(kept.head.id, () => viewOf(kept))
    }
    const stopLimit = this.clock.after(kept.head.limitSeconds * 1_000, () =>
      end(going, 'timed-out')
    )
    try {
      const session = wantedOf(going) === 'running' ? await this.hosts.shared(cluster) : null
      const wanted = wantedOf(going)
      if (session === null || wanted !== 'running') {
        change({ state: wanted }) // stopped before anything was sent: it must not begin now
        return resultOf(going)
      }
      const channel = await session.stream(['sh', '-c', kept.head.command], (chunk, source) => {
        going[source].add(chunk)
        change({})
      })
      going.channel = channel
      if (wantedOf(going) !== 'running') channel.close()
      const how = await channel.ended
      change(endOf(how, wantedOf(going)))
    } catch (thrown) {
      change({ state: 'failed', error: toWireError(thrown) })
    } finally {
      stopLimit()
      going.channel = null
    }
    return resultOf(going)
  }
}

/** n.b. the compiler does not see that it changes while something is awaited. */
const wantedOf = (going: Going): Going['wanted'] => going.wanted

function end(going: Going, why: 'stopped' | 'timed-out'): void {
  if (going.result.state !== 'running' || going.wanted !== 'running') return
  going.wanted = why
  going.channel?.close()
}

function endOf(how: ChannelEnd, wanted: Going['wanted']): Partial<Going['result']> {
  if (how.type === 'lost')
    return { state: 'failed', error: { code: 'SSH_FAILED', message: how.reason } }
  const state = wanted === 'running' ? 'ended' : wanted
  return { state, exitCode: how.code, signal: how.signal }
}

const fresh = (cluster: ClusterName): Going['result'] => ({
  cluster,
  state: 'running',
  exitCode: null,
  signal: null,
  tookMs: 0,
  error: null
})

const resultOf = ({ result, output, errors }: Going): HostResult => ({
  ...result,
  output: output.text(),
  errors: errors.text(),
  cut: output.cut || errors.cut
})

function viewOf({ head, going }: Kept): HostCommandRun {
  const results = [...going.values()].map(resultOf)
  return { ...head, results, over: results.every(({ state }) => state !== 'running') }
}

/** The first bytes of an output, and their text, which is made when it is asked for. */
class FirstBytes {
  readonly #chunks: Uint8Array[] = []
  #length = 0
  #text: string | null = ''
  cut = false

  add(chunk: Uint8Array): void {
    const room = OUTPUT_LIMIT - this.#length
    if (chunk.length > room) this.cut = true
    if (room === 0) return
    this.#text = null
    this.#chunks.push(chunk.slice(0, room))
    this.#length += Math.min(room, chunk.length)
  }

  text(): string {
    this.#text ??= new TextDecoder().decode(joined(this.#chunks, this.#length))
    return this.#text
  }
}

/** Lets so many work at once; the others wait in the order they came. */
class Places {
  readonly #waiting: (() => void)[] = []

  constructor(private free: number) {}

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.free -= 1
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.free += 1
      else next()
    }
  }
}
