import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { product } from '../../src/lab/product.js'

test('in a checkout what other programs read lies in resources', () => {
  const { packaged, resources, texts } = product()
  expect([
    packaged,
    existsSync(join(resources, 'worker/medusa_worker')),
    existsSync(texts)
  ]).toEqual([false, true, true])
})

test('a bundle in out/node belongs to the same checkout', () => {
  expect(product('/opt/checkout/out/node').resources).toBe('/opt/checkout/resources')
})

test('a package has it beside its archive, where programs that know no archives find it', () => {
  expect(product('/opt/medusa/resources/app.asar/out/node')).toEqual({
    packaged: true,
    root: '/opt/medusa/resources',
    resources: '/opt/medusa/resources/medusa',
    texts: '/opt/medusa/resources/medusa/texts'
  })
})

test('a folder that only looks like an archive by its end is none', () => {
  expect(product('/home/me/app.asarium/out/node').packaged).toBe(false)
})
