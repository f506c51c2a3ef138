import { expect, test } from 'vitest'
import { brokerChangeSchema } from '@shared/model/broker-change.js'
import {
  callText,
  changeSentence,
  restCall
} from '../../../../src/engine/protocol/management/changes.js'
import { managementUrl } from '../../../../src/engine/protocol/management/urls.js'

test('a password stands in the body, and in no text for people', () => {
  const change = {
    type: 'create-user',
    user: 'x',
    password: 'S3cret',
    tags: ['monitoring']
  } as const
  const mutable = { ...change, tags: [...change.tags] }
  expect(restCall(mutable, null).body).toEqual({ password: 'S3cret', tags: 'monitoring' })
  expect(callText(mutable)).toBe('PUT /api/users/x {"password":"…","tags":"monitoring"}')
  expect(changeSentence(mutable)).toBe('created user x with tags monitoring')
})

test('new tags keep the password, a new password keeps the tags', () => {
  const kept = { tags: ['monitoring'], passwordHash: 'abc', hashingAlgorithm: 'sha256' }
  expect(restCall({ type: 'set-tags', user: 'x', tags: [], own: 'refuse' }, kept).body).toEqual({
    tags: '',
    password_hash: 'abc',
    hashing_algorithm: 'sha256'
  })
  expect(restCall({ type: 'set-password', user: 'x', password: 'p' }, kept).body).toEqual({
    tags: 'monitoring',
    password: 'p'
  })
})

test('tags are any words; what would be read as another tag is refused', () => {
  const taken = (...tags: string[]): boolean =>
    brokerChangeSchema.safeParse({ type: 'set-tags', user: 'x', tags, own: 'accept' }).success
  expect(taken('ops', 'monitoring', 'team süd 2')).toBe(true)
  expect([taken('a,b'), taken(' a'), taken('a '), taken(''), taken('a\n')]).toEqual([
    false,
    false,
    false,
    false,
    false
  ])
})

test.each([
  ['/', '%2F'],
  ['a b"c', 'a%20b%22c'],
  ['ü?#&', '%C3%BC%3F%23%26'],
  ['%2F', '%252F'],
  ['\ud83d\ude00', '%F0%9F%98%80'],
  ['half \ud83d', 'half%20%EF%BF%BD']
])('the name %s is %s in an address', (name, encoded) => {
  expect(managementUrl('http://b:1/', ['vhosts', name])).toBe(`http://b:1/api/vhosts/${encoded}`)
})
