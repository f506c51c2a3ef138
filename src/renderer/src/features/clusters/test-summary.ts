/** A test in a few words. */
import type { TestStep } from '@shared/model/cluster-test.js'
import { listed, plural } from '../../lib/format.js'

export function testSummary(steps: readonly TestStep[]): string {
  const inState = (...states: readonly TestStep['state'][]): readonly string[] =>
    steps.filter(({ state }) => states.includes(state)).map(({ title }) => title)
  const open = inState('waiting', 'running')
  if (open.length > 0)
    return `${String(steps.length - open.length)} of ${String(steps.length)} ended`
  const failed = inState('failed')
  if (failed.length > 0) return `${listed(failed, 3)} failed`
  if (inState('asks').length > 0) return 'a key has to be compared'
  const warned = inState('warning')
  if (warned.length > 0) return plural(warned.length, 'warning')
  const skippedSteps = inState('skipped')
  return skippedSteps.length === 0
    ? 'all passed'
    : `${String(steps.length - skippedSteps.length)} passed, ${listed(skippedSteps, 3)} skipped`
}
