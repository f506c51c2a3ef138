import { describe, expect, test } from 'vitest'
import { decodeLogs, findLogs, logFolders, tailOf } from '../../../src/engine/domain/host-logs.js'

describe('where logs are looked for', () => {
  test('is each folder once, and none inside another', () => {
    expect(
      logFolders({ hadoophome: '/opt/hadoop/', localhome: '/home/u' }, '/opt/hadoop/logs\n')
    ).toEqual(['/opt/hadoop', '/home/u'])
    expect(logFolders({}, '')).toEqual([])
  })

  test('takes only absolute folders, so that none is taken for an option of find', () => {
    expect(logFolders({ hadoophome: '-delete', localhome: '../x' }, '-exec')).toEqual([])
  })

  test('is asked by arguments, each by itself', () => {
    expect(findLogs(['/a b']).slice(0, 3)).toEqual(['find', '-H', '/a b'])
    expect(tailOf('/a b/x.log', 200)).toEqual(['tail', '--lines=200', '-F', '--', '/a b/x.log'])
  })
})

describe('a listing', () => {
  test('puts the worker first, and what was written last before the rest of its kind', () => {
    const output = [
      '100.5 7 /h/logs/containers/application_1/container_1_01/stdout',
      '100.0000001 1 /h/logs/namenode.log',
      '300.1 2 /h/logs/datanode.log',
      '5 3 /h/worker/state/worker.log',
      '6 3 /h/worker/state/attempts/a-1/log.out',
      '7 1 /h/peers.out'
    ].join('\0')
    expect(decodeLogs(`${output}\0`).map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      'worker /h/worker/state/worker.log',
      'hadoop /h/logs/datanode.log',
      'hadoop /h/logs/namenode.log',
      'attempt /h/worker/state/attempts/a-1/log.out',
      'container /h/logs/containers/application_1/container_1_01/stdout',
      'other /h/peers.out'
    ])
  })

  test('leaves out what is no record, and names that would spoil it', () => {
    expect(decodeLogs('nonsense\x001 2 /a\nb.log\x001 2 relative.log\x001 2 /é x.log\0')).toEqual([
      { path: '/é x.log', kind: 'other', size: 2, modifiedAt: 1_000 }
    ])
  })
})
