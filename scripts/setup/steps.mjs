/**
 * The steps of the set-up, in the order in which they need each other: what needs a person comes first, so that nobody
 * waits for downloads only to be told to install a package.
 */
import { build } from './build.mjs'
import { makeCache } from './context.mjs'
import { debian } from './debian.mjs'
import { electron } from './electron.mjs'
import { hadoop } from './hadoop.mjs'
import { withLock } from './lock.mjs'
import { npm } from './npm.mjs'
import { duration } from './report.mjs'

/**
 * @typedef {import('./context.mjs').Context} Context
 *
 * @typedef {object} Step
 * @property {string} name for --only
 * @property {string} label for the report
 * @property {(context: Context) => string} sharedFolder what two set-ups at once must not both work on
 * @property {(context: Context) => Promise<string | undefined>} missing what there is to do; undefined for nothing; quick
 * @property {(context: Context) => Promise<string>} install does it; what there is now, for the report
 *
 * @typedef {object} Purpose what the command at hand is going to do
 * @property {boolean} [product] run the console. (default true)
 * @property {boolean} [lab] start real clouds
 * @property {boolean} [window] open the window
 * @property {boolean} [tests] run the tests that need programs of their own
 */

/** @param {Purpose} purpose @returns {Step[]} */
export function stepsFor({ product = true, lab = false, window = false, tests = false }) {
  const packages = debian(async (context) => [
    ...(lab ? /** @type {const} */ (['lab', 'java']) : []),
    ...(lab && (await hadoop.missing(context)) ? /** @type {const} */ (['maven']) : []),
    ...(window ? /** @type {const} */ (['window']) : []),
    ...(tests ? /** @type {const} */ (['tests']) : [])
  ])
  return [
    ...(lab || window || tests ? [packages] : []),
    npm,
    ...(lab ? [hadoop] : []),
    ...(window ? [electron] : []),
    ...(product ? [build] : [])
  ]
}

/**
 * Does what is missing, step by step. When nothing is, says nothing.
 *
 * @param {Context} context
 * @param {readonly Step[]} steps
 * @returns {Promise<number>} how many steps had something to do
 */
export async function setUp(context, steps) {
  let done = 0
  for (const step of steps) {
    if ((await step.missing(context)) === undefined) continue
    makeCache(context)
    done += await withLock(context, step.sharedFolder(context), async () => {
      const reason = await step.missing(context) // another set-up may have done it while we waited
      if (reason === undefined) return 0
      context.report.line(step.label, reason)
      const start = performance.now()
      const result = await step.install(context)
      context.report.line(step.label, `${result} (${duration(performance.now() - start)})`)
      return 1
    })
  }
  return done
}
