import { describe, expect, test } from 'vitest'
import { listHolds, readMachineList } from '../../../../src/engine/protocol/hadoop/machine-list.js'
import {
  explainImpersonation,
  judgeImpersonation,
  type Impersonation,
  type ImpersonationQuestion
} from '../../../../src/engine/protocol/hadoop/proxy-user.js'

type Lists = Partial<Record<'hosts' | 'users' | 'groups', string>>
const judge = (lists: Lists, question: Partial<ImpersonationQuestion> = {}): Impersonation =>
  judgeImpersonation(
    new Map(
      Object.entries(lists).map(([name, value]) => [`hadoop.proxyuser.httpfs.${name}`, { value }])
    ),
    { httpfsUser: 'httpfs', from: ['10.0.0.7'], users: ['ana'], ...question }
  )
const told = (lists: Lists, question: Partial<ImpersonationQuestion> = {}): unknown => {
  const { allowed, changes } = judge(lists, question)
  return [
    allowed,
    Object.fromEntries([...changes].map(([name, value]) => [name.split('.').at(-1), value]))
  ]
}

describe('Impersonation', () => {
  test.each<[string, Lists, unknown]>([
    ['nothing is set', {}, ['no', { hosts: '10.0.0.7', users: 'ana' }]],
    ['all is set', { hosts: '10.0.0.7', users: 'ana' }, ['yes', {}]],
    ['it is lax', { hosts: '*', groups: ' * ' }, ['yes', {}]],
    [
      'hosts are others',
      { hosts: '10.0.0.1, h.x', users: 'ana' },
      ['unknown', { hosts: '10.0.0.1, h.x,10.0.0.7' }]
    ],
    ['users are others', { hosts: '10.0.0.0/8', users: ' bo ,' }, ['no', { users: ' bo,ana' }]],
    ['groups may do', { hosts: '*', groups: 'staff' }, ['unknown', { users: 'ana' }]],
    ['* is one of several users', { hosts: '*', users: 'bo,*' }, ['no', { users: 'bo,*,ana' }]],
    [
      '* is one of several hosts',
      { hosts: '*,10.0.0.1', users: '*' },
      ['no', { hosts: '*,10.0.0.1,10.0.0.7' }]
    ]
  ])('when %s', (_, lists, expected) => {
    expect(told(lists)).toEqual(expected)
  })

  test('is decided by what the NameNode knows of groups and names', () => {
    const groups = new Map([['ana', ['staff']]])
    const resolved = new Map([['h.x', ['10.0.0.7', 'fe80::1']]])
    expect(told({ hosts: 'h.x', groups: 'staff' }, { groups, resolved })).toEqual(['yes', {}])
    expect(told({ hosts: 'h.x', groups: 'wheel' }, { groups, resolved })).toEqual([
      'no',
      { users: 'ana' }
    ])
  })

  test('proposes what then is allowed, each user and address once', () => {
    const question = { from: ['10.0.0.7', '10.0.0.8', '10.0.0.7', '::1'], users: ['ana', 'bo'] }
    expect(told({ hosts: '10.0.0.8/32', users: 'bo' }, question)).toEqual([
      'no',
      { hosts: '10.0.0.8/32,10.0.0.7,::1', users: 'bo,ana' }
    ])
    expect(told({ hosts: '10.0.0.8/32,10.0.0.7,::1', users: 'bo,ana' }, question)).toEqual([
      'yes',
      {}
    ])
  })

  test('names what is lax, to be resolved, and of no use', () => {
    const { hosts, lax, users } = judge({ hosts: 'a.b,10.0.0.1;10.0.0.2,10.0.0.0/33', groups: '*' })
    expect({ hosts, lax, users }).toEqual({
      hosts: {
        allowed: 'no',
        missing: ['10.0.0.7'],
        unresolved: ['a.b'],
        unusable: ['10.0.0.1;10.0.0.2', '10.0.0.0/33']
      },
      users: { allowed: 'yes', missing: [] },
      lax: ['hadoop.proxyuser.httpfs.groups']
    })
  })

  test('follows references to judge, and keeps them when it writes', () => {
    const properties = new Map([
      ['hadoop.proxyuser.httpfs.hosts', { value: '${gateway}' }],
      ['gateway', { value: '10.0.0.7' }],
      ['hadoop.proxyuser.httpfs.users', { value: '*' }]
    ])
    const ask = (from: readonly string[]): unknown => {
      const { allowed, changes } = judgeImpersonation(properties, {
        httpfsUser: 'httpfs',
        from,
        users: ['u']
      })
      return [allowed, [...changes.values()]]
    }
    expect(ask(['10.0.0.7'])).toEqual(['yes', []])
    expect(ask(['10.0.0.8'])).toEqual(['no', ['${gateway},10.0.0.8']])
  })

  test.each(['*', 'a,b', '', 'a b', '${x}'])('refuses to write the user %j', (user) => {
    expect(() => judge({}, { users: [user] })).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT' }) as Error
    )
  })
})

