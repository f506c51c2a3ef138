import { expect, test } from 'vitest'
import { readUpLine, withStep } from '../../../src/main/lab/up-lines.js'

test('reads progress, and an error with its remedy', () => {
  const step = { cloud: 'porto', daemon: 'namenode', state: 'ready', seconds: 8.4 } as const
  expect(readUpLine(JSON.stringify({ progress: step }))).toEqual({ type: 'step', step })
  const failed = readUpLine(
    '{"type":"error","code":"PORT_IN_USE","message":"port 9870","hint":"x"}'
  )
  expect(failed).toMatchObject({
    type: 'error',
    error: { code: 'PORT_IN_USE', message: 'port 9870', hint: 'x' }
  })
})

test('passes over a status and anything that is no JSON; a code it does not know is unexpected', () => {
  expect([readUpLine('{"broker":{},"clouds":[]}'), readUpLine('Warning: x')]).toEqual([
    { type: 'other' },
    { type: 'other' }
  ])
  expect(readUpLine('{"type":"error","code":"NEW_ONE","message":"m"}')).toMatchObject({
    error: { code: 'INTERNAL' }
  })
})

test('a daemon keeps its place when it is ready', () => {
  const one = { cloud: 'porto', daemon: 'sshd', state: 'starting', seconds: 1 } as const
  const two = { ...one, cloud: 'faro' }
  const ready = { ...one, state: 'ready', seconds: 2 } as const
  expect(withStep([one, two], ready)).toEqual([ready, two])
})
