import { expect, test } from 'vitest'
import type { SetupEvent } from '../../../../src/engine/ports/setup-store.js'
import { standingOf } from '../../../../src/engine/runtime/setup/carry-out.js'

const event = (id: string, type: SetupEvent['type'], text = id): SetupEvent => ({
  at: 1,
  id,
  step: 'broker/plugin',
  type,
  change: { kind: 'command', where: 'the broker', text, note: null },
  undoing: null
})
const ids = (...events: readonly SetupEvent[]): readonly string[] =>
  standingOf(events).map(({ id, type }) => `${id} ${type}`)

test('what was done stands until it is taken back; what failed never does', () => {
  expect(ids(event('a', 'began'), event('a', 'done'))).toEqual(['a done'])
  expect(ids(event('a', 'began'), event('a', 'done'), event('a', 'undone'))).toEqual([])
  expect(ids(event('a', 'began'), event('a', 'failed'))).toEqual([])
})

test('what a killed process had begun counts, until the same is begun again', () => {
  const killed = event('a', 'began', 'enable')
  expect(ids(killed)).toEqual(['a began'])
  expect(ids(killed, event('b', 'began', 'enable'), event('b', 'done', 'enable'))).toEqual([
    'b done'
  ])
  expect(ids(killed, event('a', 'undone', 'enable'))).toEqual([])
  expect(ids(killed, event('b', 'began', 'other'), event('b', 'done', 'other'))).toEqual([
    'a began',
    'b done'
  ])
})
