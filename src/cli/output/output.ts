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

let readerGone = false

function onReaderGone(): void {
  if (!readerGone) process.kill(process.pid, 'SIGTERM')
  readerGone = true
}

/**
 * A reader that goes away (`| head`, a window that was closed) is a Ctrl-C: work that cleans up after itself does so, instead of dying
 * of a broken pipe with daemons behind it. Called again it changes nothing.
 */
export function endWithTheReader({
  stdout,
  stderr
}: Pick<NodeJS.Process, 'stdout' | 'stderr'>): void {
  for (const stream of [stdout, stderr]) stream.off('error', onReaderGone).on('error', onReaderGone)
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
