/**
 * The runnable folder: a copy of the Electron at hand with our program's name on it, the build as an archive, and beside it the
 * files that other programs read. No node_modules: the build holds all that runs.
 */
import { constants } from 'node:fs'
import { copyFile, cp, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { replaceFolder } from '../setup/files.mjs'
import { burnFuses } from './fuses.mjs'
import { BUILT, ICON_SIZES, LEFT_OUT, NAME, REAL_FILES } from './layout.mjs'
import { copyTree, settle } from './tree.mjs'

/** Chromium's own texts: the page speaks English only, whatever the desktop does. */
const LOCALES = ['en-US.pak']
/** Of package.json, what Electron reads of an application. */
const MANIFEST = ['name', 'productName', 'version', 'description', 'license', 'type', 'main']

/**
 * @param {object} options
 * @param {string} options.root the checkout, built
 * @param {string} options.electron the program to copy, with its folder
 * @param {string} options.target the runnable folder; replaced
 * @param {number} options.seconds time of all files, since 1970
 */
export async function makeApplication({ root, electron, target, seconds }) {
  await replaceFolder(target, async (folder) => {
    await copyElectron(dirname(electron), folder)
    await rename(join(folder, electron.slice(dirname(electron).length + 1)), join(folder, NAME))
    await packSources(root, join(folder, 'resources', 'app.asar'))
    await copyRealFiles(root, folder)
    await burnFuses(createRequire(join(root, 'package.json')), join(folder, NAME))
    await settle(folder, seconds, (name) => (name === 'chrome-sandbox' ? 0o4755 : undefined))
  })
}

/** @param {string} from @param {string} to */
async function copyElectron(from, to) {
  await cp(from, to, {
    recursive: true,
    mode: constants.COPYFILE_FICLONE, // takes no room where the file system can
    filter: (source) => !source.endsWith('.stamp')
  })
  await rm(join(to, 'resources', 'default_app.asar'), { force: true })
  await rm(join(to, 'version'), { force: true })
  for (const name of await readdir(join(to, 'locales')))
    if (!LOCALES.includes(name)) await rm(join(to, 'locales', name))
}

/** @param {string} root @param {string} archive */
async function packSources(root, archive) {
  const stage = `${archive}.stage`
  for (const part of BUILT) await copyTree(join(root, 'out', part), join(stage, 'out', part))
  const all = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const manifest = Object.fromEntries(MANIFEST.map((key) => [key, all[key]]))
  await writeFile(
    join(stage, 'package.json'),
    `${JSON.stringify({ ...manifest, desktopName: `${NAME}.desktop` }, null, 2)}\n`
  )
  await createRequire(join(root, 'package.json'))('@electron/asar').createPackage(stage, archive)
  await rm(stage, { recursive: true })
}

/** @param {string} root @param {string} folder */
async function copyRealFiles(root, folder) {
  for (const name of REAL_FILES)
    await cp(join(root, 'resources', name), join(folder, 'resources', 'medusa', name), {
      recursive: true,
      filter: (source) => !LEFT_OUT.test(source)
    })
  const desktop = join(root, 'resources', 'desktop')
  const icons = join(folder, 'resources', 'medusa', 'icons')
  await mkdir(icons)
  for (const size of ICON_SIZES)
    await copyFile(join(desktop, 'icons', `${size}.png`), join(icons, `${size}.png`))
  await copyTexts(root, join(folder, 'resources', 'medusa', 'texts'))
  await mkdir(join(folder, 'bin'))
  await copyFile(join(desktop, 'medusa'), join(folder, 'bin', 'medusa'))
  await copyFile(join(root, 'LICENSE'), join(folder, 'LICENSE'))
}

/** What demo and tour count: the texts of an npm package, without its tables. @param {string} root @param {string} folder */
async function copyTexts(root, folder) {
  const source = join(root, 'node_modules', '@stdlib', 'datasets-sotu')
  await mkdir(folder)
  for (const name of await readdir(join(source, 'data')))
    if (name.endsWith('.txt')) await copyFile(join(source, 'data', name), join(folder, name))
  for (const name of ['LICENSE', 'NOTICE']) await copyFile(join(source, name), join(folder, name))
}
