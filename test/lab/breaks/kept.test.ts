import { expect, test } from 'vitest'
import { assertBroken, assertWhole } from '../../../src/lab/breaks/kept.js'

const THERE = import.meta.filename
const MISSING = `${THERE}.before-break`

test('what is put aside once is not put aside again', async () => {
  await expect(assertWhole(MISSING, 'the key')).resolves.toBeUndefined()
  await expect(assertWhole(THERE, 'the key')).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: 'the key is broken already'
  })
})

test('what was not put aside cannot be taken back', async () => {
  await expect(assertBroken(THERE, 'the key')).resolves.toBeUndefined()
  await expect(assertBroken(MISSING, 'the key')).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: 'the key was not broken, so there is nothing to mend'
  })
})
