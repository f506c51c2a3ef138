/** The static checks: types, lint, fences between layers, components, formatting. All run, whatever the others say. */
import { join } from 'node:path'
import { run } from '../setup/child.mjs'
import { duration } from '../setup/report.mjs'

/** @typedef {import('../setup/context.mjs').Context} Context */

/** name → program in node_modules and its arguments. The caches live there, too, and so go with the packages. */
const CHECKS = /** @type {Readonly<Record<string, readonly string[]>>} */ ({
  types: ['tsc', '-b'],
  lint: [
    'eslint',
    ...['--cache', '--cache-location', 'node_modules/.cache/eslint/', '--max-warnings', '0', '.']
  ],
  fences: ['depcruise', 'src', '--config', '.dependency-cruiser.cjs'],
  components: ['svelte-check', '--fail-on-warnings', '--tsconfig', 'tsconfig.web.json'],
  format: [
    'prettier',
    ...['--check', '--cache', '--cache-location', 'node_modules/.cache/prettier.json', '.']
  ]
})

/**
 * @param {Context} context
 * @param {number} atOnce how many run at the same time
 * @returns {Promise<{ passed: number, failed: number }>} each check counts one; failed ones have printed their output
 */
export async function runChecks(context, atOnce) {
  const waiting = Object.entries(CHECKS)
  const counts = { passed: 0, failed: 0 }
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [name, [program = '', ...args]] = next
      const start = performance.now()
      const path = join(context.root, 'node_modules', '.bin', program)
      const { code, output } = await run(context, path, args, { cwd: context.root })
      const took = duration(performance.now() - start)
      context.report.line(
        name,
        code === 0 ? `right (${took})` : `FAILED (${took}): ${program} ${args.join(' ')}`
      )
      if (code !== 0) context.report.plain(output.trimEnd().replace(/^/gm, '    '))
      if (code === 0) counts.passed += 1
      else counts.failed += 1
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return counts
}
