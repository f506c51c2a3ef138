import { expect, test } from 'vitest'
import { splitName } from '../../../../src/renderer/src/features/run/split-name.js'

test('lets folders give way first, then the middle of a long name', () => {
  expect([
    splitName('part-r-00000', 20),
    splitName('year=2024/month=11/part-m-00000', 20),
    splitName('state-of-the-union-part-r-00017', 20)
  ]).toEqual([
    ['', 'part-r-00000'],
    ['year=2024/month=11/', 'part-m-00000'],
    ['state-of-the-union-pa', 'rt-r-00017']
  ])
})
