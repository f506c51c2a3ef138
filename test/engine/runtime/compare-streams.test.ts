import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  compareOutputs,
  MAXIMUM_LINE_BYTES,
  type ComparedOutput
} from '../../../src/engine/runtime/compare-streams.js'

const encoder = new TextEncoder()

/** An output in memory, and what was read of it. */
function output(
  files: Readonly<Record<string, string | Uint8Array>>,
  chunkBytes = 3
): ComparedOutput & { readonly read: () => Readonly<Record<string, string>> } {
  const read: Record<string, string> = {}
  return {
    files: Object.keys(files),
    open: async function* (file) {
      const content = files[file]!
      const bytes = typeof content === 'string' ? encoder.encode(content) : content
      for (let at = 0; at < bytes.length; at += chunkBytes) {
        await Promise.resolve()
        yield bytes.subarray(at, at + chunkBytes)
      }
    },
    onChunk: (file, chunk) => {
      read[file] = (read[file] ?? '') + new TextDecoder('latin1').decode(chunk)
    },
    read: () => read
  }
}
const options = { tolerance: 1e-6 }
const yes = { within: true, difference: null }

test('outputs are within when every line of every file is, and all of both was read', async () => {
  const left = output({ 'part-r-0': 'a\t1.0\nb\t2\n', 'part-r-1': '' })
  const right = output({ 'part-r-0': 'a\t1.00000001\nb\t2.0\n', 'part-r-1': '' }, 5)
  expect(await compareOutputs(left, right, options)).toEqual(yes)
  expect(left.read()).toEqual({ 'part-r-0': 'a\t1.0\nb\t2\n' })
  expect(right.read()).toEqual({ 'part-r-0': 'a\t1.00000001\nb\t2.0\n' })
})

test('names the first difference, and reads on to the end for the digests', async () => {
  const left = output({ x: 'a 1\n', y: 'b 1\nc 2\nd 3\n', z: 'e 5\n' })
  const right = output({ x: 'a 1\n', y: 'b 1\nc 9\nd 4\n', z: 'e 6\n' })
  expect(await compareOutputs(left, right, options)).toEqual({
    within: false,
    difference: { file: 'y', line: 2, left: 'c 2', right: 'c 9', reason: 'token 2: "2" and "9"' }
  })
  expect(left.read()).toEqual({ x: 'a 1\n', y: 'b 1\nc 2\nd 3\n', z: 'e 5\n' })
  expect(right.read()['z']).toBe('e 6\n')
})

test.each([
  ['a line too few', 'a\nb\n', 'a\n', 2, 'the right file ends before this line'],
  ['an empty line too many', 'a\n', 'a\n\n', 2, 'the left file ends before this line'],
  ['a line feed that is no end', 'a\nb', 'a b', 1, 'behind token 1: the end of the line and " "']
])('%s is a difference', async (_, left, right, line, reason) => {
  const result = await compareOutputs(output({ x: left }), output({ x: right }), options)
  expect(result).toMatchObject({ within: false, difference: { line, reason } })
})

test('a last line is the same with and without its line feed', async () => {
  expect(
    await compareOutputs(output({ x: 'a\nb 1' }), output({ x: 'a\nb 1.0\n' }), options)
  ).toEqual(yes)
})

test('other names are a difference, and nothing is read', async () => {
  const left = output({ 'part-0': '1', 'part-1': '1' })
  const right = output({ 'part-0': '1', 'part-2': '1' })
  expect(await compareOutputs(left, right, options)).toMatchObject({
    within: false,
    difference: { file: null, line: 0, left: 'part-1', right: 'part-2' }
  })
  expect(await compareOutputs(left, output({ 'part-0': '1' }), options)).toMatchObject({
    difference: { left: 'part-1', right: '', reason: expect.stringContaining('2 and 1') as string }
  })
  expect(left.read()).toEqual({})
})

test('bytes that are no UTF-8 are compared as they are, and shown as text', async () => {
  const broken = (byte: number): Uint8Array => Uint8Array.of(0xc3, byte, 0x20, 0x31, 10)
  const one = output({ x: broken(0xff) })
  expect(await compareOutputs(one, output({ x: broken(0xff) }), options)).toEqual(yes)
  expect(await compareOutputs(one, output({ x: broken(0xfe) }), options)).toMatchObject({
    within: false
  })
  expect(await compareOutputs(output({ x: 'é 1' }), output({ x: 'è 1' }), options)).toMatchObject({
    difference: { left: 'é 1', right: 'è 1', reason: 'token 1: "é" and "è"' }
  })
})

test('shows at most 200 characters of a line', async () => {
  const result = await compareOutputs(
    output({ x: `${'é'.repeat(500)} 1` }, 100),
    output({ x: `${'é'.repeat(500)} 2` }, 100),
    options
  )
  expect(result.difference?.left).toBe('é'.repeat(200))
})

test('a line that does not end is a difference, not memory', async () => {
  const size = 2 ** 20
  let given = 0
  const endless: ComparedOutput = {
    files: ['x'],
    open: async function* () {
      for (; given <= MAXIMUM_LINE_BYTES + size; given += size) {
        await Promise.resolve()
        yield new Uint8Array(size)
      }
    }
  }
  expect(await compareOutputs(endless, output({ x: 'a' }), options)).toMatchObject({
    within: false,
    difference: { file: 'x', line: 1, reason: expect.stringContaining('longer than') as string }
  })
})

test('an abort ends it with its reason, and closes both streams', async () => {
  const controller = new AbortController()
  const closed: string[] = []
  const endless = (name: string): ComparedOutput => ({
    files: ['x'],
    open: async function* () {
      try {
        for (let line = 0; ; line++) {
          await Promise.resolve()
          if (line === 20) controller.abort(new Error('enough'))
          yield encoder.encode(`${name} ${String(line)}\n`)
        }
      } finally {
        closed.push(name)
      }
    }
  })
  await expect(
    compareOutputs(endless('a'), endless('b'), { ...options, signal: controller.signal })
  ).rejects.toThrow('enough')
  expect(closed.sort()).toEqual(['a', 'b'])
})

test('a stream that breaks is an error, not a difference', async () => {
  const broken: ComparedOutput = {
    files: ['x'],
    // eslint-disable-next-line require-yield -- it breaks before the first chunk
    open: async function* () {
      await Promise.resolve()
      throw new Error('connection lost')
    }
  }
  await expect(compareOutputs(output({ x: 'a' }), broken, options)).rejects.toThrow(
    'connection lost'
  )
})

test('the pieces in which the bytes come do not matter', async () => {
  const text = fc.string({ unit: fc.constantFrom('1', '2', ' ', '\n', 'é'), maxLength: 30 })
  const size = fc.integer({ min: 1, max: 9 })
  await fc.assert(
    fc.asyncProperty(text, text, size, size, async (left, right, one, other) => {
      const whole = await compareOutputs(output({ x: left }, 99), output({ x: right }, 99), options)
      const cut = await compareOutputs(
        output({ x: left }, one),
        output({ x: right }, other),
        options
      )
      expect(cut).toEqual(whole)
      const lines = (content: string): readonly string[] => content.replace(/\n$/, '').split('\n')
      if (left === right) expect(whole.within).toBe(true)
      else if (lines(left).length !== lines(right).length) expect(whole.within).toBe(false)
    })
  )
})
