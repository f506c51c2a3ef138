/** A test in a few words. */
import type { TestStep } from '@shared/model/cluster-test.js'
import { clusterTestText as text } from '../../text/clusters.js'

export function testSummary(steps: readonly TestStep[]): string {
  const inState = (...states: readonly TestStep['state'][]): readonly string[] =>
    steps.filter(({ state }) => states.includes(state)).map(({ title }) => title)
  const open = inState('waiting', 'running')
  if (open.length > 0) return text.ended(steps.length - open.length, steps.length)
  const failed = inState('failed')
  if (failed.length > 0) return text.failed(failed)
  if (inState('asks').length > 0) return text.asks
  const warned = inState('warning')
  if (warned.length > 0) return text.warnings(warned.length)
  const skippedSteps = inState('skipped')
  return skippedSteps.length === 0
    ? text.passed
    : text.skipped(steps.length - skippedSteps.length, skippedSteps)
}
