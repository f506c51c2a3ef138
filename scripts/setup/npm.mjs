/**
 * The project's npm packages. They are complete when npm's own record of what it put into node_modules (written as its last
 * act) agrees with package-lock.json; a stamp saves reading both each time.
 */
import { existsSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { lastLines, run } from './child.mjs'
import { folderSize, quickDigest, readStamp, writeStamp } from './files.mjs'
import { Problem } from './problem.mjs'
import { size } from './report.mjs'
import { tries } from './tries.mjs'

const LABEL = 'npm packages'

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} LockEntry */

/** @type {import('./steps.mjs').Step} */
export const npm = {
  name: 'npm',
  label: LABEL,
  sharedFolder: ({ root }) => join(root, 'node_modules'),

  async missing({ root }) {
    const lockFile = join(root, 'package-lock.json')
    const stamp = join(root, 'node_modules', '.medusa-lock')
    const lock = quickDigest(lockFile)
    if (readStamp(stamp)?.lock === lock) return undefined
    const record = join(root, 'node_modules', '.package-lock.json')
    if (!existsSync(record)) return 'not installed'
    const difference = lockDifference(readPackages(lockFile), readPackages(record))
    if (difference !== undefined) return difference
    await writeStamp(stamp, { lock })
    return undefined
  },

  async install(context) {
    const { root } = context
    const modules = join(root, 'node_modules')
    await rm(join(modules, '.medusa-lock'), { force: true })
    await rm(join(modules, '.package-lock.json'), { force: true })
    await ci(context)
    await writeStamp(join(modules, '.medusa-lock'), {
      lock: quickDigest(join(root, 'package-lock.json'))
    })
    const count = Object.keys(readPackages(join(modules, '.package-lock.json'))).length
    return `${count} packages, ${size(await folderSize(modules))}`
  }
}

/** @param {string} file @returns {Record<string, LockEntry>} */
const readPackages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages

/**
 * The first difference between the lock file and what is installed. Optional packages may be absent: they are for other
 * platforms.
 *
 * @param {Record<string, LockEntry>} locked
 * @param {Record<string, LockEntry>} installed
 * @returns {string | undefined}
 */
export function lockDifference(locked, installed) {
  for (const [path, entry] of Object.entries(locked)) {
    if (path === '') continue
    const present = installed[path]
    if (present === undefined) {
      if (entry.optional || entry.devOptional) continue
      return `${path} is missing`
    }
    if (present.version !== entry.version) {
      return `${path} is ${present.version}, package-lock.json has ${entry.version}`
    }
    if (present.integrity !== entry.integrity) return `${path} differs from package-lock.json`
  }
  const surplus = Object.keys(installed).find((path) => locked[path] === undefined)
  return surplus === undefined ? undefined : `${surplus} is not in package-lock.json`
}

/** @param {NodeJS.ProcessEnv} env @returns {[string, ...string[]]} npm as this process was called by, or the one on PATH */
export function npmCommand(env = process.env) {
  const path = env.npm_execpath ?? ''
  return path.endsWith('npm-cli.js') ? [process.execPath, path] : ['npm']
}

/** @param {import('./context.mjs').Context} context */
async function ci(context) {
  const [command, ...first] = npmCommand()
  // No package needs its install script (npm 10 would run them all, and electron's fails where its host is not reachable).
  const args = [
    'ci',
    '--include=dev',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error'
  ]
  const modules = join(context.root, 'node_modules')
  await tries(context, LABEL, async () => {
    const { code, output } = await context.report.during(
      LABEL,
      async () => `npm ci: ${size(await folderSize(modules))}`,
      () => run(context, command, [...first, ...args], { cwd: context.root, graceMs: 1_000 })
    )
    if (code !== 0) {
      throw new Problem(`npm ci failed with exit code ${code}`, {
        remedy: 'Check the network, the proxy and the registry in npm’s settings, then try again.',
        output: lastLines(output, 15)
      })
    }
  })
}
