/** The Electron of the benches, and what it needs here. */

/** @throws Error when nobody named one */
export function electronProgram(): string {
  const program = process.env['MEDUSA_ELECTRON']
  if (program === undefined || program === '')
    throw new Error('MEDUSA_ELECTRON must name an Electron program; "npm run bench" sets it')
  return program
}

/** Chromium refuses to run as root with its sandbox. */
export const sandboxArguments: readonly string[] = process.getuid?.() === 0 ? ['--no-sandbox'] : []
