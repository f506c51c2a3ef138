/** A host over ssh in memory: files, and programs that are scripted. */
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

export class FakeRemoteShell implements RemoteShell {
  readonly files = new Map<string, RemoteFile>()
  /** `run id -u`, `write /a 600`, `open u@h`, `close`: in the order they came. */
  readonly log: string[] = []
  #run: RunProgram = () => ({})
  #fault: ConsoleError | null = null
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

  open(target: SshTarget): Promise<RemoteSession> {
    this.log.push(`open ${target.user}@${target.host}`)
    if (this.#fault !== null) return Promise.reject(this.#fault)
    return Promise.resolve({
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
        return Promise.resolve()
      }
    } satisfies RemoteSession)
  }
}
