/**
 * One attempt on one cluster: upload what it needs, launch it, wait for its end.
 *
 * Launching is idempotent by the attempt's id, so it is simply asked again when no answer came.
 */
import { ConsoleError, toWireError } from '../../../shared/model/errors.js'
import type { AttemptId, ClusterName, Millis, UnitId } from '../../../shared/model/ids.js'
import type { AttemptOutcome, RunEvent } from '../../domain/run/events.js'
import type { ProgressItem } from '../../protocol/tasks/values.js'
import { ask, reasonOf, taskCode, type RunContext } from '../context.js'
import { attemptPath, fillArguments, inputPath, jarPath, unitOf } from '../layout.js'
import { stage } from './stage.js'

const LAUNCH_DEADLINE_MS = 10_000
const LAUNCH_TRIES = 3

export async function runAttempt(
  context: RunContext,
  id: AttemptId,
  cluster: ClusterName
): Promise<void> {
  const { ports } = context
  const signal = context.signalOf(id)
  const unit = context.state().attempts.find((attempt) => attempt.id === id)?.unit
  if (unit === undefined) return
  try {
    const bytes = await stage(context, id, cluster, unit, signal)
    context.emit({ type: 'attempt-staged', at: ports.clock.now(), attempt: id, bytes })
    const settle = await launch(context, id, cluster, unit, signal)
    context.emit({ type: 'attempt-launched', at: ports.clock.now(), attempt: id }, settle)
  } catch (thrown) {
    if (!signal.aborted) context.emit(notLaunched(id, thrown, ports.clock.now()))
    return
  }
  const { item, settle: settleEnd } = await context.watch(cluster).ended(id)
  if (signal.aborted) return
  const at = ports.clock.now()
  context.emit(
    {
      type: 'attempt-ended',
      at,
      attempt: id,
      outcome: outcomeOf(item),
      applicationId: item.applicationId,
      finishedAt: finishedAt(context, id) ?? at
    },
    settleEnd
  )
}

async function launch(
  context: RunContext,
  id: AttemptId,
  cluster: ClusterName,
  unitId: UnitId,
  signal: AbortSignal
): Promise<() => void> {
  const { plan } = context
  const unit = unitOf(plan, unitId)
  const inputs = context.state().inputs.flatMap((input, index) => {
    const { manifest } = input.view
    return manifest === null ? [] : [{ path: inputPath(plan, cluster, index), manifest }]
  })
  const output = attemptPath(plan, cluster, unitId, id)
  const paths = inputs.map((input) => input.path)
  const request = {
    run: plan.run,
    unit: unitId,
    attempt: id,
    jar: { path: jarPath(plan, cluster, unit), sha256: unit.jar.sha256 },
    main: unit.main,
    args: fillArguments(unit.args, paths, output),
    inputs,
    output,
    configuration: unit.configuration
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      const told = await ask(
        context,
        cluster,
        'medusa.attempt',
        request,
        LAUNCH_DEADLINE_MS,
        signal
      )
      return told.settle
    } catch (thrown) {
      const silent = thrown instanceof ConsoleError && thrown.code === 'TASK_TIMED_OUT'
      if (!silent || attempt >= LAUNCH_TRIES || signal.aborted) throw thrown
    }
  }
}

/** What is wrong with our own files is no fault of a cloud: no other one could do better. */
const OUR_OWN: ReadonlySet<string> = new Set(['INPUT_CHANGED', 'FILE_MISSING'])

function notLaunched(id: AttemptId, thrown: unknown, at: Millis): RunEvent {
  if (thrown instanceof ConsoleError && OUR_OWN.has(thrown.code))
    return { type: 'run-failed', at, error: toWireError(thrown) }
  const staging = thrown instanceof ConsoleError && thrown.code !== 'TASK_FAILED'
  return {
    type: 'attempt-ended',
    at,
    attempt: id,
    outcome: {
      type: 'failed',
      code: taskCode(thrown) ?? (staging ? thrown.code : 'LAUNCH_FAILED'),
      cause: reasonOf(thrown),
      log: []
    },
    applicationId: null,
    finishedAt: at
  }
}

function outcomeOf(item: ProgressItem): AttemptOutcome {
  const { end } = item
  if (end === null)
    return {
      type: 'failed',
      code: 'LOST',
      cause: 'the attempt is gone without a result: its host was restarted or its process killed',
      log: []
    }
  if (end.outcome === 'succeeded' && end.manifest !== null)
    return {
      type: 'succeeded',
      files: end.files,
      manifest: end.manifest,
      counters: end.counters
    }
  return { type: 'failed', code: end.code ?? 'JOB_FAILED', cause: end.cause, log: end.log }
}

/** When the job was first seen to be over, from the progress that was shown. */
const finishedAt = (context: RunContext, id: AttemptId): Millis | null =>
  context.progressOf(id)?.finishedAt ?? null
