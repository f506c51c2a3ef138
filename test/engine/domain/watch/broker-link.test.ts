import { expect, test } from 'vitest'
import { brokerPicture } from '../../../../src/engine/domain/watch/broker-link.js'
import type { LinkEvidence } from '../../../../src/engine/domain/watch/evidence.js'
import { millis } from '../../../../src/shared/model/ids.js'

const up: LinkEvidence = { type: 'up', since: millis(1) }
const down: LinkEvidence = { type: 'down', reason: 'connection refused' }
const picture = (...links: readonly LinkEvidence[]) =>
  brokerPicture(links.map((link, index) => ({ vhost: `v${String(index)}`, link })))

test('one link that stands proves that the broker is there', () => {
  expect(picture(up, down, down)).toEqual({
    state: 'connected',
    reason: 'vhost v1 and 1 more: connection refused',
    vhosts: { up: 1, all: 3 }
  })
})

test('all links lost, or mute: the broker is away, with the reason', () => {
  expect(picture(down, { type: 'mute', reason: 'no answer within 3 s' })).toEqual({
    state: 'disconnected',
    reason: 'connection refused',
    vhosts: { up: 0, all: 2 }
  })
})

test('without a cluster nothing is asked, and nothing is being connected', () => {
  expect(picture()).toEqual({
    state: 'unasked',
    reason: 'no cluster yet',
    vhosts: { up: 0, all: 0 }
  })
})

test('one blocked link means that the broker blocks', () => {
  const blocked: LinkEvidence = { type: 'blocked', since: millis(1), reason: 'low on memory' }
  expect(picture(up, blocked)).toMatchObject({ state: 'blocked', reason: 'low on memory' })
})

test('nothing tried yet is neither connected nor lost', () => {
  expect(picture({ type: 'connecting' }).state).toBe('connecting')
})
