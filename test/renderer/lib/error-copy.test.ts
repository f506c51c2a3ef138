import { describe, expect, test } from 'vitest'
import { errorCodes, type ErrorCode } from '@shared/model/errors.js'
import { errorText, reasonText, sentence } from '../../../src/renderer/src/lib/error-copy.js'

test('has a title of at most eight words for every code there is, without an exclamation', () => {
  for (const code of Object.keys(errorCodes) as ErrorCode[]) {
    const { title } = errorText({ code, message: 'x' })
    expect(title.split(' ').length, title).toBeLessThanOrEqual(8)
    expect(title, title).toMatch(/^[A-Z][^!]*[^.!]$/)
  }
})

describe('errorText', () => {
  test('takes the remedy that came with the error before its own', () => {
    expect(
      errorText({ code: 'FILE_MISSING', message: 'no x.jar', hint: 'build it first' })
    ).toEqual({
      title: 'A file is missing',
      cause: 'no x.jar',
      remedy: 'Build it first.'
    })
  })

  test('has none where there is nothing to be done', () => {
    expect(errorText({ code: 'INTERNAL', message: 'x' }).remedy).toBeNull()
  })
})

test('puts no full stop after something to type', () => {
  expect([
    sentence('start the lab with: npx medusa lab up'),
    sentence('wait'),
    sentence('done.')
  ]).toEqual(['Start the lab with: npx medusa lab up', 'Wait.', 'Done.'])
})

test('tells a reason that it does not know in small letters', () => {
  expect([reasonText('JOB_FAILED'), reasonText('MOON_PHASE')]).toEqual([
    'the job failed',
    'moon phase'
  ])
})
