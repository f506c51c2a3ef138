/**
 * `npm run demo [-- --no-window] [--keep] [--clouds N]`: from a fresh clone to a verified result on real clouds. The set-up
 * is here, the demo itself is a command of the product: `medusa demo`. Without a display it gets --no-window.
 */
import { join } from 'node:path'
import { run } from './setup/child.mjs'
import { main } from './setup/context.mjs'
import { electronEnvironment, hasDisplay } from './setup/display.mjs'
import { electronPath } from './setup/electron.mjs'
import { setUp, stepsFor } from './setup/steps.mjs'

/** Ctrl-C cancels the run on the clouds and takes the lab down, which the demo does itself. */
const GRACE_MS = 120_000

await main(async (context) => {
  const args = process.argv.slice(2)
  const help = args.some((arg) => arg === '--help' || arg === '-h')
  const window = !help && hasDisplay(process.env) && !args.includes('--no-window')
  const noWindow = !help && !window && !args.includes('--no-window')
  await setUp(context, stepsFor({ lab: !help, window }))
  if (noWindow) context.report.plain('No display, so the demo runs without its window.')
  const cli = join(context.root, 'out', 'cli', 'index.js')
  const { code } = await run(
    context,
    process.execPath,
    [cli, 'demo', ...args, ...(noWindow ? ['--no-window'] : [])],
    {
      cwd: context.root,
      env: {
        MEDUSA_CACHE: context.cache,
        ...(window ? electronEnvironment(electronPath(context)) : {})
      },
      inherit: true,
      stopBy: 'SIGINT',
      stopGroup: false,
      graceMs: GRACE_MS
    }
  )
  return code
})
