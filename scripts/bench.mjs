/** `npm run bench [-- ARGUMENTS]`: builds bench/index.ts and runs it; the measuring is in bench/. */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { run } from './setup/child.mjs'
import { main } from './setup/context.mjs'
import { electronEnvironment } from './setup/display.mjs'
import { electronPath } from './setup/electron.mjs'
import { Problem } from './setup/problem.mjs'
import { setUp, stepsFor } from './setup/steps.mjs'

await main(async (context) => {
  const { root, cache } = context
  const entry = join(root, 'bench', 'index.ts')
  if (!existsSync(entry)) throw new Problem(`there is no ${entry}`)
  await setUp(context, stepsFor({ lab: true, window: true, tests: true }))
  // rolldown is vite's own bundler.
  const vite = createRequire(createRequire(join(root, 'package.json')).resolve('vite'))
  const { build } = await import(pathToFileURL(vite.resolve('rolldown')).href)
  await build({
    input: entry,
    platform: 'node',
    // Packages stay where they are: a bench runs in a checkout, and Playwright and ssh2 do not bear being bundled.
    external: /^(?!\.|\/|@shared\/)/,
    resolve: { alias: { '@shared': join(root, 'src', 'shared') } },
    output: { dir: join(root, 'out', 'bench'), entryFileNames: 'index.js', sourcemap: true },
    logLevel: 'warn'
  })
  const args = [join(root, 'out', 'bench', 'index.js'), ...process.argv.slice(2)]
  const { code } = await run(context, process.execPath, args, {
    cwd: root,
    env: { MEDUSA_CACHE: cache, ...electronEnvironment(electronPath(context)) },
    inherit: true,
    stopBy: 'SIGINT',
    stopGroup: false,
    graceMs: 120_000
  })
  return code
})
