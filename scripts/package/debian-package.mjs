/**
 * The Debian package: the runnable folder at /opt/medusa-console, `medusa` and `medusa-console` on the path, desktop entry, icons and
 * the type of job files.
 *
 * It has no maintainer scripts and no configuration files. The databases of the desktop (applications, types, icons) are brought
 * up to date by dpkg triggers of the packages they belong to, and chrome-sandbox is owned by root with mode 4755 in the archive
 * already, so that Chromium's sandbox works where user namespaces are closed to users.
 */
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { mustRun } from '../setup/child.mjs'
import { ARCHITECTURE, ICON_SIZES, NAME } from './layout.mjs'
import { linkTree, settle, walk } from './tree.mjs'

/** Every library the program is linked with (package.spec.ts compares), by the package that has it; newer names where they changed. */
export const DEPENDS = [
  'libasound2 | libasound2t64',
  'libatk-bridge2.0-0 | libatk-bridge2.0-0t64',
  'libatk1.0-0 | libatk1.0-0t64',
  'libatspi2.0-0 | libatspi2.0-0t64',
  'libc6 (>= 2.28)',
  'libcairo2',
  'libcups2 | libcups2t64',
  'libdbus-1-3',
  'libdrm2',
  'libexpat1',
  'libgbm1',
  'libgcc-s1',
  'libglib2.0-0 | libglib2.0-0t64',
  'libgtk-3-0 | libgtk-3-0t64',
  'libnspr4',
  'libnss3',
  'libpango-1.0-0',
  'libudev1',
  'libx11-6',
  'libxcb1',
  'libxcomposite1',
  'libxdamage1',
  'libxext6',
  'libxfixes3',
  'libxkbcommon0',
  'libxrandr2'
]
/** Loaded when there: notifications, the keyring, opening folders, the desktop's databases. */
const RECOMMENDS = [
  'desktop-file-utils',
  'libnotify4',
  'libsecret-1-0',
  'shared-mime-info',
  'xdg-utils'
]
/** For the lab on this machine. */
const SUGGESTS = ['openssh-server', 'python3-celery', 'rabbitmq-server']

/**
 * @param {import('../setup/context.mjs').Context} context
 * @param {object} options
 * @param {string} options.application the runnable folder
 * @param {string} options.target the .deb; replaced
 * @param {number} options.seconds time of all files, since 1970
 * @param {{ version: string, description: string }} options.manifest of package.json
 */
export async function makeDebianPackage(context, { application, target, seconds, manifest }) {
  const tree = `${target}.tree`
  const partial = `${target}.partial`
  await rm(tree, { recursive: true, force: true })
  try {
    await linkTree(application, join(tree, 'opt', NAME))
    await addDesktop(context.root, tree)
    await addControl(tree, manifest)
    await settle(tree, seconds, (name) => (name.endsWith('/chrome-sandbox') ? 0o4755 : undefined))
    // zstd: 1.5 s and 92 MB, where gzip takes 22 s for 96 MB and xz 122 s for 71 MB.
    const args = ['--root-owner-group', '-Zzstd', '--build', tree, partial]
    await mustRun(context, 'dpkg-deb', args, {
      what: 'dpkg-deb',
      remedy: 'Install dpkg, or make the folder only: npm run package -- --only folder',
      env: { SOURCE_DATE_EPOCH: String(seconds) }
    })
    await rename(partial, target)
  } finally {
    await rm(tree, { recursive: true, force: true })
    await rm(partial, { force: true })
  }
}

/** @param {string} root @param {string} tree */
async function addDesktop(root, tree) {
  const desktop = join(root, 'resources', 'desktop')
  /** @param {string} from @param {string} to */
  const put = async (from, to) => {
    await mkdir(dirname(join(tree, to)), { recursive: true })
    await copyFile(from, join(tree, to))
  }
  await put(join(desktop, `${NAME}.desktop`), `usr/share/applications/${NAME}.desktop`)
  await put(join(desktop, `${NAME}.xml`), `usr/share/mime/packages/${NAME}.xml`)
  await put(join(desktop, `${NAME}.svg`), `usr/share/icons/hicolor/scalable/apps/${NAME}.svg`)
  for (const size of ICON_SIZES)
    await put(
      join(desktop, 'icons', `${size}.png`),
      `usr/share/icons/hicolor/${size}x${size}/apps/${NAME}.png`
    )
  await put(join(root, 'LICENSE'), `usr/share/doc/${NAME}/copyright`)
  await mkdir(join(tree, 'usr', 'bin'), { recursive: true })
  await symlink(`../../opt/${NAME}/${NAME}`, join(tree, 'usr', 'bin', NAME))
  await symlink(`../../opt/${NAME}/bin/medusa`, join(tree, 'usr', 'bin', 'medusa'))
}

/** @param {string} tree @param {{ version: string, description: string }} manifest */
async function addControl(tree, { version, description }) {
  let bytes = 0
  const sums = []
  for await (const { path, name, isFolder } of walk(tree)) {
    if (isFolder) continue
    const entry = await stat(path).catch(() => null) // n.b. links lead to where the package will lie
    if (entry === null || name.startsWith('usr/bin/')) continue
    bytes += entry.size
    sums.push(
      `${createHash('md5')
        .update(await readFile(path))
        .digest('hex')}  ${name}\n`
    )
  }
  const control = [
    ['Package', NAME],
    ['Version', version],
    ['Architecture', ARCHITECTURE],
    ['Maintainer', 'Medusa Console developers <medusa-console@localhost>'],
    ['Installed-Size', String(Math.ceil(bytes / 1024))],
    ['Depends', DEPENDS.join(', ')],
    ['Recommends', RECOMMENDS.join(', ')],
    ['Suggests', SUGGESTS.join(', ')],
    ['Section', 'science'],
    ['Priority', 'optional'],
    [
      'Description',
      `MapReduce on several clouds at once, with a vote on the result\n ${description}`
    ]
  ]
  await mkdir(join(tree, 'DEBIAN'))
  await writeFile(
    join(tree, 'DEBIAN', 'control'),
    control.map(([key, value]) => `${key}: ${value}\n`).join('')
  )
  await writeFile(join(tree, 'DEBIAN', 'md5sums'), sums.join(''))
}
