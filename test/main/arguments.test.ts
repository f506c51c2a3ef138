import { expect, test } from 'vitest'
import { commandLineOf, parseWindowArguments } from '../../src/main/arguments.js'

const none = { state: null, environment: null, run: null, job: null, open: null, labBase: 0 }

test('reads its own options among those of Chromium', () => {
  const argv = ['.', '--no-sandbox', '--state', '/tmp/s', '--user-data-dir=/tmp/u', '--run=r-1']
  expect(parseWindowArguments(argv)).toEqual({ ...none, state: '/tmp/s', run: 'r-1' })
})

test('is content without any option', () => {
  expect(parseWindowArguments(['/opt/medusa', '--inspect=0'])).toEqual(none)
})

test('keeps an equals sign in a value', () => {
  expect(parseWindowArguments(['--job=./a=b.yaml'])).toEqual({ ...none, job: './a=b.yaml' })
})

test('names the option that has no value', () => {
  expect(() => parseWindowArguments(['--run', '--state', 'x'])).toThrow(
    '--run needs a value, got none'
  )
  expect(() => parseWindowArguments(['--job'])).toThrow('--job needs a value, got none')
})

test('names the option that stands twice, with both values', () => {
  expect(() => parseWindowArguments(['--run', 'a', '--run=b'])).toThrow(
    '--run stands twice: "a" and "b"'
  )
})

test('a lab of the window may listen elsewhere, within the addresses there are', () => {
  expect(parseWindowArguments(['--lab-base', '90']).labBase).toBe(90)
  for (const wrong of ['241', '-1', 'x', '1e2'])
    expect(() => parseWindowArguments([`--lab-base=${wrong}`])).toThrow(`got "${wrong}"`)
})

test('what follows --cli is for the command line, as it stands', () => {
  expect([
    commandLineOf(['electron', '.', '--no-sandbox', '--cli', 'lab', 'up', '--json']),
    commandLineOf(['electron', '.', '--state', 'x'])
  ]).toEqual([['lab', 'up', '--json'], null])
})

test('takes a bare job file for one that the desktop opens', () => {
  expect(parseWindowArguments(['--no-sandbox', '/home/ada/my job.medusa.yaml'])).toEqual({
    ...none,
    open: '/home/ada/my job.medusa.yaml'
  })
})

test('does not take the value of an option, or the folder of a checkout, for a job file', () => {
  expect(parseWindowArguments(['.', '--job', 'a.yaml', '--state=/tmp/b.json'])).toEqual({
    ...none,
    job: 'a.yaml',
    state: '/tmp/b.json'
  })
})

test('starts one job file at a time', () => {
  for (const argv of [
    ['a.yaml', 'b.json'],
    ['a.yaml', '--job', 'b.json']
  ])
    expect(() => parseWindowArguments(argv)).toThrow(
      'one job file at a time, got "a.yaml" and "b.json"'
    )
})
