import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeEvents } from '../../../../src/engine/protocol/celery/events.js'

/** Recorded from Celery 5.2.6. */
const heartbeat = {
  hostname: 'medusa@porto',
  utcoffset: 0,
  pid: 22216,
  clock: 51,
  freq: 2.0,
  active: 1,
  processed: 7,
  loadavg: [24.5, 9.93, 4.23],
  sw_ident: 'py-celery',
  sw_ver: '5.2.6',
  sw_sys: 'Linux',
  timestamp: 1795262532.57,
  type: 'worker-heartbeat'
}
const read = {
  type: 'worker-heartbeat',
  hostname: 'medusa@porto',
  load: [24.5, 9.93, 4.23],
  active: 1
}

test('reads a heartbeat', () => {
  expect(decodeEvents(JSON.stringify(heartbeat))).toEqual([read])
})

test('reads the workers’ events out of a batch and leaves those of tasks out', () => {
  const batch = [
    { ...heartbeat, type: 'worker-online' },
    { ...heartbeat, type: 'task-started' },
    heartbeat
  ]
  expect(decodeEvents(JSON.stringify(batch))).toEqual([{ ...read, type: 'worker-online' }, read])
})

test.each([
  ['without load', { loadavg: undefined, active: undefined }],
  ['with a load that is none', { loadavg: ['high', 2, 3], active: 'many' }]
])('reads a heartbeat %s', (_, changed) => {
  expect(decodeEvents(JSON.stringify({ ...heartbeat, ...changed }))).toEqual([
    { ...read, load: [], active: null }
  ])
})

test('leaves out whatever is no event, and never throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(decodeEvents(text)).toEqual([])
    })
  )
})
