/** How the result of a command on one cluster is called. Pure. */
import type { ErrorCode } from '@shared/model/errors.js'
import type { HostResult } from '@shared/model/host-command.js'
import type { Look } from '../../../lib/states.js'

const looks: Readonly<Record<Exclude<HostResult['state'], 'failed'>, Look>> = {
  running: { state: 'running', shape: 'running', word: 'running' },
  ended: { state: 'agreed', shape: 'agreed', word: 'ended' },
  'timed-out': { state: 'hung', shape: 'hung', word: 'time was over' },
  stopped: { state: 'cancelled', shape: 'cancelled', word: 'stopped' }
}

/** n.b. ssh has one code for silence, a refused login and a missing key: which it was stands below, in its message. */
const failures: Readonly<Partial<Record<ErrorCode, Look>>> = {
  HOST_KEY_CHANGED: { state: 'failed', shape: 'failed', word: 'another host key' },
  SSH_FAILED: { state: 'unreachable', shape: 'unreachable', word: 'ssh failed' },
  NOT_AVAILABLE: { state: 'cancelled', shape: 'cancelled', word: 'no ssh' }
}

export function resultLook({ state, error }: Pick<HostResult, 'state' | 'error'>): Look {
  if (state !== 'failed') return looks[state]
  const known = error === null ? undefined : failures[error.code]
  return known ?? { state: 'failed', shape: 'failed', word: 'failed' }
}
