import { expect, test } from 'vitest'
import { withLock } from '../../../scripts/setup/lock.mjs'
import { aContext, aFolder } from '../support/context.js'

test('the second waits for the first, and names its process', async () => {
  const context = aContext()
  const name = aFolder()
  const order: string[] = []
  const first = withLock(context, name, async () => {
    order.push('first begins')
    await expect.poll(() => context.said.join('')).toContain(`waiting for process ${process.pid}`)
    order.push('first ends')
  })
  const second = withLock(context, name, () => Promise.resolve(order.push('second')))
  await Promise.all([first, second])
  expect(order).toEqual(['first begins', 'first ends', 'second'])
})

test('a failure lets go of the lock', async () => {
  const name = aFolder()
  await expect(withLock(aContext(), name, () => Promise.reject(new Error('no')))).rejects.toThrow(
    'no'
  )
  expect(await withLock(aContext(), name, () => Promise.resolve('free'))).toBe('free')
})

test('Ctrl-C ends the waiting', async () => {
  const abort = new AbortController()
  const name = aFolder()
  const waiter = aContext(abort)
  await withLock(aContext(), name, async () => {
    const waiting = withLock(waiter, name, () => Promise.resolve())
    await expect.poll(() => waiter.said.join('')).toContain('waiting for process')
    abort.abort(new Error('interrupted'))
    await expect(waiting).rejects.toThrow('interrupted')
  })
})
