/**
 * One command on several clusters at once: sent as one argument of `sh -c`, with a time limit, stopped whenever one likes.
 *
 * What was run is remembered while the program lives, never on disk: a command line may hold a secret.
 */
import { toWireError } from '../../../shared/model/errors.js'
import {
  HISTORY_OUTPUT_LIMIT,
  type HostCommandRun,
  type HostResult
} from '../../../shared/model/host-command.js'
import type { ClusterName } from '../../../shared/model/ids.js'
import type { ChannelEnd, RemoteChannel } from '../../ports/remote-channel.js'
import type { Clock, Rng } from '../../ports/system.js'
import { CommandOutput, FirstBytes } from './command-output.js'
import type { HostSessions } from './host-sessions.js'

/** Commands that are remembered; one that still runs is, whatever came after it. */
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
  readonly output: CommandOutput
}

export interface CommandPicture {
  readonly id: string
  /** Bytes of output in it, about. */
  readonly bytes: number
  /** n.b. costs, with its bytes. */
  readonly read: () => HostCommandRun
}

export class HostCommands {
  #runs: readonly Kept[] = []
  #onChange: (picture: CommandPicture) => void = () => undefined

  constructor(
    private readonly hosts: HostSessions,
    private readonly clock: Clock,
    private readonly rng: Rng,
    private readonly historyLimit = HISTORY_OUTPUT_LIMIT
  ) {}

  /** Told with every change, also with pieces of output; it reads the run when it wants to: that costs. */
  listen(onChange: (picture: CommandPicture) => void): void {
    this.#onChange = onChange
  }

  /** Newest first. */
  history(): readonly HostCommandRun[] {
    return this.#runs.map(viewOf)
  }

  start({ command, clusters, limitSeconds }: HostCommandRequest): StartedCommand {
    const chosen = this.hosts.names.filter((name) => clusters.includes(name))
    chosen.forEach((name) => this.hosts.cluster(name))
    const output = new CommandOutput(2 * chosen.length)
    const kept: Kept = {
      output,
      head: { id: this.rng.id(8), command, at: this.clock.now(), limitSeconds },
      going: new Map(
        chosen.map((cluster) => [
          cluster,
          {
            result: fresh(cluster),
            output: new FirstBytes(output),
            errors: new FirstBytes(output),
            channel: null,
            wanted: 'running'
          }
        ])
      )
    }
    this.#runs = [kept, ...this.#runs].filter((run, at) => at < MOST_RUNS || isGoing(run))
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

  /** Outputs of the oldest commands go when all together are too much; those of one that runs stay. */
  #forgetOldest(): void {
    let bytes = this.#runs.reduce((sum, { output }) => sum + output.bytes, 0)
    for (const run of [...this.#runs].reverse()) {
      if (bytes <= this.historyLimit) return
      if (isGoing(run)) continue
      bytes -= run.output.bytes
      for (const { output, errors } of run.going.values()) {
        output.forget()
        errors.forget()
      }
    }
  }

  async #run(kept: Kept, cluster: ClusterName, going: Going): Promise<HostResult> {
    const began = this.clock.now()
    const change = (part: Partial<Going['result']>): void => {
      going.result = { ...going.result, ...part, tookMs: Math.max(0, this.clock.now() - began) }
      const { id } = kept.head
      this.#onChange({ id, bytes: kept.output.bytes, read: () => viewOf(kept) })
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
        this.#forgetOldest()
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

const isGoing = ({ going }: Kept): boolean =>
  [...going.values()].some(({ result }) => result.state === 'running')

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
