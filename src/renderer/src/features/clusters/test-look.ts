/** States of the steps of a test as they are shown. */
import type { TestState } from '@shared/model/cluster-test.js'
import type { Look } from '../../lib/states.js'
import { clusterTestText } from '../../text/clusters.js'

const { states } = clusterTestText

export const testLook: Readonly<Record<TestState, Look>> = {
  waiting: { state: 'waiting', shape: 'waiting', word: states.waiting },
  running: { state: 'running', shape: 'running', word: states.running },
  ok: { state: 'agreed', shape: 'agreed', word: states.ok },
  warning: { state: 'hung', shape: 'attention', word: states.warning },
  failed: { state: 'failed', shape: 'failed', word: states.failed },
  skipped: { state: 'cancelled', shape: 'cancelled', word: states.skipped },
  asks: { state: 'inconclusive', shape: 'inconclusive', word: states.asks }
}
