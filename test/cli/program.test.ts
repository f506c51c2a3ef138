import { afterEach, expect, test, vi } from 'vitest'
import { main } from '../../src/cli/program.js'
import { faultKinds } from '../../src/lab/faults.js'
import { stateRoot } from '../../src/lab/folders.js'

afterEach(() => vi.restoreAllMocks())

function quiet() {
  const told: string[] = []
  const keep = (text: string | Uint8Array): boolean => told.push(String(text)) > 0
  vi.spyOn(process.stdout, 'write').mockImplementation(keep)
  vi.spyOn(process.stderr, 'write').mockImplementation(keep)
  return told
}

test('--help shows examples and exit codes, and is no error', async () => {
  const told = quiet()
  expect(await main(['--help'])).toBe(0)
  expect(told.join('')).toMatch(/Examples:[\s\S]*Exit codes:[\s\S]*130 interrupted/)
})

test('--version prints the version of the product, and is no error', async () => {
  const told = quiet()
  expect(await main(['--version'])).toBe(0)
  expect(told.join('')).toMatch(/^\d+\.\d+\.\d+\n$/)
})

test('help says where the state folder is when none is given', async () => {
  const told = quiet()
  await main(['runs', '--help'])
  expect(told.join('').replaceAll(/\s+/g, ' ')).toContain(`(default: ${stateRoot()})`)
})

test('lab fault --help tells every kind there is', async () => {
  const told = quiet()
  await main(['lab', 'fault', '--help'])
  for (const kind of faultKinds) expect(told.join('')).toMatch(new RegExp(`\\n  ${kind} +\\w`))
})

test.each([
  ['an unknown command', ['frobnicate'], /unknown command 'frobnicate'/],
  ['a missing argument', ['run'], /missing required argument 'file'/],
  ['a number that is none', ['run', 'x.yaml', '--faults', 'two'], /got "two"/],
  ['an unknown option', ['runs', '--all'], /unknown option '--all'/]
])('%s is bad input, exit code 2, and is named', async (_, argv, message) => {
  const told = quiet()
  expect(await main(argv)).toBe(2)
  expect(told.join('')).toMatch(message)
})
