/**
 * Where the command line writes: results to stdout, everything said to people to stderr.
 *
 * With `--json` stdout holds one JSON object a line and nothing else.
 */
import { toWireError, errorCodes, type ExitCode } from '../../shared/model/errors.js'

export interface Output {
  readonly json: boolean
  /** Is there somebody who sees lines being replaced? */
  readonly live: boolean
  /** May colours be used? */
  readonly colour: boolean
  /** Columns of the terminal. */
  readonly width: number
  /** A line of the result. */
  readonly line: (text: string) => void
  /** An object of the result, one a line. */
  readonly object: (value: object) => void
  /** Something for people. */
  readonly say: (text: string) => void
  /** Raw text to the terminal, without a line feed; only when `live`. */
  readonly raw: (text: string) => void
}

export function processOutput(json: boolean): Output {
  const live = !json && process.stderr.isTTY
  return {
    json,
    live,
    colour: live && process.env['NO_COLOR'] === undefined,
    width: process.stderr.columns || 100,
    line: (text) => process.stdout.write(`${text}\n`),
    object: (value) => process.stdout.write(`${JSON.stringify(value)}\n`),
    say: (text) => process.stderr.write(`${text}\n`),
    raw: (text) => process.stderr.write(text)
  }
}

const watched = new WeakSet<object>()

/**
 * A reader that goes away (`| head`, a window that was closed) is a Ctrl-C to work that cleans up after itself, which listens for the
 * signal: it must not die of a broken pipe with daemons behind it. Where nobody listens, nothing is left to be stopped: a run whose result
 * exists ends with its own exit code, although it is not read to its end. Called again it changes nothing.
 */
export function endWithTheReader(
  of: Pick<NodeJS.Process, 'stdout' | 'stderr' | 'pid' | 'kill' | 'listenerCount'>
): void {
  let told = false
  const onReaderGone = (): void => {
    if (told || of.listenerCount('SIGTERM') === 0) return
    told = true
    of.kill(of.pid, 'SIGTERM')
  }
  for (const stream of [of.stdout, of.stderr]) {
    if (watched.has(stream)) continue
    watched.add(stream)
    stream.on('error', onReaderGone)
  }
}

/** Says what went wrong and what to do; never a stack trace. @returns the documented exit code */
export function tellError(thrown: unknown, output: Output): ExitCode {
  const { code, message, hint } = toWireError(thrown)
  if (output.json)
    output.object({ type: 'error', code, message, ...(hint === undefined ? {} : { hint }) })
  else {
    output.say(`medusa: ${message}`)
    if (hint !== undefined) output.say(`        ${hint.split('\n').join('\n        ')}`)
  }
  return errorCodes[code]
}
