/**
 * What a single lie costs: the same WordCount at task level (eight chunks) and at job level, on a lab in which one cloud alters
 * one output once. The reports tell what had to be done again.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { resource } from '../src/cli/checkout.js'
import { rankAtRandom, seededRandom } from '../src/engine/domain/ranking.js'
import { labFault, labFolder, labHeal } from '../src/lab/index.js'
import type { RunReport } from '../src/shared/model/run.js'
import type { Bench, BenchContext, RunningLab } from './bench.js'
import type { Figure } from './figures.js'
import { repeatedAttempts, secondsAlone, secondsOnCloud } from './repeated.js'
import { freshOutput, runJob } from './run-job.js'

const CHUNKS = 8
const CHUNK_BYTES = 2 * 2 ** 20
const FAULTS = 1
const SEED = 1

type Granularity = RunReport['granularity']

interface Sample {
  readonly executions: number
  readonly repeated: number
  readonly repeatedBytes: number
  readonly repeatedSeconds: number
  readonly alone: number
  readonly wall: number
  readonly uploaded: number
}

export const lieOnce: Bench = {
  name: 'lie-once',
  title: `one lie at task level with ${String(CHUNKS)} chunks, and at job level`,
  usesLab: true,
  run: async (context) => {
    const lab = await context.lab()
    const texts = join(await context.temporary(), 'texts')
    await writeTexts(texts)
    const task = await measure(context, lab, texts, 'task')
    const job = await measure(context, lab, texts, 'job')
    const plain = (units: number): number => (FAULTS + 1) * units
    const figures = (name: Granularity, sample: Sample): readonly Figure[] => {
      const figure = (what: string, unit: string, value: number): Figure => ({
        name: `${name} level: ${what}`,
        unit,
        samples: [value]
      })
      return [
        figure('executions', '', sample.executions),
        figure('input of what was done again', 'MiB', sample.repeatedBytes / 2 ** 20),
        figure('seconds of what was done again', 's', sample.repeatedSeconds),
        figure("  of it after the job's other attempts had ended", 's', sample.alone),
        figure('uploaded in all', 'MiB', sample.uploaded / 2 ** 20),
        figure('the whole run', 's', sample.wall)
      ]
    }
    return {
      targets: [
        {
          target: `task level: one chunk is done again, and nothing else (${String(plain(CHUNKS + 1) + 1)} executions; without the lie ${String(plain(CHUNKS + 1))})`,
          measured: said(task),
          met: task.repeated === 1 && task.executions === plain(CHUNKS + 1) + 1
        },
        {
          target: `job level: the job is done again (${String(plain(2) + 1)} executions; without the lie ${String(plain(2))})`,
          measured: said(job),
          met: job.repeated === 1 && job.executions === plain(2) + 1
        }
      ],
      figures: [...figures('task', task), ...figures('job', job)],
      notes: [
        `${String(CHUNKS)} texts of ${String(CHUNK_BYTES / 2 ** 20)} MiB, uploaded; f = ${String(FAULTS)}, three clouds, one aggregator, the same job file but for its level; one run each.`,
        `Done again at task level: ${(task.repeatedBytes / job.repeatedBytes).toFixed(3)} of the bytes and ${(task.repeatedSeconds / job.repeatedSeconds).toFixed(2)} of the seconds of job level. Seconds: from the launch until the digests are here; at task level other chunks may run beside it.`,
        `The whole run at task level took ${(task.wall / job.wall).toFixed(2)} times as long as at job level, three clouds on one machine.`
      ]
    }
  }
}

const said = ({ executions, repeated, repeatedBytes, repeatedSeconds }: Sample): string =>
  `${String(executions)} executions, ${String(repeated)} again: ${(repeatedBytes / 2 ** 20).toFixed(0)} MiB of input, ${repeatedSeconds.toFixed(1)} s`

async function measure(
  context: BenchContext,
  lab: RunningLab,
  texts: string,
  granularity: Granularity
): Promise<Sample> {
  const names = lab.loaded.environment.clusters.map(({ name }) => name)
  const [liar] = rankAtRandom(names, SEED) // the first in the ranking is asked in any case
  if (liar === undefined) throw new Error('the lab has no cloud')
  context.say(`lie-once: ${granularity} level, ${liar} lies once`)
  const folder = labFolder(lab.state)
  try {
    await labFault(folder, liar, 'lie-once')
    const { submitted, report } = await runJob(context, lab, job(texts, granularity))
    if (report.verdict !== 'verified') throw new Error(`${report.run}: ${report.sentence}`)
    if (!report.attempts.some(({ verdict }) => verdict === 'outvoted'))
      throw new Error(`${report.run}: nobody was outvoted; another run of this lab took the lie`)
    const again = repeatedAttempts(report)
    const chunks = new Set(report.units.filter(({ role }) => role === 'chunk').map(({ id }) => id))
    return {
      executions: report.cost.executions,
      repeated: again.length,
      repeatedBytes: again.reduce(
        (sum, { unit }) => sum + (chunks.has(unit) ? CHUNK_BYTES : CHUNKS * CHUNK_BYTES),
        0
      ),
      repeatedSeconds: again.reduce((sum, attempt) => sum + secondsOnCloud(attempt), 0),
      alone: secondsAlone(report, again),
      wall: (report.finishedAt - submitted) / 1000,
      uploaded: report.cost.uploadedBytes
    }
  } finally {
    await labHeal(folder, liar)
  }
}

/** Texts of equal length, so that eight chunks are eight files. */
async function writeTexts(folder: string): Promise<void> {
  await mkdir(folder)
  for (let part = 0; part < CHUNKS; part += 1)
    await writeFile(join(folder, `part-${String(part)}.txt`), text(part))
}

function text(seed: number): Buffer {
  const random = seededRandom(seed)
  const bytes = Buffer.alloc(CHUNK_BYTES, '\n')
  for (let at = 0; at < CHUNK_BYTES - 100;) {
    // Squared: some words are much more frequent than others, as in a language.
    const word = Math.floor(random() ** 2 * 20_000).toString(36)
    at += bytes.write(`${word}${random() < 0.1 ? '\n' : ' '}`, at)
  }
  return bytes
}

const job = (texts: string, granularity: Granularity): object => ({
  name: `bench-lie-once-${granularity}`,
  faults: FAULTS,
  granularity,
  ...(granularity === 'task' ? { chunks: { count: CHUNKS } } : {}),
  ranking: 'random',
  seed: SEED,
  jobs: [{ id: 'count', example: { name: 'wordcount' }, inputs: [{ upload: texts }] }],
  aggregator: {
    id: 'sum',
    streaming: { mapper: 'cat', reducer: 'python3 sum.py' },
    files: [resource('examples', 'programs', 'sum.py')],
    configuration: { 'mapreduce.job.reduces': 2 }
  },
  output: freshOutput()
})
