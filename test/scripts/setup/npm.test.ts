import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { lockDifference, npm, npmCommand } from '../../../scripts/setup/npm.mjs'
import { aContext } from '../support/context.js'

const zod = { version: '4.6.7', integrity: 'sha512-x' }

describe('what is installed', () => {
  test('agrees with the lock file though packages for other platforms are absent', () => {
    const locked = { '': {}, 'node_modules/zod': zod, 'node_modules/fsevents': { optional: true } }
    expect(lockDifference(locked, { 'node_modules/zod': zod })).toBeUndefined()
  })

  test('differs by a missing package, another version, another content, or one too many', () => {
    const locked = { '': {}, 'node_modules/zod': zod }
    const older = { ...zod, version: '4.6.6' }
    expect([
      lockDifference(locked, {}),
      lockDifference(locked, { 'node_modules/zod': older }),
      lockDifference(locked, { 'node_modules/zod': { ...zod, integrity: 'sha512-y' } }),
      lockDifference(locked, { 'node_modules/zod': zod, 'node_modules/yaml': zod })
    ]).toEqual([
      'node_modules/zod is missing',
      'node_modules/zod is 4.6.6, package-lock.json has 4.6.7',
      'node_modules/zod differs from package-lock.json',
      'node_modules/yaml is not in package-lock.json'
    ])
  })
})

describe('the npm step', () => {
  function checkout(installed: object | undefined) {
    const context = aContext()
    mkdirSync(join(context.root, 'node_modules', 'zod'), { recursive: true })
    const write = (file: string, packages: object) =>
      writeFileSync(join(context.root, file), JSON.stringify({ packages }))
    write('package-lock.json', { '': {}, 'node_modules/zod': zod })
    if (installed !== undefined) write('node_modules/.package-lock.json', installed)
    return { context, write }
  }

  test('does not take an interrupted npm ci, which leaves packages but no record of them, for a complete one', async () => {
    expect(await npm.missing(checkout(undefined).context)).toBe('not installed')
  })

  test('has nothing to do after an npm install by hand, until the lock file changes', async () => {
    const { context, write } = checkout({ 'node_modules/zod': zod })
    expect(await npm.missing(context)).toBeUndefined()
    write('package-lock.json', { '': {}, 'node_modules/zod': { ...zod, version: '5.0.0' } })
    expect(await npm.missing(context)).toContain('package-lock.json has 5.0.0')
  })
})

test('npm is the one we were called by, unless that was another package manager', () => {
  expect(npmCommand({ npm_execpath: '/x/bin/npm-cli.js' })).toEqual([
    process.execPath,
    '/x/bin/npm-cli.js'
  ])
  expect(npmCommand({ npm_execpath: '/x/pnpm.cjs' })).toEqual(['npm'])
  expect(npmCommand({})).toEqual(['npm'])
})
