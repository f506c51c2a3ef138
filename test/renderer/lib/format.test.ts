import { describe, expect, test } from 'vitest'
import {
  age,
  axisTime,
  binaryBytes,
  bytes,
  clock,
  duration,
  exactBytes,
  listed,
  plural,
  roughly,
  shellWord,
  shortManifest,
  when
} from '../../../src/renderer/src/lib/format.js'
import { manifest } from '../snapshots.js'

/** No-break and narrow spaces as plain ones: the eye does not tell them apart either. */
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ')

describe('duration', () => {
  test.each([
    [0, '< 0.1 s'],
    [-5, '< 0.1 s'],
    [449, '0.4 s'],
    [47_000, '47.0 s'],
    [59_949, '59.9 s'],
    [59_960, '1 min 00 s'],
    [165_300, '2 min 45 s'],
    [3_599_600, '1 h 00 min'],
    [3_725_000, '1 h 02 min'],
    [90_000_000, '25 h 00 min']
  ])('%i ms is %s', (ms, text) => expect(plain(duration(ms))).toBe(text))
})

describe('age', () => {
  test.each([
    [400, 'now'],
    [-3_000, 'now'],
    [1_000, '1 s ago'],
    [59_999, '59 s ago'],
    [60_000, '1 min ago'],
    [7_200_000, '2 h ago'],
    [345_600_000, '4 days ago']
  ])('%i ms is %s', (ms, text) => expect(plain(age(ms))).toBe(text))

  test('of what is asked again soon is now, until nobody asked for longer', () => {
    expect([4_999, 5_000].map((ms) => plain(age(ms, 5_000)))).toEqual(['now', '5 s ago'])
  })

  test('without a point in time is a second at least', () => {
    expect([-5, 400, 1_000, 60_000].map((ms) => plain(roughly(ms)))).toEqual([
      '1 s',
      '1 s',
      '1 s',
      '1 min'
    ])
  })
})

describe('bytes', () => {
  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1.00 kB'],
    [999_499, '999 kB'],
    [999_600, '1.00 MB'],
    [1_004_254, '1.00 MB'],
    [11_400_000, '11.4 MB'],
    [9_995_000, '10.0 MB'],
    [5.2e12, '5.20 TB']
  ])('%i is %s', (n, text) => expect(plain(bytes(n))).toBe(text))

  test.each([
    [512, '512 B'],
    [134_217_728, '128 MiB'],
    [2_147_483_648, '2 GiB'],
    [83_700_000_000, '78.0 GiB'],
    [1_048_575, '1.00 MiB'],
    [5.5 * 2 ** 40, '5.50 TiB']
  ])('%i of a disk is %s', (n, text) => expect(plain(binaryBytes(n))).toBe(text))

  test('all of them in groups of three', () =>
    expect(plain(exactBytes(1_252_117))).toBe('1 252 117 B'))
})

test('a time of another day carries its date, of another year that too', () => {
  const noon = new Date(2026, 10, 21, 12, 0, 0).getTime()
  expect([
    clock(noon),
    when(noon, noon + 3_600_000),
    plain(when(noon, noon + 86_400_000)),
    plain(when(noon, new Date(2027, 0, 2).getTime()))
  ]).toEqual(['12:00:00', '12:00:00', '21 Nov 12:00:00', '21 Nov 2026 12:00:00'])
})

test('an axis counts minutes, and hours when there are any', () => {
  expect([0, 30, 90, 3_600, 5_430].map(axisTime)).toEqual([
    '0:00',
    '0:30',
    '1:30',
    '1:00:00',
    '1:30:30'
  ])
})

test('lists read as a sentence, and long ones end in a number', () => {
  expect([
    listed([]),
    listed(['porto']),
    listed(['porto', 'faro']),
    listed(['porto', 'faro', 'braga']),
    listed(['a', 'b', 'c', 'd'], 3)
  ]).toEqual(['none', 'porto', 'porto and faro', 'porto, faro and braga', 'a, b and 2 more'])
})

test('counts agree with their noun', () => {
  expect([plural(1, 'file'), plural(5, 'file'), plural(2, 'copy', 'copies')].map(plain)).toEqual([
    '1 file',
    '5 files',
    '2 copies'
  ])
})

test('a manifest keeps its first and last digits', () => {
  expect(shortManifest(manifest('x'))).toMatch(/^sha256:[0-9a-f]{4}…[0-9a-f]{4}$/)
})

test('a word for a shell is quoted when something in it would mean something there', () => {
  expect(['/tmp/state', '/home/ada/my state', "it's", '$(x)', ''].map(shellWord)).toEqual([
    '/tmp/state',
    "'/home/ada/my state'",
    "'it'\\''s'",
    "'$(x)'",
    "''"
  ])
})
