/** Words for states, as they stand beside their shapes. */
import type { Action } from '@shared/model/action.js'
import type {
  AttemptPhase,
  AttemptVerdict,
  ClusterState,
  CopyView,
  RunNote,
  RunVerdict
} from '@shared/model/run.js'
import type { TimelineEvent } from '@shared/model/timeline.js'
import type { WatchedState } from '@shared/model/watch.js'

export const statesText = {
  attempts: {
    agreed: 'agreed',
    outvoted: 'outvoted',
    failed: 'failed',
    hung: 'hung',
    unreachable: 'unreachable',
    cancelled: 'cancelled',
    inconclusive: 'inconclusive'
  } satisfies Record<AttemptVerdict, string>,
  phases: {
    staging: 'gets its data',
    launching: 'starts',
    preparing: 'fetches the jar',
    checking: 'checks the input',
    running: 'runs',
    digesting: 'digests',
    voting: 'waits for the vote',
    over: 'waits for the vote'
  } satisfies Record<AttemptPhase, string>,
  copies: {
    queued: 'queued',
    running: 'copying',
    done: 'done',
    failed: 'failed',
    cancelled: 'cancelled'
  } satisfies Record<CopyView['state'], string>,
  clusters: {
    surveying: 'asked',
    ready: 'ready',
    running: 'running',
    excluded: 'excluded',
    silent: 'silent'
  } satisfies Record<ClusterState, string>,
  actions: {
    began: 'no end known',
    done: 'done',
    failed: 'failed'
  } satisfies Record<Action['outcome'], string>,
  runs: {
    verified: 'verified',
    'not-verified': 'not verified',
    cancelled: 'cancelled',
    failed: 'failed',
    running: 'running',
    interrupted: 'interrupted'
  } satisfies Record<RunVerdict | 'running' | 'interrupted', string>,
  notes: {
    info: 'note',
    warning: 'warning',
    error: 'error'
  } satisfies Record<RunNote['severity'], string>,
  watched: {
    active: 'active',
    degraded: 'degraded',
    silent: 'silent',
    out: 'left out',
    unknown: 'unknown'
  } satisfies Record<WatchedState, string>,
  events: {
    agreed: 'agreed',
    attention: 'attention',
    failed: 'failed',
    unreachable: 'unreachable',
    outvoted: 'outvoted',
    running: 'running',
    cancelled: 'cancelled',
    inconclusive: 'inconclusive',
    verified: 'verified',
    'not-verified': 'not verified',
    note: 'note'
  } satisfies Record<TimelineEvent['look'], string>
}
