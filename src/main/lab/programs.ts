/**
 * Programs this process starts and waits for: its own command line, and installers.
 *
 * A lab is started by a process of its own, so that nothing that goes wrong there can hurt the window, and so that a window that dies
 * leaves somebody who takes down what was started: the child notices the broken pipe (`endWithTheReader` of the command line).
 */
import { ConsoleError } from '@shared/model/errors.js'
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

export interface Command {
  readonly program: string
  readonly args: readonly string[]
  readonly folder?: string
}

export interface ProgramEnd {
  /** `null`: ended by a signal. */
  readonly code: number | null
  /** The last lines of what it said to people (standard error). */
  readonly lastWords: readonly string[]
}

export interface Watching {
  /** Told each line of standard output. */
  readonly onLine: (line: string) => void
  /** Told each line of standard error. */
  readonly onWords?: (line: string) => void
  /** Asks it to end by SIGINT, as Ctrl-C does. */
  readonly signal: AbortSignal
}

/** Port: what the window starts on this machine. */
export interface Programs {
  /** @throws ConsoleError `PREREQUISITE_MISSING` when the program cannot be started */
  run(command: Command, watching: Watching): Promise<ProgramEnd>
  /** The command that is this program's own command line with these words. */
  own(words: readonly string[]): Command
}

const LAST_WORDS = 12

export interface OwnProgram {
  /** `process.execPath` */
  readonly executable: string
  /** The folder of the application; `null`: the executable is a package and knows it. */
  readonly application: string | null
  /** Chromium refuses its sandbox to root, also for a command line. */
  readonly noSandbox: boolean
}

export function systemPrograms({ executable, application, noSandbox }: OwnProgram): Programs {
  return {
    own: (words) => ({
      program: executable,
      args: [
        ...(application === null ? [] : [application]),
        ...(noSandbox ? ['--no-sandbox'] : []),
        '--cli',
        ...words
      ]
    }),
    run: ({ program, args, folder }, { onLine, onWords, signal }) =>
      new Promise((resolve, reject) => {
        const child = spawn(program, args, {
          stdio: ['ignore', 'pipe', 'pipe'],
          ...(folder === undefined ? {} : { cwd: folder })
        })
        const lastWords: string[] = []
        readLines(child.stdout, onLine)
        readLines(child.stderr, (line) => {
          lastWords.push(line)
          if (lastWords.length > LAST_WORDS) lastWords.shift()
          onWords?.(line)
        })
        const stop = (): void => void child.kill('SIGINT')
        signal.addEventListener('abort', stop, { once: true })
        if (signal.aborted) stop()
        child.on('error', (cause) => {
          // n.b. also told when a signal may not be sent: a program of root's goes on then, and is waited for
          if (child.pid !== undefined) return
          signal.removeEventListener('abort', stop)
          reject(
            new ConsoleError('PREREQUISITE_MISSING', `${program} could not be started`, { cause })
          )
        })
        // n.b. `close`, not `exit`: all lines have been read by then
        child.once('close', (code) => {
          signal.removeEventListener('abort', stop)
          resolve({ code, lastWords })
        })
      })
  }
}

function readLines(stream: Readable, onLine: (line: string) => void): void {
  createInterface({ input: stream, crlfDelay: Infinity }).on('line', onLine)
}
