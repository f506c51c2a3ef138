import { describe, expect, test } from 'vitest'
import {
  hdfsName,
  hdfsPath,
  parentOf,
  removalRefusal
} from '../../../src/engine/domain/hdfs-path.js'
import type { RunId } from '../../../src/shared/model/ids.js'

describe('a path', () => {
  test.each([
    ['/', '/'],
    ['//a/./b//', '/a/b'],
    ["/it's 100% #1 é", "/it's 100% #1 é"]
  ])('%j is %j', (typed, path) => expect(hdfsPath(typed)).toBe(path))

  test.each(['', 'a', '/a/../b', '/a\u0000', '/a\nb', `/${'x'.repeat(8_001)}`])(
    '%j is refused',
    (typed) => expect(() => hdfsPath(typed)).toThrow('the HDFS path')
  )

  test.each(['', 'a/b', '..', 'a:b'])('%j is no name', (typed) =>
    expect(() => hdfsName(typed)).toThrow('is no name')
  )

  test('has a parent, the root itself too', () => {
    expect([parentOf('/a/b'), parentOf('/a'), parentOf('/')]).toEqual(['/a', '/', '/'])
  })
})

describe('removing', () => {
  const guarded = { workFolder: '/user/m/medusa', liveRuns: ['r-1' as RunId] }
  test.each([
    '/',
    '/user',
    '/user/m/medusa',
    '/user/m/medusa/runs',
    '/user/m/medusa/runs/r-1',
    '/user/m/medusa/runs/r-1/files/x'
  ])('of %s is refused', (path) => expect(removalRefusal(path, guarded)).not.toBeNull())

  test.each(['/user/m/medusa/runs/r-10', '/user/m/medusa2', '/tmp/x'])('of %s is not', (path) =>
    expect(removalRefusal(path, guarded)).toBeNull()
  )

  test('of the work folder is allowed while nothing runs', () => {
    expect(removalRefusal('/user/m/medusa', { ...guarded, liveRuns: [] })).toBeNull()
  })
})
