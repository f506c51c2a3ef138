import { expect, test } from 'vitest'
import { cacheRoot, stateRoot } from '../../src/lab/folders.js'
import { fingerprintOf } from '../../src/lab/ssh-daemon.js'
import { withNewIds } from '../../src/lab/name-node-folder.js'
import { majorOf } from '../../src/lab/prerequisites.js'

const root = { uid: 0, home: '/root', environment: {} }
const anna = { uid: 1000, home: '/home/anna', environment: {} }

test('root keeps state and cache in /var, others in their home or where XDG says', () => {
  expect([stateRoot(root), cacheRoot(root)]).toEqual(['/var/lib/medusa', '/var/cache/medusa'])
  expect([stateRoot(anna), cacheRoot(anna)]).toEqual([
    '/home/anna/.local/state/medusa',
    '/home/anna/.cache/medusa'
  ])
  const xdg = { ...anna, environment: { XDG_STATE_HOME: '/s', XDG_CACHE_HOME: '/c' } }
  expect([stateRoot(xdg), cacheRoot(xdg)]).toEqual(['/s/medusa', '/c/medusa'])
})

test('MEDUSA_CACHE names the cache for everybody', () => {
  for (const at of [root, anna])
    expect(cacheRoot({ ...at, environment: { MEDUSA_CACHE: '/x/y' } })).toBe('/x/y')
})

test('a fingerprint is what ssh-keygen -lf prints', () => {
  const key =
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl github.com'
  expect(fingerprintOf(key)).toBe('SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU')
})

test('a copied NameNode gets ids of its own, and keeps the rest of its VERSION', () => {
  const version =
    'namespaceID=1\nclusterID=CID-a\ncTime=5\nstorageType=NAME_NODE\nblockpoolID=BP-1\nlayoutVersion=-67\n'
  const [first, second] = [
    withNewIds(version, '127.0.1.1').split('\n'),
    withNewIds(version, '127.0.2.1').split('\n')
  ]
  const differ = first.map((line, index) => line !== second[index])
  expect(differ).toEqual([true, true, false, false, true, false, false])
})

test('reads the major version of old and new Javas', () => {
  expect(['17.0.15+6-Debian', '1.8.0_402', '21', '11.0.2'].map(majorOf)).toEqual([17, 8, 21, 11])
})
