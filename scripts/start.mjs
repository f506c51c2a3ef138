/** `npm start [-- ARGUMENTS]`: opens the window. Arguments go to the application. */
import { run } from './setup/child.mjs'
import { main } from './setup/context.mjs'
import { electronEnvironment, hasDisplay } from './setup/display.mjs'
import { electronPath } from './setup/electron.mjs'
import { Problem } from './setup/problem.mjs'
import { setUp, stepsFor } from './setup/steps.mjs'

await main(async (context) => {
  if (!hasDisplay(process.env)) {
    throw new Problem('there is no display: neither DISPLAY nor WAYLAND_DISPLAY is set', {
      remedy: 'Use the command line (npx medusa --help), or log in on a desktop.',
      exitCode: 2
    })
  }
  await setUp(context, stepsFor({ window: true }))
  const program = electronPath(context)
  if (program === undefined) throw new Error('the set-up left no Electron')
  // Chromium refuses to run as root with its sandbox.
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const { code } = await run(context, program, ['.', ...root, ...process.argv.slice(2)], {
    cwd: context.root,
    env: { ...electronEnvironment(program), ELECTRON_RUN_AS_NODE: undefined },
    inherit: true,
    graceMs: 30_000
  })
  return code
})
