import fc from 'fast-check'
import { expect, test } from 'vitest'
import { webHdfsUrl } from '../../../../src/engine/protocol/webhdfs/urls.js'

test('puts operation and parameters behind the quoted path', () => {
  const url = webHdfsUrl('http://h:1/webhdfs/v1/', '/data/a b?#%/é', 'CREATE', {
    'user.name': 'x&y',
    overwrite: 'true'
  })
  expect(url).toBe(
    'http://h:1/webhdfs/v1/data/a%20b%3F%23%25/%C3%A9?op=CREATE&user.name=x%26y&overwrite=true'
  )
})

test('brings every path through, as a server takes the URL apart', () => {
  const parts = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .filter((part) => !/[/\p{Cs}]/u.test(part) && !/^(\.|%2e){1,2}$/i.test(part))
  fc.assert(
    fc.property(fc.array(parts, { minLength: 1 }), (segments) => {
      const path = `/${segments.join('/')}`
      const { pathname } = new URL(webHdfsUrl('http://h/webhdfs/v1', path, 'OPEN'))
      expect(decodeURIComponent(pathname)).toBe(`/webhdfs/v1${path}`)
    })
  )
})

test.each(['data', '', 'a/b'])('refuses %j, which is not absolute', (path) => {
  expect(() => webHdfsUrl('http://h/webhdfs/v1', path, 'OPEN')).toThrow(/must be absolute/)
})

test('refuses a path that UTF-8 cannot say', () => {
  expect(() => webHdfsUrl('http://h/webhdfs/v1', '/a\ud83d', 'OPEN')).toThrow(/no UTF-8/)
})
