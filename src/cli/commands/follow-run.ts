/**
 * Carries a run through on the command line: shows it, listens to Ctrl-C, waits for its end.
 *
 * Until a run can be resumed, an interrupt cancels it: attempts are killed on the clouds, the journal is kept.
 */
import { basename } from 'node:path'
import type { ActionRecorder, Engine, RunRequest } from '../../engine/index.js'
import { exitCode, type ExitCode } from '../../shared/model/errors.js'
import type { RunId } from '../../shared/model/ids.js'
import type { RunReport, RunSnapshot } from '../../shared/model/run.js'
import { runEvents } from '../output/run-events.js'
import { runLines } from '../output/run-lines.js'
import type { Output } from '../output/output.js'

/** A terminal that is redrawn oftener shows nothing more. */
const REDRAW_MS = 200
/** Two signals within this time are one key press. */
const SAME_KEY_MS = 1_000

export interface FinishedRun {
  readonly run: RunId
  readonly report: RunReport
  /** The user asked for the end. */
  readonly interrupted: boolean
}

/**
 * @param record - starting and cancelling are actions
 * @param onStarted - told the run's id as soon as there is one
 */
export async function carryThrough(
  engine: Engine,
  request: RunRequest,
  output: Output,
  record: ActionRecorder,
  onStarted: (run: RunId) => void = () => undefined
): Promise<FinishedRun> {
  const { environment } = engine
  const weaker = request.acceptWeaker === true
  const run = await record(
    {
      environment,
      target: { kind: 'run', name: basename(request.jobFile) },
      what: `started ${basename(request.jobFile)}${weaker ? ' with the weaker guarantee' : ''}`,
      call: `medusa run ${request.jobFile}${weaker ? ' --accept-weaker' : ''}`
    },
    () => engine.startRun(request),
    (started) => started
  )
  onStarted(run)
  const view = output.json ? runEvents(output) : runLines(output)
  let latest: RunSnapshot | null = null
  let shown = 0
  const unfollow = engine.follow(run, (snapshot) => {
    latest = snapshot
    if (!output.live || snapshot.now - shown >= REDRAW_MS || snapshot.verdict !== null) {
      shown = snapshot.now
      view.show(snapshot)
    }
  })
  // n.b. the clock on the screen goes on while nothing happens on the clouds
  const ticking = setInterval(() => {
    if (output.live && latest !== null && latest.verdict === null) void redraw()
  }, 1000)
  const redraw = async (): Promise<void> => {
    view.show(await engine.readRun(run))
  }
  const cancel = (reason: string): Promise<void> =>
    record({ environment, target: { kind: 'run', name: run }, what: `cancelled ${run}` }, () =>
      engine.cancelRun(run, reason)
    )
  const interrupt = interruptible(cancel, run, output)
  try {
    const report = await engine.whenOver(run)
    return { run, report, interrupted: interrupt.happened() }
  } finally {
    clearInterval(ticking)
    interrupt.stop()
    unfollow()
    view.end()
  }
}

function interruptible(cancel: (reason: string) => Promise<void>, run: RunId, output: Output) {
  let interruptedAt: number | null = null
  const onSignal = (signal: NodeJS.Signals): void => {
    const now = Date.now()
    // One Ctrl-C under npm or npx comes twice: from the terminal, and passed on by npm.
    if (interruptedAt !== null && now - interruptedAt < SAME_KEY_MS) return
    if (interruptedAt !== null) {
      output.say(`medusa: left at once; attempts of ${run} may still run on the clouds`)
      process.exit(exitCode.interrupted)
    }
    interruptedAt = now
    output.say(`medusa: ${signal}: stopping the attempts of ${run} on the clouds…`)
    cancel(`interrupted by ${signal}`).catch((thrown: unknown) => {
      output.say(`medusa: ${String(thrown)}`)
    })
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, onSignal)
  return {
    happened: () => interruptedAt !== null,
    stop: () => {
      for (const signal of signals) process.removeListener(signal, onSignal)
    }
  }
}

/** The documented exit code of a run that is over. */
export function exitCodeOf(
  { report, interrupted }: FinishedRun,
  codes: Record<string, ExitCode>
): ExitCode {
  if (interrupted) return exitCode.interrupted
  if (report.error !== null) return codes[report.error.code] ?? exitCode.unexpected
  switch (report.verdict) {
    case 'verified':
      return exitCode.done
    case 'not-verified':
      return exitCode.notVerified
    case 'cancelled':
      return exitCode.interrupted
    case 'failed':
      return exitCode.unexpected
  }
}
