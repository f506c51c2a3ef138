/** Makes the package of a checkout that is set up, and says what it made. */
import { readFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { mustRun, run } from '../setup/child.mjs'
import { electronPath } from '../setup/electron.mjs'
import { folderSize } from '../setup/files.mjs'
import { Problem } from '../setup/problem.mjs'
import { duration, size } from '../setup/report.mjs'
import { makeApplication } from './application.mjs'
import { makeDebianPackage } from './debian-package.mjs'
import { applicationIn, debianPackageIn } from './layout.mjs'

/**
 * @param {import('../setup/context.mjs').Context} context
 * @param {{ output: string, deb: boolean }} options `output`: the folder for all of it; `deb`: the Debian package, too
 */
export async function makePackage(context, { output, deb }) {
  const { root, report } = context
  const electron = electronPath(context)
  if (electron === undefined) throw new Error('the set-up left no Electron')
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  await tellElectron(context, electron, manifest.devDependencies.electron)

  const seconds = await sourceDate(context)
  const application = applicationIn(output)
  const begun = performance.now()
  await makeApplication({ root, electron, target: application, seconds })
  const folder = `${application}, ${size(await folderSize(application))}`
  report.line('folder', `${folder} (${duration(performance.now() - begun)})`)
  if (!deb) return

  const start = performance.now()
  const target = debianPackageIn(output, manifest.version)
  await makeDebianPackage(context, { application, target, seconds, manifest })
  const bytes = (await stat(target)).size
  report.line('deb', `${target}, ${size(bytes)} (${duration(performance.now() - start)})`)
}

/** @param {import('../setup/context.mjs').Context} context @param {string} electron @param {string} pinned */
async function tellElectron(context, electron, pinned) {
  const { code, output } = await run(context, electron, ['-p', 'process.versions.electron'], {
    env: { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: undefined },
    limitMs: 30_000
  })
  if (code !== 0) throw new Problem(`${electron} does not run (exit code ${code})`, { output })
  const version = output.trim()
  context.report.line('Electron', version)
  if (version.split('.')[0] !== pinned.split('.')[0])
    context.report.line(
      '',
      `this is not the project's ${pinned}, which gets security fixes: try the package out, do not hand it on`
    )
}

/**
 * The time all files get: SOURCE_DATE_EPOCH, or that of the last commit.
 *
 * @param {import('../setup/context.mjs').Context} context
 * @returns {Promise<number>} seconds since 1970
 * @see https://reproducible-builds.org/specs/source-date-epoch/
 */
async function sourceDate(context) {
  const given = process.env.SOURCE_DATE_EPOCH
  if (given !== undefined && !/^\d{1,12}$/.test(given))
    throw new Problem(`SOURCE_DATE_EPOCH is "${given}"`, {
      remedy: 'Let it be whole seconds since 1970, or unset it.',
      exitCode: 2
    })
  if (given !== undefined) return Number(given)
  const output = await mustRun(context, 'git', ['log', '-1', '--format=%ct'], {
    cwd: context.root,
    what: 'git log',
    remedy: 'Outside a git checkout set SOURCE_DATE_EPOCH to seconds since 1970.'
  })
  return Number(output.trim())
}
