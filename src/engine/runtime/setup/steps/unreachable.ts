import { toWireError } from '../../../../shared/model/errors.js'
import type { Finding } from '../../../domain/setup/finding.js'

/** A host that is not reached is critical, not unknown: nothing else of it can be looked at. */
export const unreachable = (thrown: unknown): Finding => ({
  level: 'critical',
  seen: 'not reached',
  error: toWireError(thrown),
  remedy: []
})
