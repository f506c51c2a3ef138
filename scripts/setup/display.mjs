/** @param {NodeJS.ProcessEnv} env @returns {boolean} whether there is a screen to open a window on */
export const hasDisplay = (env) => Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)

/**
 * What a child needs to know of the Electron at hand. MEDUSA_ELECTRON: the program; ELECTRON_OVERRIDE_DIST_PATH: its folder,
 * for `require('electron')` and Playwright.
 *
 * @param {string | undefined} program
 * @returns {NodeJS.ProcessEnv}
 */
export function electronEnvironment(program) {
  if (program === undefined) return {}
  const folder = program.slice(0, program.lastIndexOf('/'))
  return { MEDUSA_ELECTRON: program, ELECTRON_OVERRIDE_DIST_PATH: folder }
}
