import { expect, test } from 'vitest'
import { CommandOutput, FirstBytes } from '../../../../src/engine/runtime/hosts/command-output.js'

const of = (length: number): Uint8Array => new Uint8Array(length).fill(120)

test('keeps the first bytes of each, and all that there is room for together', () => {
  const all = new CommandOutput(4, 1_000)
  const outputs = Array.from({ length: 4 }, () => new FirstBytes(all))
  outputs[0]!.add(of(5_000)) // floods: its share of 125, and the common 500
  outputs[1]!.add(of(100))
  outputs[1]!.add(of(100)) // heard late: its share is there
  outputs[2]!.add(of(125))
  expect(outputs.map((output) => [output.text().length, output.cut])).toEqual([
    [625, true],
    [125, true],
    [125, false],
    [0, false]
  ])
  expect(all.bytes).toBe(875)
})

test('has 256 KiB of each output when there are few', () => {
  const all = new CommandOutput(2)
  const output = new FirstBytes(all)
  output.add(of(1024 * 1024))
  expect([output.text().length, all.bytes]).toEqual([256 * 1024, 256 * 1024])
})

test('adds nothing behind a cut', () => {
  const output = new FirstBytes(new CommandOutput(1, 10))
  output.add(of(11))
  output.add(of(1))
  expect([output.text().length, output.cut]).toEqual([10, true])
})

test('what was let go of counts as cut, and nothing as nothing', () => {
  const all = new CommandOutput(2)
  const [some, none] = [new FirstBytes(all), new FirstBytes(all)]
  some.add(of(7))
  some.forget()
  none.forget()
  expect([some.text(), some.cut, none.cut, all.bytes]).toEqual(['', true, false, 0])
})
