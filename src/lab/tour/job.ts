/**
 * The job of demo and tour: count the words of the State of the Union addresses on a lab of which one cloud lies.
 *
 * The liar is the cloud that is asked first, so that the lie is among the first f + 1 answers and a third cloud has to decide.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { rankAtRandom } from '../../engine/index.js'
import { ConsoleError } from '../../shared/model/errors.js'
import type { ClusterName } from '../../shared/model/ids.js'
import { writeCorpus, type Corpus } from './corpus.js'

/** Any seed would do; a fixed one makes every demo tell the same story. */
const SEED = 7

export interface StoryJob {
  readonly jobFile: string
  readonly corpus: Corpus
  /** To be given the fault `lie` before the run starts. */
  readonly liar: ClusterName
}

/**
 * Lays out the job with its input; only what it makes is replaced: the folder may be somebody's.
 *
 * @param folder - made when missing
 * @param clouds - in the order of the settings, at least three
 * @param now - milliseconds since 1970; goes into the name of the output, because a lab that was kept still holds earlier ones
 * @throws ConsoleError `TOO_FEW_CLUSTERS`, `PREREQUISITE_MISSING`
 */
export async function writeStory(
  folder: string,
  clouds: readonly ClusterName[],
  now: number
): Promise<StoryJob> {
  const [liar] = rankAtRandom(clouds, SEED)
  if (liar === undefined || clouds.length < 3)
    throw new ConsoleError(
      'TOO_FEW_CLUSTERS',
      `a liar is outvoted among three clouds at least, the lab has ${clouds.length}`,
      { hint: 'Stop the lab and start it with three clouds.' }
    )
  await mkdir(folder, { recursive: true })
  const corpus = await writeCorpus(join(folder, 'input'))
  const jobFile = join(folder, 'wordcount.yaml')
  await writeFile(jobFile, stringify(story(now)))
  return { jobFile, corpus, liar }
}

const story = (now: number): object => ({
  name: 'wordcount-sotu',
  faults: 1,
  ranking: 'random',
  seed: SEED,
  jobs: [
    {
      id: 'count',
      jar: {
        path: 'hadoop-mapreduce-examples.jar',
        main: 'wordcount',
        args: ['-Dmapreduce.job.reduces=4', '{input}', '{output}']
      },
      inputs: [{ upload: './input' }],
      compare: 'bytes'
    }
  ],
  output: `/results/wordcount-sotu-${now}`
})
