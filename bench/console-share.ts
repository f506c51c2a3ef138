/**
 * The console's own share of a run: WordCount over three small texts, f = 1, three honest clouds. Small on purpose: what the
 * console needs hardly grows with the input, so a short run shows it best.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { resource } from '../src/cli/checkout.js'
import { openEngine } from '../src/engine/compose.js'
import type { RunId } from '../src/shared/model/ids.js'
import type { RunReport } from '../src/shared/model/run.js'
import type { Bench, BenchContext, RunningLab } from './bench.js'
import { median, type Figure } from './figures.js'
import { isLaunch, readJournal, secondsAfterTheClouds, type RunEvent } from './journal.js'

const ROUNDS = 3
const TARGET_SECONDS = 1
const TARGET_PART = 0.03

interface Sample {
  readonly wall: number
  readonly clouds: number
  readonly overhead: number
  readonly toLaunch: number
  readonly toVerdict: number
}

export const consoleShare: Bench = {
  name: 'console-share',
  title: "the console's own share of a run",
  usesLab: true,
  run: async (context) => {
    const lab = await context.lab()
    const samples: Sample[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      context.say(`console-share: run ${String(round + 1)} of ${String(ROUNDS)}`)
      samples.push(await measureRun(context, lab))
    }
    const share = samples.map(({ toLaunch, toVerdict }) => toLaunch + toVerdict)
    const wall = median(samples.map((sample) => sample.wall))
    const allowed = Math.max(TARGET_SECONDS, TARGET_PART * wall)
    const figure = (name: string, pick: (sample: Sample) => number): Figure => ({
      name,
      unit: 's',
      samples: samples.map(pick)
    })
    return {
      targets: [
        {
          target: `submit → first launch and last needed attempt ended → verdict: at most ${String(TARGET_SECONDS)} s or ${String(TARGET_PART * 100)} % (here ${allowed.toFixed(2)} s)`,
          measured: `${median(share).toFixed(2)} s of ${wall.toFixed(1)} s`,
          met: median(share) <= allowed
        }
      ],
      figures: [
        { name: 'own share: submit → launch, ended → verdict', unit: 's', samples: share },
        figure('  submit → first launch (with upload)', ({ toLaunch }) => toLaunch),
        figure('  last needed end → verdict (with publish)', ({ toVerdict }) => toVerdict),
        figure("report's console.overheadSeconds", ({ overhead }) => overhead),
        figure("report's console.hadoopSeconds", ({ clouds }) => clouds),
        figure('the whole run', (sample) => sample.wall)
      ],
      notes: [
        'The own share counts copying jar and inputs to the clouds, and their renaming and digesting again for the publication, although clouds work then; overheadSeconds does not.'
      ]
    }
  }
}

async function measureRun(
  { temporary, signal }: BenchContext,
  { loaded }: RunningLab
): Promise<Sample> {
  const state = await temporary()
  const jobFile = join(state, 'job.yaml')
  await writeFile(jobFile, stringify(job()))
  const engine = openEngine(state, loaded)
  try {
    const submitted = Date.now()
    const run = await engine.startRun({ jobFile })
    const report = await orCancelled(signal, engine.whenOver(run), () =>
      engine.cancelRun(run, 'the bench was interrupted')
    )
    if (report.verdict !== 'verified') throw new Error(`${run}: ${report.sentence}`)
    return sample(submitted, report, await journalOf(state, run))
  } finally {
    await engine.close()
  }
}

function sample(submitted: number, report: RunReport, events: readonly RunEvent[]): Sample {
  const launched = events.filter(isLaunch).map(({ at }) => at)
  return {
    wall: (report.finishedAt - submitted) / 1000,
    clouds: report.console.hadoopSeconds,
    overhead: report.console.overheadSeconds,
    toLaunch: (Math.min(...launched) - submitted) / 1000,
    toVerdict: secondsAfterTheClouds(report, events)
  }
}

const journalOf = async (state: string, run: RunId): Promise<readonly RunEvent[]> =>
  readJournal(await readFile(join(state, 'runs', run, 'journal.jsonl'), 'utf8'))

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

const job = (): object => ({
  name: 'bench-wordcount',
  faults: 1,
  ranking: 'random',
  jobs: [
    {
      id: 'count',
      jar: {
        path: 'hadoop-mapreduce-examples.jar',
        main: 'wordcount',
        args: ['-Dmapreduce.job.reduces=2', '{input}', '{output}']
      },
      inputs: [{ upload: resource('examples', 'texts') }]
    }
  ],
  output: `/results/bench-${String(process.pid)}-${String(Date.now())}`
})
