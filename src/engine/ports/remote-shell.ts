/** The port to a host over ssh: argument lists, never shell text; host keys are verified before anything is sent. */
import type { HostKeyType, SshHop, SshTarget } from '../../shared/model/settings.js'
import type {
  OnBytes,
  OnOutput,
  RemoteChannel,
  RemoteTerminal,
  TerminalSize
} from './remote-channel.js'

export interface CommandResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

export interface RemoteSession {
  /**
   * Runs a program. Every argument is quoted for the remote shell by the adapter.
   *
   * @param input - bytes for its standard input, for example a secret
   * @throws ConsoleError `SSH_FAILED` when it can't be started, times out, or ends with an exit code outside `successExitCodes`
   */
  run(
    argv: readonly string[],
    options?: {
      readonly input?: string
      readonly timeoutMs?: number
      readonly successExitCodes?: readonly number[]
    }
  ): Promise<CommandResult>
  /** Writes a file through sftp, atomically (temporary name, then rename), parents made. */
  writeFile(path: string, content: Uint8Array, mode: number): Promise<void>
  readFile(path: string): Promise<Uint8Array>
  /**
   * A login shell behind a terminal.
   *
   * @param terminal - `term`: what the terminal calls itself, `xterm-256color`
   * @throws ConsoleError `SSH_FAILED`
   */
  shell(
    terminal: TerminalSize & { readonly term: string },
    onBytes: OnBytes
  ): Promise<RemoteTerminal>
  /** Runs a program whose output comes as it is written, until it ends or is closed. @throws ConsoleError `SSH_FAILED` */
  stream(argv: readonly string[], onOutput: OnOutput): Promise<RemoteChannel>
  /** Is the connection still there? One that was lost never comes back: open another. */
  readonly alive: boolean
  close(): Promise<void>
}

/** A public key as a host shows it. */
export interface HostKey {
  readonly type: HostKeyType
  readonly base64: string
  /** As `ssh-keygen -lf` prints it. */
  readonly fingerprint: string
}

/** A host whose key is not known yet. */
export interface HostAddress extends Pick<SshHop, 'host' | 'port' | 'user'> {
  /** Hosts on the way, all of them known. */
  readonly jump: readonly SshHop[]
}

export interface RemoteShell {
  /** @throws ConsoleError `SSH_FAILED`, `HOST_KEY_CHANGED` */
  open(target: SshTarget): Promise<RemoteSession>
  /**
   * The key a host shows, without logging in there; on the way to it the jump hosts are logged in to, their keys compared.
   *
   * @param types - kinds to ask for, best first; empty: the host's best
   * @throws ConsoleError `SSH_FAILED` also when the host has no key of these kinds; `HOST_KEY_CHANGED` of a jump host
   */
  hostKey(address: HostAddress, types: readonly HostKeyType[]): Promise<HostKey>
}
