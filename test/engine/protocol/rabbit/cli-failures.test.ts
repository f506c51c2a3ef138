import { expect, test } from 'vitest'
import {
  explainRabbitCli,
  type RabbitCliFailure
} from '../../../../src/engine/protocol/rabbit/cli-failures.js'
import { failures } from './fixtures.js'

const node = 'proto@localhost'
const EXPECTED: Readonly<Record<string, RabbitCliFailure>> = {
  'wrong-node': { type: 'other-nodes-running', node: 'nope@localhost', others: ['proto'] },
  'wrong-host': { type: 'host-unknown', host: 'nosuch-host' },
  'wrong-node-ping': { type: 'no-connection', node: 'nope@localhost' },
  'node-stopped': { type: 'node-not-running', node },
  'app-stopped': { type: 'application-stopped' },
  timeout: { type: 'timed-out', node },
  'cookie-differs': { type: 'cookie-differs', node },
  'cookie-mode': { type: 'cookie-mode', file: '/tmp/proto-rabbit/home3/.erlang.cookie' },
  'cookie-unreadable': {
    type: 'cookie-unreadable',
    file: '/tmp/proto-rabbit/home4/.erlang.cookie',
    reason: 'eacces'
  },
  'home-unwritable': {
    type: 'cookie-unreadable',
    file: '/nonexistent/.erlang.cookie',
    reason: 'enoent'
  },
  'wrapper-nobody': { type: 'not-permitted', by: 'rabbitmq' },
  'plugins-nobody': { type: 'cookie-unreadable', file: './.erlang.cookie', reason: 'eacces' },
  'plugin-unknown': { type: 'plugin-missing', plugins: ['rabbitmq_nonsense'] },
  'user-exists': { type: 'user-exists', user: 'guest' },
  'no-user': { type: 'user-missing', user: 'nobody1' },
  'no-vhost': { type: 'vhost-missing', vhost: 'nov' },
  'perms-novhost': { type: 'vhost-missing', vhost: 'nov' },
  'bad-auth': { type: 'wrong-password', user: 'guest' },
  usage: { type: 'other', text: "Command 'nonsense_command' not found.", exitCode: 64 }
}

test.each(Object.entries(failures))('%s is understood', (name, { stdout, stderr, exitCode }) => {
  expect(explainRabbitCli(stdout + stderr, exitCode)).toEqual(EXPECTED[name])
})

test.each<[string, number, RabbitCliFailure]>([
  ['sudo: a password is required\n', 1, { type: 'not-permitted', by: 'sudo' }],
  [
    'ana is not in the sudoers file.  This incident will be reported.\n',
    1,
    { type: 'not-permitted', by: 'sudo' }
  ],
  ['bash: line 1: rabbitmqctl: command not found\n', 127, { type: 'tool-missing' }],
  [
    "Error: unable to perform an operation on node 'rabbit@b'. Please see\n\nrabbit@b:\n  * unable to connect to epmd (port 4369) on b: address (cannot connect to host/port)\n\n",
    69,
    { type: 'host-unreachable', host: 'b', reason: 'address (cannot connect to host/port)' }
  ],
  [
    "operation on node 'rabbit@b'\n  * epmd reports: node 'rabbit' not running at all\n   other nodes on b: ['rabbitmqcli-1-rabbit']\n",
    69,
    { type: 'node-not-running', node: 'rabbit@b' }
  ],
  ['', 70, { type: 'other', text: '', exitCode: 70 }]
])('%j is understood', (printed, exitCode, expected) => {
  expect(explainRabbitCli(printed, exitCode)).toEqual(expected)
})
