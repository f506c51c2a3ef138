/** Colour, shape and word of the states of Set-up. */
import { LAB_LOOK_MS, type LabCloudState, type LabNeed } from '@shared/ipc/lab-view.js'
import type { Look } from '../../lib/states.js'
import { setupText } from '../../text/setup.js'
import { uiText } from '../../text/ui.js'
import type { Level } from './readiness.js'
import type { CellState } from './start-plan.js'

const text = setupText.words

export const levelLook: Readonly<Record<Level, Look>> = {
  right: { state: 'agreed', shape: 'agreed', word: text.levels.right },
  attention: { state: 'hung', shape: 'attention', word: text.levels.attention },
  wrong: { state: 'failed', shape: 'failed', word: text.levels.wrong },
  unknown: { state: 'inconclusive', shape: 'inconclusive', word: uiText.unknown },
  unasked: { state: 'waiting', shape: 'note', word: text.levels.unasked }
}

export const needLook: Readonly<Record<LabNeed['state'], Look>> = {
  there: { state: 'agreed', shape: 'agreed', word: text.there.there },
  short: { state: 'hung', shape: 'attention', word: text.there.short },
  missing: { state: 'failed', shape: 'failed', word: text.there.missing }
}

export const cloudLook: Readonly<Record<LabCloudState, Look>> = {
  up: { state: 'agreed', shape: 'agreed', word: text.clouds.up },
  lying: { state: 'outvoted', shape: 'attention', word: text.clouds.lying },
  corrupting: { state: 'outvoted', shape: 'attention', word: text.clouds.corrupting },
  swapping: { state: 'outvoted', shape: 'attention', word: text.clouds.swapping },
  outage: { state: 'unreachable', shape: 'unreachable', word: text.clouds.outage },
  degraded: { state: 'failed', shape: 'failed', word: text.clouds.degraded },
  down: { state: 'cancelled', shape: 'cancelled', word: text.clouds.down }
}

export const cellLook: Readonly<Record<CellState, Look>> = {
  waiting: { state: 'waiting', shape: 'waiting', word: text.cells.waiting },
  starting: { state: 'running', shape: 'running', word: text.cells.starting },
  ready: { state: 'agreed', shape: 'agreed', word: text.cells.ready }
}

/** A look younger than this is `now`: the next one comes before it is old. */
export const LOOKED_MS = 2 * LAB_LOOK_MS
