/** A session on a host: programs and files. */
import type { Client, SFTPWrapper } from 'ssh2'
import { ConsoleError } from '../../../shared/model/errors.js'
import type { SshTarget } from '../../../shared/model/settings.js'
import type { CommandResult, RemoteSession } from '../../ports/remote-shell.js'
import type {
  OnBytes,
  OnOutput,
  RemoteChannel,
  RemoteTerminal,
  TerminalSize
} from '../../ports/remote-channel.js'
import type { Clock } from '../../ports/system.js'
import { nameOf, sshError } from './errors.js'
import { readRemoteFile, RemoteFolders, writeRemoteFile } from './sftp-files.js'
import { openShell, openStream } from './ssh2-channels.js'

const TIMEOUT_MS = 60_000
const CLOSE_MS = 1_000
/** Of standard output and standard error each; more is cut off. */
const LARGEST_OUTPUT_BYTES = 4 * 1024 * 1024

type RunOptions = NonNullable<Parameters<RemoteSession['run']>[1]>

export class Ssh2Session implements RemoteSession {
  #sftp: Promise<SFTPWrapper> | null = null
  readonly #folders = new RemoteFolders()
  #closed = false

  constructor(
    readonly client: Client,
    readonly target: SshTarget,
    readonly clock: Clock
  ) {
    client.once('close', () => {
      this.#closed = true
    })
  }

  async run(argv: readonly string[], options: RunOptions = {}): Promise<CommandResult> {
    const result = await this.#limited(argv, options.timeoutMs ?? TIMEOUT_MS, (limit) =>
      this.#execute(argv, options.input, limit)
    )
    const allowed = options.successExitCodes ?? [0]
    if (allowed.includes(result.exitCode)) return result
    throw new ConsoleError(
      'SSH_FAILED',
      `${shown(argv)} on ${nameOf(this.target)} ended with exit code ${result.exitCode}: ${lastLine(result)}`,
      {
        facts: {
          host: this.target.host,
          exitCode: result.exitCode,
          stderr: result.stderr.slice(-2000)
        }
      }
    )
  }

  async writeFile(path: string, content: Uint8Array, mode: number): Promise<void> {
    await this.#withSftp(`writing ${path}`, (sftp) =>
      writeRemoteFile(sftp, path, content, mode, this.#folders)
    )
  }

  async readFile(path: string): Promise<Uint8Array> {
    return this.#withSftp(`reading ${path}`, (sftp) => readRemoteFile(sftp, path))
  }

  get alive(): boolean {
    return !this.#closed
  }

  shell(
    terminal: TerminalSize & { readonly term: string },
    onBytes: OnBytes
  ): Promise<RemoteTerminal> {
    return openShell(this, terminal, onBytes)
  }

  stream(argv: readonly string[], onOutput: OnOutput): Promise<RemoteChannel> {
    return openStream(this, argv, onOutput)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    await new Promise<void>((resolve) => {
      const giveUp = this.clock.after(CLOSE_MS, () => {
        this.client.destroy()
        resolve()
      })
      this.client.once('close', () => {
        giveUp()
        resolve()
      })
      this.client.end()
    })
  }

  /** n.b. at its limit the program is ended: it would keep one of the few channels (`MaxSessions`, 10) that a host gives. */
  async #execute(
    argv: readonly string[],
    input: string | undefined,
    limit: AbortSignal
  ): Promise<CommandResult> {
    const gathered = { output: new FirstOutput(), errors: new FirstOutput() }
    const onOutput: OnOutput = (chunk, source) => gathered[source].add(chunk)
    const channel = await openStream(this, argv, onOutput, input)
    if (limit.aborted) channel.close()
    else limit.addEventListener('abort', () => channel.close(), { once: true })
    const end = await channel.ended
    const { output, errors } = gathered
    if (end.type === 'exited' && end.code !== null)
      return { exitCode: end.code, stdout: output.text(), stderr: errors.text() }
    const why = end.type === 'lost' ? end.reason : `killed by ${end.signal ?? 'a signal'}`
    throw sshError(this.target, new Error(why))
  }

  async #limited(
    argv: readonly string[],
    timeoutMs: number,
    work: (limit: AbortSignal) => Promise<CommandResult>
  ): Promise<CommandResult> {
    const over = new AbortController()
    let stopTimer = (): void => undefined
    const limit = new Promise<never>((...functions) => {
      stopTimer = this.clock.after(timeoutMs, () => {
        over.abort()
        functions[1](
          new ConsoleError(
            'SSH_FAILED',
            `${shown(argv)} on ${nameOf(this.target)} did not end within ${timeoutMs / 1000} s`,
            { hint: 'log in there and look what it waits for' }
          )
        )
      })
    })
    const working = work(over.signal)
    try {
      return await Promise.race([working, limit])
    } catch (thrown) {
      // Its late end is nobody's business any more.
      working.catch(() => undefined)
      throw thrown
    } finally {
      stopTimer()
    }
  }

  async #withSftp<T>(what: string, action: (sftp: SFTPWrapper) => Promise<T>): Promise<T> {
    try {
      this.#sftp ??= this.#openSftp()
      return await action(await this.#sftp)
    } catch (thrown) {
      if (thrown instanceof ConsoleError) throw thrown
      const reason = thrown instanceof Error ? thrown.message : String(thrown)
      throw new ConsoleError('SSH_FAILED', `${what} on ${nameOf(this.target)} failed: ${reason}`, {
        cause: thrown,
        hint: 'has that user the right to write there, is the disk full, and does the sshd offer sftp?'
      })
    }
  }

  #openSftp(): Promise<SFTPWrapper> {
    return new Promise((resolve, reject) => {
      this.client.sftp((error, sftp) => {
        if (error === undefined) resolve(sftp)
        else {
          this.#sftp = null
          reject(error)
        }
      })
    })
  }
}

/** What a program wrote, as far as it is kept. */
class FirstOutput {
  readonly #chunks: Uint8Array[] = []
  #length = 0

  add(chunk: Uint8Array): void {
    if (this.#length >= LARGEST_OUTPUT_BYTES) return
    this.#chunks.push(chunk)
    this.#length += chunk.length
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString('utf8')
  }
}

/** Program and a few arguments, for messages: they hold paths, never secrets (those go through `input` or sftp). */
const shown = (argv: readonly string[]): string => JSON.stringify(argv.slice(0, 4).join(' '))

const lastLine = ({ stderr, stdout }: CommandResult): string =>
  (stderr.trim() === '' ? stdout : stderr).trim().split('\n').at(-1) ?? ''