// Measured with `MachineList` of Hadoop 3.4.2.
test.each([
  ['*', '10.0.0.1', 'yes'],
  ['*,10.0.0.1', '10.1.0.0', 'no'],
  ['*,10.0.0.1', '10.0.0.1', 'yes'],
  [' 10.0.0.1 , 10.1.0.0/16', '10.1.255.255', 'yes'],
  ['10.1.2.3/16', '10.1.0.0', 'yes'],
  ['10.1.2.3/16', '10.0.0.1', 'no'],
  ['10.0.0.1 10.0.0.2', '10.0.0.1', 'no'],
  ['10.0.0.*', '10.0.0.1', 'no'],
  ['', '10.0.0.1', 'no'],
  ['::1', '::1', 'yes'],
  ['::1', '0:0:0:0:0:0:0:1', 'yes'],
  ['FE80::0001:2', 'fe80:0:0:0:0:0:1:2%eth0', 'yes'],
  ['::ffff:10.0.0.1', '10.0.0.1', 'yes'],
  ['10.0.0.1,10.0.0.0/33', '10.0.0.1', 'no'],
  ['10.1.0.0/33', '10.1.0.0', 'no'],
  ['0.0.0.0/0', '255.1.1.1', 'yes'],
  ['localhost', '127.0.0.1', 'unknown']
])('the machines %j and %s: %s', (list, address, expected) => {
  expect(listHolds(readMachineList(list), address, new Map())).toBe(expected)
})

test.each([
  [
    'User: h is not allowed to impersonate ana',
    'RemoteException',
    { type: 'user-refused', by: 'name-node', httpfsUser: 'h', principal: 'h', user: 'ana' }
  ],
  [
    'User: h is not allowed to impersonate ana',
    'AuthorizationException',
    { type: 'user-refused', by: 'httpfs', httpfsUser: 'h', principal: 'h', user: 'ana' }
  ],
  [
    'org.apache.hadoop.ipc.RemoteException(x): Unauthorized connection for super-user: httpfs/n.x@REALM from IP /10.0.0.7\n\tat x',
    undefined,
    {
      type: 'host-refused',
      by: 'name-node',
      httpfsUser: 'httpfs',
      principal: 'httpfs/n.x@REALM',
      address: '10.0.0.7'
    }
  ],
  [
    'Unauthorized connection for super-user: h from IP 10.0.0.7',
    'AuthorizationException',
    { type: 'host-refused', by: 'httpfs', httpfsUser: 'h', principal: 'h', address: '10.0.0.7' }
  ],
  [
    'Unauthorized connection for super-user: h from IP n.x/fe80:0:0:0:0:0:0:1%eth0',
    'RemoteException',
    {
      type: 'host-refused',
      by: 'name-node',
      httpfsUser: 'h',
      principal: 'h',
      address: 'fe80:0:0:0:0:0:0:1'
    }
  ],
  ['Permission denied: user=h from IP x', 'RemoteException', null],
  ['User: h is not allowed to impersonate ', 'RemoteException', null],
  ['', 'RemoteException', null]
])('%j of a %s is understood', (message, exception, expected) => {
  expect(explainImpersonation(message, exception)).toEqual(expected)
})
