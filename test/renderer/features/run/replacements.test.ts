import { describe, expect, test } from 'vitest'
import { replacements } from '../../../../src/renderer/src/features/run/replacements.js'
import { failedAttempts, verified } from '../../scenarios.js'

describe('replacements', () => {
  test('pairs an attempt with the one that started when it ended', () => {
    const found = [...replacements(failedAttempts())].map(([id, next]) => [id, next.cluster])
    expect(found).toEqual([
      ['a-porto', 'lisbon'],
      ['a-faro', 'coimbra']
    ])
  })

  test('takes nobody whom a vote brought in for a replacement', () => {
    expect([...replacements(verified())]).toEqual([])
  })
})
