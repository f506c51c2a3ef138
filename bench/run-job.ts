/** A job file carried out on the lab by the engine, as `medusa run` does it; Ctrl-C cancels it on the clouds. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { openEngine } from '../src/engine/compose.js'
import type { RunReport } from '../src/shared/model/run.js'
import type { BenchContext, RunningLab } from './bench.js'
import { readJournal, type RunEvent } from './journal.js'

export interface RanJob {
  /** Milliseconds since 1970. */
  readonly submitted: number
  readonly report: RunReport
  readonly events: readonly RunEvent[]
}

/** @param job - what stands in a job file; its local paths absolute */
export async function runJob(
  { temporary, signal }: BenchContext,
  { loaded }: RunningLab,
  job: object
): Promise<RanJob> {
  const state = await temporary()
  const jobFile = join(state, 'job.yaml')
  await writeFile(jobFile, stringify(job))
  const engine = openEngine(state, loaded)
  try {
    const submitted = Date.now()
    const run = await engine.startRun({ jobFile })
    const report = await orCancelled(signal, engine.whenOver(run), () =>
      engine.cancelRun(run, 'the bench was interrupted')
    )
    const journal = await readFile(join(state, 'runs', run, 'journal.jsonl'), 'utf8')
    return { submitted, report, events: readJournal(journal) }
  } finally {
    await engine.close()
  }
}

/** Ctrl-C cancels the run on the clouds, and waits for that. */
async function orCancelled<T>(
  signal: AbortSignal,
  work: Promise<T>,
  cancel: () => Promise<void>
): Promise<T> {
  const abort = (): void => void cancel()
  signal.addEventListener('abort', abort)
  try {
    if (signal.aborted) abort()
    const result = await work
    signal.throwIfAborted()
    return result
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

let outputs = 0

/** A name for an output that no run has had. */
export function freshOutput(): string {
  outputs += 1
  return `/results/bench-${String(process.pid)}-${String(Date.now())}-${String(outputs)}`
}
