import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readJournal } from '../../../../src/engine/adapters/files/journal-content.js'

const events = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 5 })
const written = (list: readonly object[]): Buffer =>
  Buffer.from(list.map((event) => `${JSON.stringify(event)}\n`).join(''))

test('reads what was written', () => {
  fc.assert(
    fc.property(events, (list) => {
      const bytes = written(list)
      expect(readJournal(bytes)).toEqual({
        type: 'whole',
        events: JSON.parse(JSON.stringify(list)) as unknown,
        torn: null,
        length: bytes.length
      })
    })
  )
})

test('reads every truncation as the whole lines before it, and the rest as torn', () => {
  fc.assert(
    fc.property(events, fc.nat(), (list, cut) => {
      const bytes = written(list)
      const length = cut % (bytes.length + 1)
      const reading = readJournal(bytes.subarray(0, length))
      const whole = bytes.subarray(0, length).lastIndexOf(0x0a) + 1
      expect(reading).toMatchObject({ type: 'whole', length: whole })
      expect(reading.type === 'whole' && (reading.torn === null) === (whole === length)).toBe(true)
    })
  )
})

test('names the first damaged line', () => {
  expect(readJournal(Buffer.from('{}\n{}\nnull\n{}\n'))).toEqual({ type: 'damaged', line: 3 })
})
