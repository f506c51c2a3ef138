import { expect, test } from 'vitest'
import { progressText } from '../../../../src/renderer/src/features/run/attempt-progress.js'
import { anAttempt } from '../../snapshots.js'

const plain = (text: string): string => text.replaceAll('\u00a0', ' ')

test('tells what an open attempt does, with its figure', () => {
  const texts = (
    ['staging', 'launching', 'preparing', 'running', 'digesting', 'voting'] as const
  ).map((phase) =>
    plain(
      progressText(
        anAttempt(
          'porto',
          {},
          { phase, map: 100, reduce: 40, bytes: 2_000_000, bytesTotal: 4_000_000 }
        )
      )
    )
  )
  expect(texts).toEqual([
    'gets data, 50 %',
    'starts',
    'fetches the jar',
    'reduce 40 %',
    'digests 2.00 MB',
    'waits for the vote'
  ])
})
