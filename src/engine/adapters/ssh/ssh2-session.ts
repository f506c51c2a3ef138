/** A session on a host: programs and files. */
import type { Client, ClientChannel, SFTPWrapper } from 'ssh2'
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
import { quoteArguments } from './quote.js'
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
    const command = quoteArguments(argv)
    const result = await this.#limited(
      argv,
      options.timeoutMs ?? TIMEOUT_MS,
      this.#execute(command, options.input)
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

  #execute(command: string, input: string | undefined): Promise<CommandResult> {
    return new Promise((resolve, reject) => {
      const lost = (): void => reject(sshError(this.target, new Error('the connection was lost')))
      this.client.once('close', lost)
      this.client.exec(command, (error, channel) => {
        if (error !== undefined) {
          this.client.off('close', lost)
          reject(sshError(this.target, error))
          return
        }
        const output = collect(channel)
        const errors = collect(channel.stderr)
        channel.on('error', (thrown: Error) => reject(sshError(this.target, thrown)))
        channel.on('close', (code: number | null | undefined, signal?: string) => {
          this.client.off('close', lost)
          if (typeof code === 'number')
            resolve({ exitCode: code, stdout: output(), stderr: errors() })
          else
            reject(
              sshError(
                this.target,
                new Error(
                  signal === undefined
                    ? 'it ended without an exit code'
                    : `killed by ${signal.startsWith('SIG') ? signal : `SIG${signal}`}`
                )
              )
            )
        })
        channel.end(input ?? '')
      })
    })
  }

  async #limited(
    argv: readonly string[],
    timeoutMs: number,
    work: Promise<CommandResult>
  ): Promise<CommandResult> {
    let stopTimer = (): void => undefined
    const limit = new Promise<never>((...functions) => {
      stopTimer = this.clock.after(timeoutMs, () =>
        functions[1](
          new ConsoleError(
            'SSH_FAILED',
            `${shown(argv)} on ${nameOf(this.target)} did not end within ${timeoutMs / 1000} s`,
            { hint: 'log in there and look what it waits for' }
          )
        )
      )
    })
    try {
      return await Promise.race([work, limit])
    } catch (thrown) {
      // Its late end is nobody's business any more.
      work.catch(() => undefined)
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

/** Gathers a stream; @returns the text so far */
function collect(stream: ClientChannel | ClientChannel['stderr']): () => string {
  const chunks: Buffer[] = []
  let length = 0
  stream.on('data', (chunk: Buffer) => {
    if (length >= LARGEST_OUTPUT_BYTES) return
    chunks.push(chunk)
    length += chunk.length
  })
  return () => Buffer.concat(chunks).toString('utf8')
}

/** Program and a few arguments, for messages: they hold paths, never secrets (those go through `input` or sftp). */
const shown = (argv: readonly string[]): string => JSON.stringify(argv.slice(0, 4).join(' '))

const lastLine = ({ stderr, stdout }: CommandResult): string =>
  (stderr.trim() === '' ? stdout : stderr).trim().split('\n').at(-1) ?? ''
