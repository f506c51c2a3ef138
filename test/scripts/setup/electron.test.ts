import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { electron33 } from '../../../scripts/setup/electron-33.mjs'
import { electron, electronPath, verify } from '../../../scripts/setup/electron.mjs'
import { aContext } from '../support/context.js'

const DAY_MS = 24 * 3_600_000

/** A checkout whose electron package has an installer that does `install`. */
function aCheckout(install: string) {
  onTestFinished(() => void vi.unstubAllEnvs())
  vi.stubEnv('MEDUSA_ELECTRON', '')
  const context = aContext()
  const folder = join(context.root, 'node_modules', 'electron')
  mkdirSync(folder, { recursive: true })
  mkdirSync(context.cache)
  writeFileSync(join(folder, 'package.json'), '{ "version": "45.4.1" }')
  writeFileSync(join(folder, 'install.js'), install)
  return { context, folder }
}

function aProgram(file: string, prints: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `#!/bin/sh\n${prints}\n`)
  chmodSync(file, 0o755)
}

const DOWNLOADS = `const fs = require('fs')
fs.mkdirSync(__dirname + '/dist')
fs.writeFileSync(__dirname + '/dist/electron', '#!/bin/sh\\necho 45.4.1\\n', { mode: 0o755 })
fs.writeFileSync(__dirname + '/path.txt', 'electron')`
const FAILS = `console.error('TypeError: fetch failed'); process.exit(1)`

test('the project’s own Electron is used where its installer can download it', async () => {
  const { context, folder } = aCheckout(DOWNLOADS)
  expect(await electron.missing(context)).toBe('45.4.1 is not downloaded')
  expect(await electron.install(context)).toMatch(/^45\.4\.1, .*checksum right$/)
  expect(electronPath(context)).toBe(join(folder, 'dist', 'electron'))
})

test('an unfinished installation of it is not taken for a whole one', async () => {
  const { context, folder } = aCheckout(DOWNLOADS)
  aProgram(join(folder, 'dist', 'electron'), 'exit 1')
  expect(await electron.missing(context)).toBe('45.4.1 is not downloaded')
  await electron.install(context)
  expect(await electron.missing(context)).toBeUndefined()
})

describe('where it cannot be downloaded', () => {
  function prepared() {
    const { context } = aCheckout(FAILS)
    const folder = join(context.cache, 'electron-33.2.1')
    aProgram(join(folder, 'electron'), 'echo 33.2.1')
    writeFileSync(join(folder, '.stamp'), JSON.stringify(electron33.madeOf))
    return { context, program: join(folder, 'electron') }
  }

  test('the older one takes its place, and the reason is told', async () => {
    const { context, program } = prepared()
    await electron.install(context)
    expect(context.said.join('')).toContain(
      '45.4.1 could not be downloaded: TypeError: fetch failed'
    )
    expect(electronPath(context)).toBe(program)
  })

  test.each([
    ['is remembered for a day', DAY_MS - 60_000, undefined],
    ['is tried again after it', DAY_MS + 60_000, '45.4.1 is not downloaded']
  ])('the failure %s', async (_, age, missing) => {
    const { context } = prepared()
    const failure = join(context.cache, 'electron-45.4.1.failed')
    writeFileSync(failure, JSON.stringify({ at: Date.now() - age }))
    expect(await electron.missing(context)).toBe(missing)
  })

  test('a package with the wrong bytes is refused, and nothing of it stays', async () => {
    const { context } = aCheckout(FAILS)
    const programs = join(dirname(context.root), 'bin')
    aProgram(join(programs, 'npm'), 'echo torn > package.tgz')
    vi.stubEnv('npm_execpath', '')
    vi.stubEnv('PATH', `${programs}:${process.env['PATH'] ?? ''}`)
    await expect(electron.install(context)).rejects.toThrow(/has SHA-512 .*, expected bWBeKf5c7c/)
    expect(context.said.join('')).toContain('try 3 of 3')
    expect(readdirSync(context.cache)).toEqual(['electron-45.4.1.failed'])
  }, 10_000)
})

test('MEDUSA_ELECTRON is used, and must exist', () => {
  const { context } = aCheckout(FAILS)
  vi.stubEnv('MEDUSA_ELECTRON', process.execPath)
  expect(electronPath(context)).toBe(process.execPath)
  vi.stubEnv('MEDUSA_ELECTRON', '/no/such/electron')
  expect(existsSync('/no/such/electron')).toBe(false)
  expect(() => electronPath(context)).toThrow(
    'MEDUSA_ELECTRON is /no/such/electron, which does not exist'
  )
})

test('an Electron that lacks a library is refused by the library’s name', async () => {
  const context = aContext()
  const program = join(context.cache, 'electron')
  aProgram(
    program,
    'echo "electron: error while loading shared libraries: libnss3.so: cannot open shared object file" >&2; exit 127'
  )
  await expect(verify(context, program, '33.2.1')).rejects.toMatchObject({
    message: `${program} needs libnss3.so, which is not installed`,
    exitCode: 2
  })
})
