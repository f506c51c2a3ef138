import { expect, test } from 'vitest'
import { judgeNames } from '../../../../src/engine/domain/setup/judge-names.js'

test('an address that others reach is in order', () => {
  expect(judgeNames('porto', '10.0.0.7', 'porto.example.org').level).toBe('ok')
})

test('a name that leads to loopback is told, with the file that writes it back on ExoGENI', () => {
  const { level, error } = judgeNames('porto', '127.0.1.1', '203.0.113.7')
  expect(level).toBe('warning')
  expect(error?.message).toContain('127.0.1.1')
  expect(error?.hint).toMatch(/\/etc\/hosts.*\/etc\/neuca\/config/)
})

test('a machine that is reached at loopback may call itself so', () => {
  expect(judgeNames('laptop', '127.0.1.1', '127.0.1.1').level).toBe('ok')
})

test('a host that does not know its name is told', () => {
  expect(judgeNames('porto', null, '10.0.0.7')).toMatchObject({
    level: 'warning',
    seen: 'porto does not know its own name'
  })
})
