/** Colour, shape and word of the states of Set-up. */
import type { LabCloudState, LabNeed } from '@shared/ipc/lab-view.js'
import type { Look } from '../../lib/states.js'
import type { Level } from './readiness.js'
import type { CellState } from './start-plan.js'

export const levelLook: Readonly<Record<Level, Look>> = {
  right: { state: 'agreed', shape: 'agreed', word: 'right' },
  attention: { state: 'hung', shape: 'attention', word: 'attention' },
  wrong: { state: 'failed', shape: 'failed', word: 'wrong' },
  unknown: { state: 'inconclusive', shape: 'inconclusive', word: 'unknown' },
  unasked: { state: 'waiting', shape: 'note', word: 'not asked' }
}

export const needLook: Readonly<Record<LabNeed['state'], Look>> = {
  there: { state: 'agreed', shape: 'agreed', word: 'there' },
  short: { state: 'hung', shape: 'attention', word: 'short' },
  missing: { state: 'failed', shape: 'failed', word: 'missing' }
}

export const cloudLook: Readonly<Record<LabCloudState, Look>> = {
  up: { state: 'agreed', shape: 'agreed', word: 'up' },
  lying: { state: 'outvoted', shape: 'attention', word: 'made to lie' },
  corrupting: { state: 'outvoted', shape: 'attention', word: 'made to corrupt' },
  swapping: { state: 'outvoted', shape: 'attention', word: 'made to swap' },
  outage: { state: 'unreachable', shape: 'unreachable', word: 'outage' },
  degraded: { state: 'failed', shape: 'failed', word: 'degraded' },
  down: { state: 'cancelled', shape: 'cancelled', word: 'down' }
}

export const cellLook: Readonly<Record<CellState, Look>> = {
  waiting: { state: 'waiting', shape: 'waiting', word: 'waits' },
  starting: { state: 'running', shape: 'running', word: 'starts' },
  ready: { state: 'agreed', shape: 'agreed', word: 'answers' }
}
