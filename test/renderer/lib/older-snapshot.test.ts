import { expect, test } from 'vitest'
import { completed, type StoredSnapshot } from '../../../src/renderer/src/lib/older-snapshot.js'
import { verified } from '../scenarios.js'
import { taskLevel } from '../scenarios-of-units.js'

const LATER = new Set(['granularity', 'copies', 'cost', 'repeats', 'job', 'role'])

/** As the first version wrote it. */
const stored = (): StoredSnapshot =>
  JSON.parse(
    JSON.stringify(verified(), (key, value: unknown) => (LATER.has(key) ? undefined : value))
  ) as StoredSnapshot

test('what the first version kept gets the members that came later', () => {
  expect(JSON.stringify(stored())).not.toContain('copies')
  expect(completed(stored())).toEqual(verified())
})

test('what is whole stays as it is', () => {
  expect(completed(taskLevel())).toEqual(taskLevel())
})
