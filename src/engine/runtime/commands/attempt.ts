/**
 * One attempt on one cluster: upload its program, launch it, wait for its end.
 *
 * Launching is idempotent by the attempt's id, so it is simply asked again when no answer came.
 */
import { ConsoleError, toWireError } from '../../../shared/model/errors.js'
import type { AttemptId, ClusterName, Millis } from '../../../shared/model/ids.js'
import { ruleOf } from '../../domain/run/ballots.js'
import { jobOf, readsOf } from '../../domain/run/datasets.js'
import type { AttemptOutcome, RunEvent } from '../../domain/run/events.js'
import type { PlannedFile, PlannedProgram, RunPlan } from '../../domain/run/plan.js'
import type { Unit } from '../../domain/run/state.js'
import { piecesOf } from '../../protocol/tasks/pieces.js'
import type { ProgressItem } from '../../protocol/tasks/values.js'
import { askPatiently, reasonOf, taskCode, type RunContext } from '../context.js'
import { attemptOf, attemptPath, datasetPath, filePath, fillArguments } from '../layout.js'
import { stage } from './stage.js'

export async function runAttempt(
  context: RunContext,
  id: AttemptId,
  cluster: ClusterName
): Promise<void> {
  const { ports } = context
  const signal = context.signalOf(id)
  const attempt = attemptOf(context.state(), id)
  const unit = context.state().units.find((one) => one.id === attempt.unit)
  if (unit === undefined) return
  try {
    const { program } = jobOf(context.state(), unit.job)
    const bytes = unit.role === 'cut' ? 0 : await stage(context, id, cluster, program)
    context.emit({ type: 'attempt-staged', at: ports.clock.now(), attempt: id, bytes })
    const request = attemptRequest(context, id, cluster, unit)
    const { settle } = await askPatiently(context, cluster, 'medusa.attempt', request, signal)
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
      outcome: outcomeOf(item, unit),
      applicationId: item.applicationId,
      finishedAt: finishedAt(context, id) ?? at
    },
    settleEnd
  )
}

/** @throws ConsoleError `INTERNAL` when the machine starts what is not ready */
function attemptRequest(context: RunContext, id: AttemptId, cluster: ClusterName, unit: Unit) {
  const { plan } = context
  const state = context.state()
  const job = jobOf(state, unit.job)
  const inputs = (readsOf(state, unit) ?? []).map((dataset) => ({
    path: datasetPath(state, dataset, cluster),
    manifest: dataset.manifest
  }))
  const output = attemptPath(plan, cluster, unit.id, id)
  const cuts = unit.role === 'cut'
  const paths = inputs.map(({ path }) => path)
  return {
    run: plan.run,
    unit: unit.id,
    attempt: id,
    program: cuts
      ? { type: 'cut' as const, chunks: plan.chunks }
      : jarRequest(plan, cluster, job.program, fillArguments(job.program.args, paths, output)),
    inputs,
    output,
    compare: ruleOf(state, unit) === 'lines' ? ('lines' as const) : ('bytes' as const),
    configuration: cuts ? {} : job.configuration
  }
}

function jarRequest(
  plan: RunPlan,
  cluster: ClusterName,
  program: PlannedProgram,
  args: readonly string[]
) {
  const shipped = (files: readonly PlannedFile[]) =>
    files.map((file) => ({
      path: filePath(plan, cluster, file),
      sha256: file.sha256,
      name: file.name
    }))
  return {
    type: 'jar' as const,
    jar: { path: filePath(plan, cluster, program.jar), sha256: program.jar.sha256 },
    main: program.main,
    args,
    files: shipped(program.files),
    archives: shipped(program.archives),
    environment: program.environment
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

function outcomeOf(item: ProgressItem, unit: Unit): AttemptOutcome {
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
      counters: end.counters,
      ...(end.lines === null ? {} : { lines: end.lines }),
      ...(unit.role === 'cut' ? { pieces: piecesOf(end.files) } : {})
    }
  return { type: 'failed', code: end.code ?? 'JOB_FAILED', cause: end.cause, log: end.log }
}

/** When the job was first seen to be over, from the progress that was shown. */
const finishedAt = (context: RunContext, id: AttemptId): Millis | null =>
  context.progressOf(id)?.finishedAt ?? null
