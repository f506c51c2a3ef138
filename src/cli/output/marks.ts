/** One sign for how an attempt ended, the same in progress lines and tables. */
import type { AttemptVerdict } from '../../shared/model/run.js'

export const MARKS: Readonly<Record<AttemptVerdict, string>> = {
  agreed: '✓',
  outvoted: '≠',
  failed: '✗',
  hung: '⧗',
  unreachable: '⊘',
  cancelled: '−',
  inconclusive: '?'
}
