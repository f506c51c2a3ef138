/**
 * Builds the window with the tests' engine: the product's own preload and page (from `out/`, so build first), and the main
 * process from the same sources with `test/main/harness/main.ts` as its composition root.
 */
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { build } from 'vite'

/** The checkout: above the sources, and above the bundle of the bench. */
function checkoutAbove(folder: string): string {
  if (existsSync(resolve(folder, 'package-lock.json'))) return folder
  if (dirname(folder) === folder) throw new Error('this is not within a checkout')
  return checkoutAbove(dirname(folder))
}

const root = checkoutAbove(import.meta.dirname)
export const harnessFolder = resolve(root, 'node_modules/.cache/medusa-window')

// eslint-disable-next-line no-restricted-syntax -- Playwright's globalSetup is a default export
export default (): Promise<void> => makeHarness(resolve(root, 'out'))

/** @param out - folder of a build of the product */
export async function makeHarness(out: string): Promise<void> {
  for (const part of ['preload', 'renderer'])
    if (!existsSync(resolve(out, part)))
      throw new Error(`${resolve(out, part)} is missing: run "npm run build" first`)
  rmSync(harnessFolder, { recursive: true, force: true })
  mkdirSync(harnessFolder, { recursive: true })
  for (const part of ['preload', 'renderer'])
    cpSync(resolve(out, part), resolve(harnessFolder, part), { recursive: true })
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    resolve: { alias: { '@shared': resolve(root, 'src/shared') } },
    ssr: { noExternal: true },
    build: {
      ssr: resolve(root, 'test/main/harness/main.ts'),
      outDir: resolve(harnessFolder, 'main'),
      target: 'node20.18',
      rolldownOptions: {
        external: ['electron', 'cpu-features', /^node:/, /\.node$/], // ssh2's optional native parts
        output: { entryFileNames: 'index.js', format: 'es' }
      }
    }
  })
  writeFileSync(
    resolve(harnessFolder, 'package.json'),
    JSON.stringify({
      name: 'medusa-console',
      productName: 'Medusa Console',
      type: 'module',
      main: './main/index.js'
    })
  )
}
