import { expect, test } from 'vitest'
import { readiness, type Ends, type Placed } from '../../../../src/engine/domain/setup/order.js'

const CLUSTERS = ['porto', 'lisbon']
const worker: Placed = {
  id: 'porto/worker',
  target: 'porto',
  needs: [
    { step: 'python', of: 'same' },
    { step: 'node', of: 'broker' }
  ]
}
const guest: Placed = {
  id: 'broker/guest',
  target: 'broker',
  needs: [
    { step: 'administrator', of: 'same' },
    { step: 'vhost', of: 'every' }
  ]
}
const ends = (
  entries: Record<string, 'ok' | 'warning' | 'critical' | 'unknown' | 'blocked'>
): Ends => new Map(Object.entries(entries))

test('a step waits until all that it needs are over', () => {
  expect(readiness(worker, CLUSTERS, ends({ 'porto/python': 'ok' }))).toBeNull()
})

test('a warning holds nobody up', () => {
  const found = readiness(
    worker,
    CLUSTERS,
    ends({ 'porto/python': 'warning', 'broker/node': 'ok' })
  )
  expect(found).toEqual({ type: 'ready' })
})

test.each(['critical', 'unknown', 'blocked'] as const)(
  'what ended %s blocks, as soon as it is known, and is named',
  (end) => {
    expect(readiness(worker, CLUSTERS, ends({ 'broker/node': end }))).toEqual({
      type: 'blocked',
      by: ['broker/node']
    })
  }
)

test('another cluster’s failure holds nobody up, but its end is waited for', () => {
  const one = ends({ 'broker/administrator': 'ok', 'porto/vhost': 'ok' })
  expect(readiness(guest, CLUSTERS, one)).toBeNull()
  const both = new Map([...one, ['lisbon/vhost', 'blocked'] as const])
  expect(readiness(guest, CLUSTERS, both)).toEqual({ type: 'ready' })
})

test('what may stay unknown holds nobody up when it could not be looked at', () => {
  const lenient: Placed = {
    ...worker,
    needs: [{ step: 'vhost', of: 'same', even: 'unknown' }]
  }
  expect(readiness(lenient, CLUSTERS, ends({ 'porto/vhost': 'unknown' }))).toEqual({
    type: 'ready'
  })
  expect(readiness(lenient, CLUSTERS, ends({ 'porto/vhost': 'critical' }))).toEqual({
    type: 'blocked',
    by: ['porto/vhost']
  })
})
