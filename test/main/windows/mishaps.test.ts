import { expect, test, vi } from 'vitest'
import { afterCrash } from '../../../src/main/windows/mishaps.js'

vi.mock('electron', () => ({ dialog: {} })) // only its decision is looked at here

test.each([
  ['crashed', 100_000, null, 'reload'],
  ['oom', 100_000, 10_000, 'reload'],
  ['crashed', 100_000, 90_000, 'ask'],
  ['clean-exit', 100_000, null, 'none']
] as const)('after "%s" at %i, reloaded at %s: %s', (reason, now, reloadedAt, expected) => {
  expect(afterCrash(reason, now, reloadedAt)).toBe(expected)
})
