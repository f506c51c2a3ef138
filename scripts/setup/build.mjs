/** The built product in out/, anew whenever a source, a setting or a package differs from what it was built of. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { mustRun } from './child.mjs'
import { folderSize, readStamp, writeStamp } from './files.mjs'
import { Problem } from './problem.mjs'
import { size } from './report.mjs'

const SOURCES = [
  'src',
  'package.json',
  'package-lock.json',
  'electron.vite.config.ts',
  'svelte.config.js',
  'tsconfig.base.json',
  'tsconfig.node.json',
  'tsconfig.web.json'
]
const RESULTS = ['main/index.js', 'cli/index.js', 'preload/index.cjs', 'renderer/index.html']

/** @type {import('./steps.mjs').Step} */
export const build = {
  name: 'build',
  label: 'build',
  sharedFolder: ({ root }) => join(root, 'out'),

  async missing({ root }) {
    const stamp = readStamp(join(root, 'out', '.stamp'))
    if (stamp === undefined) return 'not built'
    const absent = RESULTS.find((file) => !existsSync(join(root, 'out', file)))
    if (absent !== undefined) return `out/${absent} is not there`
    return stamp.sources === fingerprint(root, SOURCES) ? undefined : 'sources have changed'
  },

  async install(context) {
    const { root, report } = context
    // Taken before: what changes while we build is built next time.
    const sources = fingerprint(root, SOURCES)
    await rm(join(root, 'out', '.stamp'), { force: true })
    const bin = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
    await report.during(
      'build',
      () => 'electron-vite',
      () =>
        mustRun(context, process.execPath, [bin, 'build', '--logLevel', 'warn'], {
          cwd: root,
          what: 'electron-vite build'
        })
    )
    const absent = RESULTS.find((file) => !existsSync(join(root, 'out', file)))
    if (absent !== undefined) throw new Problem(`the build made no out/${absent}`)
    await writeStamp(join(root, 'out', '.stamp'), { sources })
    return size(await folderSize(join(root, 'out')))
  }
}

/**
 * Names, sizes and times of all files, as one digest.
 *
 * @param {string} root
 * @param {readonly string[]} paths files and folders below it
 * @returns {string}
 */
export function fingerprint(root, paths) {
  const hash = createHash('sha256')
  const add = (/** @type {string} */ path) => {
    const entry = statSync(join(root, path), { throwIfNoEntry: false })
    if (entry?.isDirectory()) {
      for (const name of readdirSync(join(root, path)).sort()) add(join(path, name))
    } else hash.update(`${path}\n${entry?.size} ${entry?.mtimeMs}\n`)
  }
  paths.forEach(add)
  return hash.digest('hex')
}
