import type { Component } from 'svelte'
import { expect, test } from 'vitest'
import {
  PageShelf,
  type PageLoaders,
  type PageProps
} from '../../../src/renderer/src/app/page-shelf.svelte.js'
import { pageNames } from '../../../src/renderer/src/lib/links.js'

const component = (() => ({})) as unknown as Component<PageProps>

/** Loaders that write down what was asked of them; `broken` fails as often as it says. */
function loaders(broken = 0): { loaders: PageLoaders; asked: string[] } {
  const asked: string[] = []
  let failures = broken
  const load = (name: string) => () => {
    asked.push(name)
    if (failures > 0) {
      failures -= 1
      return Promise.reject(new Error('the file is gone'))
    }
    return Promise.resolve({ default: component })
  }
  return {
    asked,
    loaders: Object.fromEntries(pageNames.map((name) => [name, load(name)])) as PageLoaders
  }
}

test('loads a page once, however often it is asked for', async () => {
  const { loaders: all, asked } = loaders()
  const shelf = new PageShelf(all)
  const before = shelf.of('runs')
  await Promise.all([shelf.fetch('runs'), shelf.fetch('runs')])
  await shelf.fetch('runs')
  expect({ before, after: shelf.of('runs'), asked }).toEqual({
    before: { type: 'loading' },
    after: { type: 'ready', component },
    asked: ['runs']
  })
})

test('says why a page could not be loaded, and loads it when asked again', async () => {
  const { loaders: all, asked } = loaders(1)
  const shelf = new PageShelf(all)
  await shelf.fetch('broker')
  const failed = shelf.of('broker')
  await shelf.fetch('broker')
  expect({ failed, after: shelf.of('broker').type, asked }).toEqual({
    failed: { type: 'failed', message: 'the file is gone' },
    after: 'ready',
    asked: ['broker', 'broker']
  })
})
