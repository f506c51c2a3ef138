import { describe, expect, test } from 'vitest'
import { previewOf } from '../../../src/engine/domain/preview.js'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('a preview', () => {
  test('is text where it is text, with every character that is whole', () => {
    const cut = bytes('naïve 🐟').slice(0, -2)
    expect(previewOf('/x', cut, 100).content).toEqual({ type: 'text', text: 'naïve ' })
    expect(previewOf('/x', bytes(''), 0).content).toEqual({ type: 'text', text: '' })
  })

  test('is bytes where it is none, or where the file itself ends inside a character', () => {
    const broken = bytes('ü').slice(0, 1)
    expect(previewOf('/x', broken, 1).content).toEqual({
      type: 'binary',
      rows: [`00000000  ${'c3'.padEnd(48)}  ·`]
    })
    const row = Uint8Array.from({ length: 17 }, (_, index) => index * 5)
    expect(previewOf('/x', row, 17).content).toEqual({
      type: 'binary',
      rows: [
        '00000000  00 05 0a 0f 14 19 1e 23  28 2d 32 37 3c 41 46 4b  ·······#(-27<AFK',
        `00000010  ${'50'.padEnd(48)}  P`
      ]
    })
  })

  test('shows 4 KiB of bytes and says so', () => {
    const { shown, content } = previewOf('/x', new Uint8Array(65_536), 1_000_000)
    expect([shown, content.type === 'binary' && content.rows.length]).toEqual([4_096, 256])
  })

  test.each([
    ['a gzip archive', [0x1f, 0x8b, 8, 0], 'gzip archive: its content is compressed'],
    ['a Parquet file', [...bytes('PAR1'), 0], 'Parquet file'],
    [
      'a sequence file',
      [
        ...bytes('SEQ'),
        6,
        25,
        ...bytes('org.apache.hadoop.io.Text'),
        32,
        ...bytes('org.apache.hadoop.io.IntWritable'),
        0
      ],
      'Hadoop sequence file, keys Text, values IntWritable'
    ],
    ['a cut sequence file', [...bytes('SEQ'), 6], 'Hadoop sequence file'],
    ['nothing known', [0, 1, 2], null]
  ])('says in words what %s is', (_, begin, format) => {
    expect(previewOf('/x', Uint8Array.from(begin), begin.length).format).toBe(format)
  })
})
