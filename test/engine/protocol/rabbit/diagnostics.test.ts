import { describe, expect, test } from 'vitest'
import {
  readListeners,
  readPlugins,
  readStatus,
  readUsers,
  readVhosts
} from '../../../../src/engine/protocol/rabbit/diagnostics.js'
import { answer } from './fixtures.js'

const listeners = [
  { interface: '[::]', port: 15699, protocol: 'http', purpose: 'HTTP API' },
  {
    interface: '[::]',
    port: 25699,
    protocol: 'clustering',
    purpose: 'inter-node and CLI tool communication'
  },
  {
    interface: '127.0.0.1',
    port: 5699,
    protocol: 'amqp',
    purpose: 'AMQP 0-9-1 and AMQP 1.0'
  }
]
const plugins = ['rabbitmq_management', 'rabbitmq_management_agent', 'rabbitmq_web_dispatch']

describe('A real RabbitMQ 3.10.8', () => {
  test('tells its status', () => {
    expect(readStatus(answer('status'))).toEqual({
      version: '3.10.8',
      erlang: '25',
      node: 'proto@localhost',
      listeners,
      alarms: [],
      configFiles: ['/tmp/proto-rabbit/rabbitmq.conf'],
      enabledPluginFile: '/tmp/proto-rabbit/enabled_plugins',
      activePlugins: [
        'rabbitmq_management',
        'amqp_client',
        'rabbitmq_web_dispatch',
        'cowboy',
        'cowlib',
        'rabbitmq_management_agent'
      ]
    })
  })

  test('tells its alarms', () => {
    expect(readStatus(answer('status-alarm')).alarms).toEqual([
      { resource: 'disk', node: 'proto@localhost' },
      { resource: 'memory', node: 'proto@localhost' }
    ])
  })

  test('tells its listeners', () => {
    expect(readListeners(answer('listeners'))).toEqual({ node: 'proto@localhost', listeners })
  })

  test('tells its plugins, and whether it runs', () => {
    expect(readPlugins(answer('plugins'))).toEqual({ names: plugins, node: 'running' })
    expect(readPlugins(answer('plugins-stopped'))).toEqual({ names: plugins, node: 'unreachable' })
    expect(readPlugins(answer('plugins-plain'))).toEqual({ names: plugins, node: 'unknown' })
  })

  test('tells its users and vhosts', () => {
    expect(readUsers(answer('users'))).toEqual([
      { name: 'plain', tags: [] },
      { name: 'mon', tags: ['monitoring', 'policymaker'] },
      { name: 'guest', tags: ['administrator'] }
    ])
    expect(readVhosts(answer('vhosts'))).toEqual(['x y', '/'])
    // n.b. its tags are a list or a text
    expect(readVhosts(answer('vhosts2'))).toEqual(['x y', '/'])
  })
})

test('other versions may leave out what is not needed', () => {
  expect(readStatus('{"rabbitmq_version":"9","alarms":["file_descriptor_limit"]}')).toEqual({
    version: '9',
    erlang: '',
    node: null,
    listeners: [],
    alarms: [{ resource: 'file_descriptor_limit', node: null }],
    configFiles: [],
    enabledPluginFile: null,
    activePlugins: []
  })
})

test.each([
  ['a status', () => readStatus('Status of node …')],
  ['a status without version', () => readStatus('{}')],
  ['listeners', () => readListeners('[]')],
  ['plugins', () => readPlugins('{"plugins":1}')],
  ['plain plugins', () => readPlugins('bash: rabbitmq-plugins: command not found')],
  ['users', () => readUsers('')],
  ['vhosts', () => readVhosts('{"a":')]
])('what is no answer is not taken for %s', (_, read) => {
  expect(read).toThrow(expect.objectContaining({ code: 'BROKER_REFUSED' }) as Error)
})

test('an answer that is cut off anywhere is refused', () => {
  const text = answer('status')
  for (let length = 0; length < text.trimEnd().length; length += 7)
    expect(() => readStatus(text.slice(0, length))).toThrow(/answered something else/)
})
