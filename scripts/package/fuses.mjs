/**
 * The switches that are burnt into the shipped program (Electron's security list, 19). Off is what would let a stranger with the
 * program at hand run code of his own in it; what is left out here is as Electron ships it.
 *
 * n.b. without the inspector's arguments Playwright cannot launch it; the package's tests talk to its page by Chromium's own port.
 */
export const FUSES = /** @type {const} */ ({
  RunAsNode: false,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  OnlyLoadAppFromAsar: true,
  EnableCookieEncryption: true,
  GrantFileProtocolExtraPrivileges: false,
  LoadBrowserProcessSpecificV8Snapshot: false
  // EnableEmbeddedAsarIntegrityValidation works on macOS and Windows only.
})

/** How the program's bytes spell a fuse that is on. @see https://github.com/electron/electron/blob/main/docs/tutorial/fuses.md */
const ENABLED = '1'.charCodeAt(0)

/**
 * @param {(name: string) => any} load `require` of the project, whose packages are not there before the set-up
 * @param {string} program
 */
export async function burnFuses(load, program) {
  const { FuseV1Options, FuseVersion, flipFuses } = load('@electron/fuses')
  const fuses = Object.entries(FUSES).map(([name, on]) => [FuseV1Options[name], on])
  await flipFuses(program, { version: FuseVersion.V1, ...Object.fromEntries(fuses) })
}

/**
 * @param {(name: string) => any} load `require` of the project
 * @param {string} program
 * @returns {Promise<Readonly<Record<string, boolean>>>} those of {@link FUSES}, as they are in the program
 */
export async function readFuses(load, program) {
  const { FuseV1Options, getCurrentFuseWire } = load('@electron/fuses')
  const wire = await getCurrentFuseWire(program)
  return Object.fromEntries(
    Object.keys(FUSES).map((name) => [name, wire[FuseV1Options[name]] === ENABLED])
  )
}
