/**
 * A host as set-up works on it: programs as the login or as root, text files read and replaced.
 *
 * Root is reached with `sudo`: without a password where that works, else with the one that was given for this session; it goes to
 * standard input and nowhere else. Where neither works, the error holds the command, to be run by hand.
 */
import { ConsoleError } from '../../../shared/model/errors.js'
import type { Privilege } from '../../domain/setup/change.js'
import type { CommandResult, RemoteSession } from '../../ports/remote-shell.js'

export interface HandOptions {
  readonly as?: Privilege
  readonly input?: string
  readonly timeoutMs?: number
  /** Exit codes that are answers. @default all */
  readonly codes?: readonly number[]
}

/** A text file on a host. */
export interface HostFile {
  readonly text: string
  readonly writable: boolean
}

const ANY_CODE = Array.from({ length: 256 }, (_, code) => code)
const READ_MS = 15_000
/** 3: it is not there. */
const READ =
  'test -e "$1" || exit 3; test -w "$1" && test -w "$(dirname "$1")" && echo w || echo r; cat -- "$1"'

/**
 * Replaces a file in one step, and keeps what was there under a name with its date. Follows a symbolic link, keeps owner and mode.
 *
 * Arguments: path, backup (empty: none was there), mode of a new file, SHA-256 of what is to be replaced. 4: it has another content.
 */
const WRITE = `set -eu
path=$(readlink -m -- "$1"); backup=$2; mode=$3; expected=$4; new="$path.medusa-new"
umask 077
if [ -z "$backup" ]; then
  test ! -e "$path" || exit 4
  mkdir -p -- "$(dirname "$path")"
  cat > "$new"; chmod "$mode" "$new"
else
  test "$(sha256sum < "$path" | cut -d' ' -f1)" = "$expected" || exit 4
  cp -p -- "$path" "$backup"
  cp -p -- "$path" "$new"; cat > "$new"
fi
sync -- "$new" 2>/dev/null || true
mv -f -- "$new" "$path"`

/** Puts back what was there. Arguments: path, backup (empty: remove the file), SHA-256 of what set-up wrote. 4: it was edited since. */
const RESTORE = `set -eu
path=$(readlink -m -- "$1"); backup=$2; written=$3
test -e "$path" || exit 4
test "$(sha256sum < "$path" | cut -d' ' -f1)" = "$written" || exit 4
if [ -z "$backup" ]; then rm -f -- "$path"; else cp -p -- "$backup" "$path.medusa-new"; mv -f -- "$path.medusa-new" "$path"; fi`

/** n.b. `-k`: what an earlier command proved is not remembered, so that sudo takes the password off standard input each time. */
const WITH_PASSWORD = ['sudo', '-k', '-S', '-p', '', '--'] as const
const MARK = 'medusa-input'
/** A rule may let this very program go without a password: then the line is passed over here, so that it never becomes the program's input. */
const PASS_OVER = 'while IFS= read -r line && [ "$line" != "$1" ]; do :; done; shift; exec "$@"'

interface RootWords {
  readonly argv: readonly string[]
  readonly input: string | undefined
}

export class Hands {
  #sudo: Promise<'root' | 'free' | 'password'> | null = null
  /** The password that sudo took. */
  #proved: string | null = null

  constructor(
    /** For messages: `alice@mq`. */
    readonly name: string,
    private readonly session: RemoteSession,
    /** For this session; `null`: nobody gave one. */
    private readonly sudoPassword: () => string | null
  ) {}

  /** @throws ConsoleError `SSH_FAILED`; `PRIVILEGE_MISSING` as root where that cannot be */
  async run(argv: readonly string[], options: HandOptions = {}): Promise<CommandResult> {
    const { as = 'login', input, timeoutMs = 60_000, codes = ANY_CODE } = options
    const settled = { timeoutMs, successExitCodes: codes }
    const words = as === 'root' ? await this.#asRoot(argv, input) : { argv, input }
    return this.session.run(
      words.argv,
      words.input === undefined ? settled : { ...settled, input: words.input }
    )
  }

  /** @returns `null`: there is none */
  async readText(path: string, as: Privilege = 'login'): Promise<HostFile | null> {
    const { exitCode, stdout, stderr } = await this.run(['sh', '-c', READ, 'sh', path], {
      as,
      timeoutMs: READ_MS
    })
    if (exitCode === 3) return null
    if (exitCode !== 0)
      throw new ConsoleError(
        'SSH_FAILED',
        `${path} on ${this.name} cannot be read: ${lastLine(stderr)}`,
        {
          hint: `who may read it? Try there: ls -l ${path}`
        }
      )
    return { writable: stdout.startsWith('w'), text: stdout.slice(2) }
  }

