/** How the result of a command on one cluster is called. Pure. */
import type { ErrorCode } from '@shared/model/errors.js'
import type { HostResult } from '@shared/model/host-command.js'
import type { Look } from '../../../lib/states.js'
import { resultsText } from '../../../text/host-shells.js'

const { states } = resultsText

const looks: Readonly<Record<Exclude<HostResult['state'], 'failed'>, Look>> = {
  running: { state: 'running', shape: 'running', word: states.running },
  ended: { state: 'agreed', shape: 'agreed', word: states.ended },
  'timed-out': { state: 'hung', shape: 'hung', word: states.timedOut },
  stopped: { state: 'cancelled', shape: 'cancelled', word: states.stopped }
}

/** n.b. ssh has one code for silence, a refused login and a missing key: which it was stands below, in its message. */
const failures: Readonly<Partial<Record<ErrorCode, Look>>> = {
  HOST_KEY_CHANGED: { state: 'failed', shape: 'failed', word: states.otherKey },
  SSH_FAILED: { state: 'unreachable', shape: 'unreachable', word: states.ssh },
  NOT_AVAILABLE: { state: 'cancelled', shape: 'cancelled', word: states.noSsh }
}

export function resultLook({ state, error }: Pick<HostResult, 'state' | 'error'>): Look {
  if (state !== 'failed') return looks[state]
  const known = error === null ? undefined : failures[error.code]
  return known ?? { state: 'failed', shape: 'failed', word: states.failed }
}
