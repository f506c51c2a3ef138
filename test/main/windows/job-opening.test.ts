import { expect, test, vi } from 'vitest'
import { parseWindowArguments } from '../../../src/main/arguments.js'
import { handedOver, jobFileOf } from '../../../src/main/windows/job-opening.js'

vi.mock('electron', () => ({})) // its functions are there in Electron only, and none is called here

/** @param first - is this the process that has the lock? */
function aLock(first: boolean) {
  const sent: unknown[] = []
  return {
    sent,
    requestSingleInstanceLock: (data?: object) => {
      sent.push(data)
      return first
    }
  }
}

test('hands a job file to the window that is open, with its whole path', () => {
  const lock = aLock(false)
  const over = handedOver(lock, parseWindowArguments(['w.medusa.yaml']), '/home/ada')
  expect([over, lock.sent]).toEqual([true, [{ jobFile: '/home/ada/w.medusa.yaml' }]])
})

test('keeps the file where no other window is open', () => {
  expect(handedOver(aLock(true), parseWindowArguments(['/w.medusa.yaml']), '/')).toBe(false)
})

test.each([[[]], [['--state', '/other', 'w.yaml']], [['--job', 'w.yaml']]])(
  'opens a second window for %j',
  (argv) => {
    const lock = aLock(false)
    expect(handedOver(lock, parseWindowArguments(argv), '/')).toBe(false)
    expect(lock.sent).toEqual([{ jobFile: null }])
  }
)

test.each([
  [null],
  ['/w.yaml'],
  [{}],
  [{ jobFile: 7 }],
  [{ jobFile: 'relative.yaml' }],
  [{ jobFile: `/${'x'.repeat(5_000)}` }]
])('takes nothing but a whole path from another process: %j', (data) => {
  expect(jobFileOf(data)).toBeNull()
})