  /**
   * @param expected - SHA-256 of what is there now, hexadecimal; `null`: nothing is
   * @param backup - where that is kept
   * @throws ConsoleError `FILE_CHANGED` when something else is there; then nothing was written
   */
  async replaceText(
    path: string,
    text: string,
    {
      backup,
      expected,
      mode,
      as
    }: {
      readonly backup: string
      readonly expected: string | null
      readonly mode: number
      readonly as: Privilege
    }
  ): Promise<void> {
    const words = [path, expected === null ? '' : backup, mode.toString(8), expected ?? '']
    const { exitCode, stderr } = await this.run(['sh', '-c', WRITE, 'sh', ...words], {
      as,
      input: text
    })
    this.#assertWritten(path, exitCode, stderr)
  }

  /** @throws ConsoleError `FILE_CHANGED` when it was edited since set-up wrote it */
  async restoreText(
    path: string,
    backup: string | null,
    written: string,
    as: Privilege
  ): Promise<void> {
    const words = [path, backup ?? '', written]
    const { exitCode, stderr } = await this.run(['sh', '-c', RESTORE, 'sh', ...words], { as })
    this.#assertWritten(path, exitCode, stderr)
  }

  #assertWritten(path: string, exitCode: number, stderr: string): void {
    if (exitCode === 0) return
    if (exitCode === 4)
      throw new ConsoleError(
        'FILE_CHANGED',
        `${path} on ${this.name} was changed by somebody else meanwhile`,
        {
          hint: 'nothing was written; check again'
        }
      )
    const full = /No space left|Disk quota/i.test(stderr)
    throw new ConsoleError(
      full ? 'DISK_FULL' : 'SSH_FAILED',
      `${path} on ${this.name} cannot be written: ${lastLine(stderr)}`,
      { hint: full ? 'make room there' : `who may write it? Try there: ls -l ${path}` }
    )
  }

  async #asRoot(argv: readonly string[], input: string | undefined): Promise<RootWords> {
    this.#sudo ??= this.#findSudo()
    const way = await this.#sudo
    if (way === 'root') return { argv, input }
    if (way === 'free') return { argv: ['sudo', '-n', '--', ...argv], input }
    const password = this.sudoPassword()
    if (password === null) throw this.#noRoot(argv, 'sudo asks for a password')
    if (password !== this.#proved) await this.#prove(password, argv)
    return input === undefined
      ? { argv: [...WITH_PASSWORD, ...argv], input: `${password}\n` }
      : {
          argv: [...WITH_PASSWORD, 'sh', '-c', PASS_OVER, 'sh', MARK, ...argv],
          input: `${password}\n${MARK}\n${input}`
        }
  }

  /** A wrong password is said to be one, and is not taken for a failure of what was to be done. */
  async #prove(password: string, argv: readonly string[]): Promise<void> {
    const { exitCode } = await this.session.run(['sudo', '-k', '-S', '-p', '', '-v'], {
      input: `${password}\n`,
      timeoutMs: READ_MS,
      successExitCodes: ANY_CODE
    })
    if (exitCode !== 0) throw this.#noRoot(argv, 'sudo does not take the password that was given')
    this.#proved = password
  }

  async #findSudo(): Promise<'root' | 'free' | 'password'> {
    const free = { timeoutMs: READ_MS, successExitCodes: ANY_CODE }
    if ((await this.session.run(['id', '-u'], free)).stdout.trim() === '0') return 'root'
    const { exitCode } = await this.session.run(['sudo', '-k', '-n', 'true'], free)
    if (exitCode === 0) return 'free'
    if (exitCode === 127) {
      this.#sudo = null
      throw this.#noRoot([], 'there is no sudo')
    }
    return 'password'
  }

  #noRoot(argv: readonly string[], why: string): ConsoleError {
    return new ConsoleError('PRIVILEGE_MISSING', `${this.name} may not act as root: ${why}`, {
      hint: `give the password for this session, or run by hand there${argv.length === 0 ? ' what is shown' : ''}, and check again`,
      facts: { host: this.name }
    })
  }
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? ''
