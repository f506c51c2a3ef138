/** Names and places of the packaged application: what the scripts, the tests and the desktop have to agree on. */
import { join } from 'node:path'

/** The program, its folder below /opt, its desktop entry, its icon. */
export const NAME = 'medusa-console'

/** Parts of the build that run; the sources' maps stay behind. */
export const BUILT = ['main', 'cli', 'node', 'preload', 'renderer']

/** What other programs read (python, hadoop), and so are real files below `resources/medusa`, not in the archive. */
export const REAL_FILES = ['worker', 'lab', 'lab-hadoop', 'examples']

/** Never shipped, wherever they lie. */
export const LEFT_OUT = /(^|\/)(__pycache__|\.pytest_cache|tests)$|\.map$/

/** What dpkg calls this machine's architecture. */
export const ARCHITECTURE = process.arch === 'x64' ? 'amd64' : process.arch

/** Icon sizes, as files in resources/desktop/icons. */
export const ICON_SIZES = [16, 24, 32, 48, 64, 128, 256, 512]

/** @param {string} output @returns {string} the runnable folder */
export const applicationIn = (output) => join(output, NAME)

/** @param {string} output @param {string} version @returns {string} the Debian package */
export const debianPackageIn = (output, version) =>
  join(output, `${NAME}_${version}_${ARCHITECTURE}.deb`)
