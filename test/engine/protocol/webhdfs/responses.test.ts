import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ConsoleError } from '../../../../src/shared/model/errors.js'
import {
  decodeList,
  decodeRemoteException,
  decodeStatus,
  webHdfsError
} from '../../../../src/engine/protocol/webhdfs/responses.js'

/** As Hadoop 3.4.2 writes it. */
const status = (pathSuffix: string, type: string, length: number) => ({
  accessTime: 0,
  blockSize: 134217728,
  childrenNum: 0,
  fileId: 16387,
  group: 'supergroup',
  length,
  modificationTime: 1795262531412,
  owner: 'medusa-lab',
  pathSuffix,
  permission: '755',
  replication: 1,
  storagePolicy: 0,
  type
})

test('reads the status of a file and of a directory', () => {
  const read = (type: string) =>
    decodeStatus(JSON.stringify({ FileStatus: status('', type, 42) }), '/a')
  expect([read('FILE'), read('DIRECTORY')]).toEqual([
    { path: '/a', type: 'file', length: 42 },
    { path: '/a', type: 'directory', length: 0 }
  ])
})

test.each([
  ['/', '/b'],
  ['/a', '/a/b']
])('reads the list of %s', (folder, path) => {
  const text = JSON.stringify({ FileStatuses: { FileStatus: [status('b', 'FILE', 1)] } })
  expect(decodeList(text, folder)).toEqual([{ path, type: 'file', length: 1 }])
})

test('reads the list of a file as the file itself', () => {
  const text = JSON.stringify({ FileStatuses: { FileStatus: [status('', 'FILE', 1)] } })
  expect(decodeList(text, '/a')).toEqual([{ path: '/a', type: 'file', length: 1 }])
})

test.each(['..', '.', 'a/b', '/etc', 'a\nb'])('refuses a list with the name %j', (name) => {
  const text = JSON.stringify({ FileStatuses: { FileStatus: [status(name, 'FILE', 1)] } })
  expect(() => decodeList(text, '/a')).toThrow(/impossible name/)
})

test('refuses every truncation with an error of ours, and whatever else comes', () => {
  const whole = JSON.stringify({ FileStatuses: { FileStatus: [status('b', 'FILE', 1)] } })
  const refused = (text: string): void => {
    expect(() => decodeList(text, '/a')).toThrow(ConsoleError)
    expect(() => decodeStatus(text, '/a')).toThrow(ConsoleError)
  }
  for (let length = 0; length < whole.length; length++) refused(whole.slice(0, length))
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), refused))
})

describe('an error of the server', () => {
  const remote = (exception: string, message: string): string =>
    JSON.stringify({ RemoteException: { exception, javaClassName: `x.${exception}`, message } })

  test('becomes ours, with the first line of what the server said', () => {
    const error = webHdfsError(
      'reading /a on cluster "porto"',
      404,
      remote('FileNotFoundException', 'File /a not found.\n\tat org.apache…')
    )
    expect([error.code, error.message, error.facts]).toEqual([
      'HDFS_ERROR',
      'reading /a on cluster "porto" failed: FileNotFoundException: File /a not found.',
      { status: 404, exception: 'FileNotFoundException' }
    ])
  })

  test.each([
    ['AuthorizationException', 'User: alice is not allowed to impersonate bob', 'proxyuser'],
    ['AccessControlException', 'Permission denied: user=x', 'workFolder'],
    ['SafeModeException', 'Cannot create file. Name node is in safe mode.', 'safe mode'],
    ['IOException', 'File /a could only be written to 0 of the 1 minReplication nodes', 'DataNode'],
    ['StandbyException', 'Operation category READ is not supported in state standby', 'active']
  ])('says what to do about %s', (exception, message, hint) => {
    expect(webHdfsError('x', 403, remote(exception, message)).hint).toContain(hint)
  })

  test.each([
    [401, '<html>', 'Kerberos'],
    [404, '<html>Not found</html>', '/webhdfs/v1']
  ])('with status %d and no RemoteException points to the cause', (code, text, hint) => {
    expect(webHdfsError('x', code, text)).toMatchObject({
      message: `x failed: HTTP ${code}`,
      hint: expect.stringContaining(hint) as string
    })
  })

  test('is nothing when there is none in the text', () => {
    expect(
      ['', '{}', '{"RemoteException":7}', '{"RemoteException":{}}'].map(decodeRemoteException)
    ).toEqual([null, null, null, null])
  })
})
