/**
 * The window's own command line: `electron . [--state DIR] [--environment NAME] [--run RUN_ID] [--job FILE] [--lab-base N] [FILE]`.
 *
 * Chromium's switches (`--no-sandbox`, `--user-data-dir=…`, `--inspect=0`) stand among ours in `process.argv`, so what is not
 * ours is passed over and not refused. A bare word that looks like a job file is one that the desktop opens: it is asked about before
 * anything starts, which `--job` is not.
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
  /** A job file to ask about, then start. */
  readonly open: string | null
  /** Where a lab started from the window listens: cloud K at 127.0.(base+K).1. Labs with different bases do not meet. */
  readonly labBase: number
}

const OPTIONS = ['state', 'environment', 'run', 'job', 'lab-base'] as const
/** What a job file's name ends with. n.b. in a checkout the application's own folder is a bare word, too. */
const JOB_FILE = /\.(?:yaml|yml|json)$/

/**
 * @param argv - `process.argv`, or any tail of it
 * @throws ConsoleError `BAD_INPUT` when one of our options stands there without a value, or twice, or with more than one job file
 */
export function parseWindowArguments(argv: readonly string[]): WindowArguments {
  const found: Record<(typeof OPTIONS)[number], string | null> = {
    state: null,
    environment: null,
    run: null,
    job: null,
    'lab-base': null
  }
  const files: string[] = []
  let valueAt = -1
  argv.forEach((word, index) => {
    if (index !== valueAt && !word.startsWith('-') && JOB_FILE.test(word)) files.push(word)
    const name = OPTIONS.find((option) => word === `--${option}` || word.startsWith(`--${option}=`))
    if (name === undefined) return
    const value = word.includes('=') ? word.slice(word.indexOf('=') + 1) : argv[index + 1]
    if (!word.includes('=')) valueAt = index + 1
    if (value === undefined || value === '' || value.startsWith('--'))
      throw new ConsoleError('BAD_INPUT', `--${name} needs a value, got none`)
    if (found[name] !== null)
      throw new ConsoleError('BAD_INPUT', `--${name} stands twice: "${found[name]}" and "${value}"`)
    found[name] = value
  })
  const { 'lab-base': base, ...others } = found
  const [open = null, second = found.job ?? undefined] = files
  if (open !== null && second !== undefined)
    throw new ConsoleError('BAD_INPUT', `one job file at a time, got "${open}" and "${second}"`)
  return { ...others, open, labBase: base === null ? 0 : baseOf(base) }
}

function baseOf(text: string): number {
  const base = Number(text)
  if (/^\d{1,3}$/.test(text) && base <= 240) return base
  throw new ConsoleError('BAD_INPUT', `--lab-base is a whole number from 0 to 240, got "${text}"`)
}

/**
 * What follows `--cli`: the words of the command line; `null` when this is to be a window.
 *
 * @param argv - `process.argv`, switches of Chromium and the folder of the application included
 */
export function commandLineOf(argv: readonly string[]): readonly string[] | null {
  const at = argv.indexOf('--cli')
  return at < 0 ? null : argv.slice(at + 1)
}
