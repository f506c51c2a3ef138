import { expect, test } from 'vitest'
import { judgeStatus } from '../../../../../src/engine/runtime/setup/steps/broker/node.js'
import type { RabbitStatus } from '../../../../../src/engine/protocol/rabbit/diagnostics.js'

const status = (change: Partial<RabbitStatus> = {}): RabbitStatus => ({
  version: '3.10.8',
  erlang: '25',
  node: 'rabbit@mq',
  listeners: [
    { interface: '[::]', port: 5672, protocol: 'amqp', purpose: '' },
    { interface: '[::]', port: 15672, protocol: 'http', purpose: '' }
  ],
  alarms: [],
  configFiles: [],
  enabledPluginFile: null,
  activePlugins: [],
  ...change
})

test('a node that listens where it is looked for is in order', () => {
  expect(judgeStatus(status(), 5672, 'RabbitMQ 3.10.8').level).toBe('ok')
})

test('an alarm blocks publishers, and is told', () => {
  const { level, error } = judgeStatus(
    status({ alarms: [{ resource: 'disk', node: null }] }),
    5672,
    ''
  )
  expect({ level, code: error?.code }).toEqual({ level: 'warning', code: 'BROKER_BLOCKED' })
})

test('a node that listens elsewhere is told, with where', () => {
  expect(judgeStatus(status(), 5671, '').error?.message).toContain('[::]:5672')
})
