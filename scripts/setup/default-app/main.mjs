/**
 * `electron [-r MODULE] [FLAGS] FOLDER`: starts the application in FOLDER, as Electron's own default application does.
 * Packed as resources/default_app.asar by electron-33.mjs.
 */
import { app } from 'electron'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const { folder, modules } = parse(process.argv.slice(1))
const packageFile = resolve(folder, 'package.json')
const require = createRequire(packageFile)
const { name, productName, version } = JSON.parse(readFileSync(packageFile, 'utf8'))
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true })
if (version) app.setVersion(version)
app.name = productName ?? name
app.setDesktopName(`${app.name}.desktop`)
app.setAppPath(folder)
for (const module of modules) require(resolve(module))
await import(pathToFileURL(require.resolve(folder)).href)

/** Playwright without executablePath passes -r. @param {readonly string[]} args */
function parse(args) {
  const modules = []
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? ''
    if (arg === '-r') modules.push(args[++i] ?? '')
    else if (!arg.startsWith('-')) return { folder: resolve(arg), modules }
  }
  return { folder: resolve('.'), modules }
}
