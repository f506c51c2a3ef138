import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { endWithTheReader } from '../../../src/cli/output/output.js'

function aProcess() {
  const signals: string[] = []
  const listeners = new EventEmitter()
  const stdout = new EventEmitter()
  endWithTheReader({
    stdout,
    stderr: new EventEmitter(),
    pid: 1,
    kill: (_: number, signal: string) => signals.push(signal) > 0,
    listenerCount: (name: string | symbol) => listeners.listenerCount(name)
  } as unknown as Parameters<typeof endWithTheReader>[0])
  const loseReader = (): void => void stdout.emit('error', new Error('EPIPE'))
  return { signals, listeners, loseReader }
}

test('work that cleans up is told once that its reader has gone', () => {
  const { signals, listeners, loseReader } = aProcess()
  listeners.on('SIGTERM', () => undefined)
  loseReader()
  loseReader()
  expect(signals).toEqual(['SIGTERM'])
})

test('when the result exists, a reader that goes after its first lines kills nobody', () => {
  const { signals, loseReader } = aProcess()
  loseReader()
  expect(signals).toEqual([])
})

test('a reader that was gone before the work began is noticed by the work', () => {
  const { signals, listeners, loseReader } = aProcess()
  loseReader()
  listeners.on('SIGTERM', () => undefined)
  loseReader()
  expect(signals).toEqual(['SIGTERM'])
})
