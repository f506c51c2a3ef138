import { expect, test } from 'vitest'
import { isOwnUrl, isTrustedFrame, ORIGIN, START_PAGE } from '../../../src/main/security/origin.js'

test('knows its own addresses', () => {
  expect(
    [START_PAGE, 'app://console/assets/x.js', 'app://console/index.html#/runs'].map(isOwnUrl)
  ).toEqual([true, true, true])
})

test.each([
  'https://console/index.html',
  'app://other/index.html',
  'app://console.evil.example/',
  'app://user@evil/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'about:blank',
  'not an address'
])('does not take %s for one', (url) => {
  expect(isOwnUrl(url)).toBe(false)
})

test('trusts the top frame of its page and nothing else', () => {
  expect([
    isTrustedFrame({ origin: ORIGIN, parent: null }),
    isTrustedFrame({ origin: ORIGIN, parent: {} }),
    isTrustedFrame({ origin: 'null', parent: null }),
    isTrustedFrame(null)
  ]).toEqual([true, false, false, false])
})
