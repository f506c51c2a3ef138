/**
 * The window's own command line: `electron . [--state DIR] [--environment NAME] [--run RUN_ID] [--job FILE]`.
 *
 * Chromium's switches (`--no-sandbox`, `--user-data-dir=…`, `--inspect=0`) stand among ours in `process.argv`, so what is not
 * ours is passed over and not refused.
 */
import { ConsoleError } from '@shared/model/errors.js'

export interface WindowArguments {
  /** State folder; `null`: the usual one. */
  readonly state: string | null
  readonly environment: string | null
  /** A run to show, also one that another process carries out. */
  readonly run: string | null
  /** A job file to start. */
  readonly job: string | null
}

const OPTIONS = ['state', 'environment', 'run', 'job'] as const

/**
 * @param argv - `process.argv`, or any tail of it
 * @throws ConsoleError `BAD_INPUT` when one of our options stands there without a value, or twice
 */
export function parseWindowArguments(argv: readonly string[]): WindowArguments {
  const found: Record<(typeof OPTIONS)[number], string | null> = {
    state: null,
    environment: null,
    run: null,
    job: null
  }
  argv.forEach((word, index) => {
    const name = OPTIONS.find((option) => word === `--${option}` || word.startsWith(`--${option}=`))
    if (name === undefined) return
    const value = word.includes('=') ? word.slice(word.indexOf('=') + 1) : argv[index + 1]
    if (value === undefined || value === '' || value.startsWith('--'))
      throw new ConsoleError('BAD_INPUT', `--${name} needs a value, got none`)
    if (found[name] !== null)
      throw new ConsoleError('BAD_INPUT', `--${name} stands twice: "${found[name]}" and "${value}"`)
    found[name] = value
  })
  return found
}
