import { explain, openContext } from './context.mjs'
import { Report } from './report.mjs'
import { setUp, stepsFor } from './steps.mjs'

/** Options that may stand before the command, followed by their value. */
const WITH_VALUE = ['--state', '--environment']

/**
 * The set-up for one call of `medusa`. Ends the process when it fails; otherwise lets go of the signals and says nothing
 * if there was nothing to do.
 *
 * @param {readonly string[]} args those of the command line
 */
export async function prepare(args) {
  try {
    const { context, close } = openContext()
    await setUp(context, stepsFor({ lab: startsClouds(args) }))
    // Where the lab finds Hadoop, whoever asks.
    process.env.MEDUSA_CACHE = context.cache
    close()
  } catch (error) {
    process.exit(explain(error, new Report()))
  }
}

/**
 * Whether a command starts clouds, which takes Debian packages and Hadoop.
 *
 * @param {readonly string[]} args
 * @returns {boolean}
 */
export function startsClouds(args) {
  if (args.includes('--help') || args.includes('-h')) return false
  const [command, action] = args.filter(
    (arg, i) => !arg.startsWith('-') && !WITH_VALUE.includes(args[i - 1] ?? '')
  )
  return command === 'demo' || (command === 'lab' && action === 'up')
}
