import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { cloudNames } from '../../src/lab/plan.js'

const libexec = resolve(import.meta.dirname, '../../resources/lab/libexec')

/** Evaluates a Python expression with the names of lie.py in reach. */
const python = (expression: string): unknown =>
  JSON.parse(
    execFileSync(
      'python3',
      ['-B', '-c', `import json\nfrom lie import *\nimport io\nprint(json.dumps(${expression}))`],
      { cwd: libexec, encoding: 'utf8' }
    )
  )

test('a liar repeats itself, and no two clouds of a lab tell the same lie', () => {
  const names = JSON.stringify(cloudNames)
  const lies = python(`[choose(name, [1]) for name in ${names}]`) as number[][]
  // With a single file of a single byte only the change can differ.
  expect(new Set(lies.map((lie) => lie.join())).size).toBe(cloudNames.length)
  expect(python(`[choose(name, [1]) for name in ${names}]`)).toEqual(lies)
})

test('a lie stays within the files and always changes the byte', () => {
  const [part, offset, add] = python("choose('porto', [3, 1, 7])") as [number, number, number]
  expect(offset).toBeLessThan([3, 1, 7][part] ?? 0)
  expect(add).toBeGreaterThanOrEqual(1)
  expect(add).toBeLessThanOrEqual(255)
})

test('one byte is altered, the length stays', () => {
  expect(python("list(b''.join(altered(io.BytesIO(bytes([250, 251, 252])), 1, 10)))")).toEqual([
    250, 5, 252
  ])
})

test('finds the output folder of a jar and of a streaming job', () => {
  expect(python("output_of(['x.jar', 'wordcount', '/in', '/out'])")).toBe('/out')
  expect(python("output_of(['s.jar', '-input', '/in', '-output', '/out', '-mapper', 'cat'])")).toBe(
    '/out'
  )
})
