import { expect, test } from 'vitest'
import {
  clusterOf,
  derivedFields,
  noHop,
  noValues,
  valuesOf
} from '../../../../src/renderer/src/features/clusters/form/cluster-values.js'
import {
  messagesOf,
  nameFault,
  otherIssues
} from '../../../../src/renderer/src/features/clusters/form/field-messages.js'
import {
  clustersOf,
  withCluster,
  withoutCluster
} from '../../../../src/renderer/src/features/clusters/settings-edit.js'

test('name, host and user are enough: the rest is derived', () => {
  const values = noValues()
  values.plain.name = 'porto'
  values.ssh = { ...noHop(), host: 'porto.example.org', user: 'medusa' }
  expect(clusterOf(values)).toEqual({
    name: 'porto',
    address: 'porto.example.org',
    vhost: 'medusa-porto',
    queue: 'medusa.porto',
    httpfs: 'http://porto.example.org:14000/webhdfs/v1',
    webhdfs: 'http://porto.example.org:9870/webhdfs/v1',
    yarn: 'http://porto.example.org:8088',
    workFolder: '/user/medusa/medusa',
    user: 'medusa',
    ssh: { host: 'porto.example.org', port: 22, user: 'medusa' }
  })
})

test('a cluster of the settings comes back as it was, with keys the form does not know', () => {
  const cluster = {
    name: 'porto',
    address: '::1',
    vhost: 'v',
    queue: 'q',
    webhdfs: 'http://[::1]:9870/webhdfs/v1',
    yarn: 'http://[::1]:8088',
    workFolder: '/w',
    user: 'u',
    ssh: {
      host: 'h',
      port: 2222,
      user: 'u',
      hostKey: 'SHA256:x',
      hostKeyType: 'ssh-rsa',
      jump: [{ host: 'j', port: 22, user: 'u', hostKey: 'SHA256:y' }]
    },
    later: { kept: true }
  }
  expect(clusterOf(valuesOf(cluster), cluster)).toEqual(cluster)
  const without: Partial<typeof cluster> = { ...cluster }
  delete without.ssh
  expect(clusterOf(valuesOf(without), without)).toEqual(without)
})

test('what is typed wrongly stays, for the check to name it', () => {
  const values = noValues()
  values.ssh = { ...noHop(), host: 'h', port: '22x', user: '' }
  expect(clusterOf(values)['ssh']).toEqual({ host: 'h', port: '22x' })
})

test('an IPv6 address stands in brackets in a URL', () => {
  const values = noValues()
  values.plain.address = 'fe80::7'
  expect(derivedFields(values).yarn).toBe('http://[fe80::7]:8088')
})

test.each([
  ['porto', null],
  ['my cloud', /A space is not allowed/],
  ['Porto', /The large letter “P”/],
  ['a/b', /“\/” is not allowed/],
  ['a"b', /“"” is not allowed/],
  ['évora', /“é” is not allowed/],
  ['-x', /Begins with/],
  ['x'.repeat(81), /81 characters/],
  ['lisbon', /already/]
])('the name %s', (name, fault) => {
  const found = nameFault(name, ['lisbon'])
  if (fault === null) expect(found).toBeNull()
  else expect(found).toMatch(fault)
})

test('messages of the check stand at their fields, in words', () => {
  const at = ['environments', 'lab', 'clusters', 1]
  const issue = (path: (string | number)[], message = 'Invalid input'): never =>
    ({ path, message, from: null, to: null }) as never
  const issues = [
    issue([...at, 'yarn']),
    issue([...at, 'ssh', 'port']),
    issue([...at, 'ssh', 'jump', 0, 'hostKey']),
    issue([...at, 'odd'], 'unknown key'),
    issue(['environments', 'lab', 'clusters', 0, 'yarn'])
  ]
  const messages = messagesOf(issues, 'lab', 1)
  expect(Object.keys(messages).sort()).toEqual(['jump.0.hostKey', 'odd', 'ssh.port', 'yarn'])
  expect(messages['ssh.port']).toBe('A whole number from 1 to 65535.')
  expect(messages['odd']).toBe('unknown key')
  expect(otherIssues(issues, 'lab', 1)).toHaveLength(1)
})

test('clusters are put into the text and taken out, and nothing else changes', () => {
  const text = JSON.stringify({
    version: 1,
    environments: { lab: { broker: {}, clusters: [{ name: 'a' }, { name: 'b', x: 1 }] }, other: {} }
  })
  const changed = withCluster(text, 'lab', 'b', { name: 'b', x: 2 })
  expect([changed.index, clustersOf(changed.text, 'lab')]).toEqual([
    1,
    [{ name: 'a' }, { name: 'b', x: 2 }]
  ])
  const added = withCluster(changed.text, 'lab', null, { name: 'c' })
  expect([added.index, clustersOf(added.text, 'lab')?.length]).toEqual([2, 3])
  const removed = JSON.parse(withoutCluster(added.text, 'lab', 'a')) as Record<string, unknown>
  expect(removed).toEqual({
    version: 1,
    environments: { lab: { broker: {}, clusters: [{ name: 'b', x: 2 }, { name: 'c' }] }, other: {} }
  })
  expect(clustersOf(text, 'nope')).toBeNull()
  expect(clustersOf('{', 'lab')).toBeNull()
})
