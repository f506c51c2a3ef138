/** States of the steps of a test as they are shown. */
import type { TestState } from '@shared/model/cluster-test.js'
import type { Look } from '../../lib/states.js'

export const testLook: Readonly<Record<TestState, Look>> = {
  waiting: { state: 'waiting', shape: 'waiting', word: 'waits' },
  running: { state: 'running', shape: 'running', word: 'asked' },
  ok: { state: 'agreed', shape: 'agreed', word: 'passed' },
  warning: { state: 'hung', shape: 'attention', word: 'warning' },
  failed: { state: 'failed', shape: 'failed', word: 'failed' },
  skipped: { state: 'cancelled', shape: 'cancelled', word: 'skipped' },
  asks: { state: 'inconclusive', shape: 'inconclusive', word: 'asks you' }
}
