import { expect, test } from 'vitest'
import { Listeners } from '../../../../src/engine/adapters/amqp/listeners.js'
import { MemoryLog } from '../../../support/memory-log.js'

test('tells every listener, also when one throws', () => {
  const log = new MemoryLog()
  const listeners = new Listeners<number>('numbers', log)
  const heard: number[] = []
  listeners.add(() => {
    throw new Error('mine')
  })
  const stop = listeners.add((value) => heard.push(value))
  listeners.tell(1)
  stop()
  listeners.tell(2)
  expect([heard, log.entries.map(({ level }) => level)]).toEqual([[1], ['error', 'error']])
})

test('counts the same function added twice as two', () => {
  const listeners = new Listeners<number>('numbers', new MemoryLog())
  const heard: number[] = []
  const listener = (value: number): void => {
    heard.push(value)
  }
  const stop = listeners.add(listener)
  listeners.add(listener)
  listeners.tell(1)
  stop()
  listeners.tell(2)
  expect(heard).toEqual([1, 1, 2])
})
