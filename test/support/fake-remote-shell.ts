/** A host over ssh in memory: files, and programs that are scripted. */
import type { ChannelEnd, OnOutput, RemoteTerminal } from '../../src/engine/ports/remote-channel.js'
import { ConsoleError } from '../../src/shared/model/errors.js'
import type { HostKeyType, SshTarget } from '../../src/shared/model/settings.js'
import type {
  CommandResult,
  HostAddress,
  HostKey,
  RemoteSession,
  RemoteShell
} from '../../src/engine/ports/remote-shell.js'

export interface RemoteFile {
  readonly content: string
  readonly mode: number
}

/** @returns what the program does; a part of it is enough */
export type RunProgram = (
  argv: readonly string[],
  input: string | undefined
) => Partial<CommandResult>

/** A program that goes on: the test says what it writes and when it ends. */
export class FakeChannel implements RemoteTerminal {
  /** What was typed. */
  typed = ''
  size = { cols: 0, rows: 0 }
  paused = false
  closed = false
  readonly ended: Promise<ChannelEnd>
  #end: (end: ChannelEnd) => void = () => undefined
  readonly #held: (readonly [Uint8Array, 'output' | 'errors'])[] = []

  constructor(
    readonly argv: readonly string[],
    private readonly onOutput: OnOutput,
    private readonly onWrite: (channel: FakeChannel, text: string) => void
  ) {
    this.ended = new Promise((resolve) => (this.#end = resolve))
  }

  say(text: string | Uint8Array, source: 'output' | 'errors' = 'output'): void {
    const chunk = typeof text === 'string' ? new TextEncoder().encode(text) : text
    if (this.paused) this.#held.push([chunk, source])
    else this.onOutput(chunk, source)
  }

  end(end: ChannelEnd): void {
    this.#end(end)
  }

  write(bytes: Uint8Array): void {
    const text = new TextDecoder().decode(bytes)
    this.typed += text
    this.onWrite(this, text)
  }

  resize(size: { readonly cols: number; readonly rows: number }): void {
    this.size = { cols: size.cols, rows: size.rows }
  }

  pause(): void {
    this.paused = true
  }

  resume(): void {
    this.paused = false
    for (const [chunk, source] of this.#held.splice(0)) this.onOutput(chunk, source)
  }

  close(): void {
    if (this.closed) return
    this.closed = true
    this.resume()
    this.#end({ type: 'exited', code: null, signal: 'SIGTERM' })
  }
}

export class FakeRemoteShell implements RemoteShell {
  /** Terminals and streams, in the order they were opened. */
  readonly channels: FakeChannel[] = []
  onChannel: (channel: FakeChannel) => void = () => undefined
  onTyped: (channel: FakeChannel, text: string) => void = () => undefined
  #alive = { value: true }

  /** The link drops: everything that goes on is lost. */
  drop(): void {
    this.#alive.value = false
    this.#alive = { value: true }
    for (const channel of this.channels)
      channel.end({ type: 'lost', reason: 'the connection was lost' })
  }

  readonly files = new Map<string, RemoteFile>()
  /** `run id -u`, `write /a 600`, `open u@h`, `close`: in the order they came. */
  readonly log: string[] = []
  #run: RunProgram = () => ({})
  #fault: ConsoleError | null = null
  /** Logins wait for it. */
  connected: Promise<void> | null = null
  /** `host:port` → the keys it has, best first. */
  readonly keys = new Map<string, readonly HostKey[]>()

  on(run: RunProgram): void {
    this.#run = run
  }

  /** Opening fails with it. */
  fault(error: ConsoleError): void {
    this.#fault = error
  }

  hostKey(address: HostAddress, types: readonly HostKeyType[]): Promise<HostKey> {
    const place = `${address.host}:${String(address.port)}`
    this.log.push(`key of ${place}${types.length === 0 ? '' : ` (${types.join(', ')})`}`)
    const keys = this.keys.get(place) ?? []
    const key = types.length === 0 ? keys[0] : keys.find(({ type }) => types.includes(type))
    return key === undefined
      ? Promise.reject(new ConsoleError('SSH_FAILED', `${place} shows no such key`))
      : Promise.resolve(key)
  }

  async open(target: SshTarget): Promise<RemoteSession> {
    this.log.push(`open ${target.user}@${target.host}`)
    if (this.connected !== null) await this.connected
    if (this.#fault !== null) throw this.#fault
    const alive = this.#alive
    const channel = (argv: readonly string[], onOutput: OnOutput): FakeChannel => {
      const made = new FakeChannel(argv, onOutput, (from, text) => this.onTyped(from, text))
      this.channels.push(made)
      queueMicrotask(() => this.onChannel(made))
      return made
    }
    return {
      get alive() {
        return alive.value
      },
      shell: ({ cols, rows, term }, onBytes) => {
        this.log.push(`shell ${term} ${String(cols)}x${String(rows)}`)
        const made = channel([], (chunk) => onBytes(chunk))
        made.resize({ cols, rows })
        return Promise.resolve(made)
      },
      stream: (argv, onOutput) => {
        this.log.push(`stream ${argv.join(' ')}`)
        return Promise.resolve(channel(argv, onOutput))
      },
      run: (argv, options = {}) => {
        this.log.push(`run ${argv.join(' ')}`)
        const result = { exitCode: 0, stdout: '', stderr: '', ...this.#run(argv, options.input) }
        return (options.successExitCodes ?? [0]).includes(result.exitCode)
          ? Promise.resolve(result)
          : Promise.reject(
              new ConsoleError('SSH_FAILED', `${argv[0] ?? ''} ended with ${result.exitCode}`)
            )
      },
      writeFile: (path, content, mode) => {
        this.log.push(`write ${path} ${mode.toString(8)}`)
        this.files.set(path, { content: new TextDecoder().decode(content), mode })
        return Promise.resolve()
      },
      readFile: (path) => {
        const file = this.files.get(path)
        return file === undefined
          ? Promise.reject(new ConsoleError('SSH_FAILED', `${path} does not exist`))
          : Promise.resolve(new TextEncoder().encode(file.content))
      },
      close: () => {
        this.log.push('close')
        alive.value = false
        return Promise.resolve()
      }
    } satisfies RemoteSession
  }
}
