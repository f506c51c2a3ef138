/**
 * Digests of 200 part files: the worker's medusa.manifest, asked for by the console, against `hadoop fs -cat FILE | sha256sum`
 * (Medusa's way) and against one curl that only reads the same bytes. All digests are compared with those known here.
 */
import { join } from 'node:path'
import type { ProgressItem } from '../src/engine/protocol/tasks/values.js'
import { labUser } from '../src/lab/lab-user.js'
import type { ClusterSettings } from '../src/shared/model/settings.js'
import type { Bench, BenchContext } from './bench.js'
import { secondsOf, withBenchRun, type BenchRun } from './bench-run.js'
import { inTurn, median } from './figures.js'
import { FILES, openUrl, putPartFiles, type PartFile } from './part-files.js'
import { mustRun } from './programs.js'

const ROUNDS = 5
/** A JVM a file: two hundred of them would take many minutes. */
const CAT_FILES = 10
const TIMES_FASTER = 50
const OF_CURL = 1.2

interface Subject {
  readonly cluster: ClusterSettings
  readonly run: BenchRun
  readonly folder: string
  readonly files: readonly PartFile[]
  readonly signal: AbortSignal
}

export const digests: Bench = {
  name: 'digests',
  title: `digests of ${String(FILES)} part files`,
  usesLab: true,
  run: async (context) => {
    const { loaded } = await context.lab()
    const [cluster] = loaded.environment.clusters
    if (cluster === undefined) throw new Error('the lab has no cloud')
    return withBenchRun(context, async (run) => {
      const folder = `${run.home(cluster)}/parts`
      context.say(`digests: ${String(FILES)} files go up`)
      const files = await putPartFiles(loaded.environment, cluster, folder, context.signal)
      return measure(context, { cluster, run, folder, files, signal: context.signal })
    })
  }
}

async function measure({ say }: BenchContext, subject: Subject): ReturnType<Bench['run']> {
  const bytes = subject.files.reduce((sum, { length }) => sum + length, 0)
  const worker: number[] = []
  const inWorker: number[] = []
  const curl: number[] = []
  const cat: number[] = []
  const variants = [
    async () => {
      const { seconds, item } = await byWorker(subject)
      worker.push(seconds)
      inWorker.push(secondsOf(item))
    },
    async () => {
      curl.push(await byCurl(subject))
    }
  ]
  for (const variant of variants) await variant() // the page cache and the JVMs are warm from here on
  for (const samples of [worker, inWorker, curl]) samples.length = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    say(`digests: round ${String(round + 1)} of ${String(ROUNDS)}`)
    for (const variant of inTurn(variants, round)) await variant()
    for (let part = 0; part < CAT_FILES / ROUNDS; part += 1)
      cat.push(await byCat(subject, (cat.length * FILES) / CAT_FILES))
  }
  const scaled = median(cat) * FILES
  const faster = scaled / median(worker)
  const ofCurl = median(worker) / median(curl)
  const mebibytes = bytes / 2 ** 20
  return {
    targets: [
      {
        target: `at least ${String(TIMES_FASTER)} times faster than hadoop fs -cat FILE | sha256sum a file`,
        measured: `${faster.toFixed(0)} times (${median(worker).toFixed(2)} s against ${scaled.toFixed(0)} s)`,
        met: faster >= TIMES_FASTER
      },
      {
        target: 'within 20 % of reading the same bytes by curl',
        measured: `${ofCurl.toFixed(2)} of curl's time (${median(worker).toFixed(2)} s against ${median(curl).toFixed(2)} s)`,
        met: ofCurl <= OF_CURL
      }
    ],
    figures: [
      { name: 'medusa.manifest, asked by the console', unit: 's', samples: worker },
      { name: '  of it the detached process itself', unit: 's', samples: inWorker },
      { name: `curl, one call, ${String(FILES)} URLs`, unit: 's', samples: curl },
      { name: 'hadoop fs -cat FILE | sha256sum, one file', unit: 's', samples: cat }
    ],
    notes: [
      `${mebibytes.toFixed(0)} MiB in ${String(FILES)} files of ${(mebibytes / FILES).toFixed(2)} MiB on average, through WebHDFS; all digests were right.`,
      `hadoop fs -cat was measured on ${String(CAT_FILES)} files and its median multiplied by ${String(FILES)}.`
    ]
  }
}

/** From the request to the console's having all digests. */
async function byWorker({
  cluster,
  run,
  folder,
  files
}: Subject): Promise<{ readonly seconds: number; readonly item: ProgressItem }> {
  const digest = run.newId()
  const begun = performance.now()
  await run.call(cluster, 'medusa.manifest', { run: run.id, digest, path: folder })
  const item = await run.ended(cluster, digest)
  const seconds = (performance.now() - begun) / 1000
  const right = item.end?.files.every((file, index) => file.sha256 === files[index]?.sha256)
  if (right !== true || item.end?.files.length !== files.length)
    throw new Error(`medusa.manifest: ${item.end?.cause ?? `${item.state}, digests are wrong`}`)
  return { seconds, item }
}

/** One call reads them all, over kept connections where the servers keep them. */
async function byCurl({ cluster, folder, files, signal }: Subject): Promise<number> {
  const urls = files.map(({ name }) => openUrl(cluster, `${folder}/${name}`))
  const options = ['silent', 'show-error', 'fail', 'location', 'write-out = "%{size_download}\\n"']
  const transfers = urls.flatMap((url) => [`url = "${url}"`, 'output = "/dev/null"'])
  const input = [...options, ...transfers].join('\n')
  const { seconds, stdout } = await mustRun({
    program: 'curl',
    args: ['--config', '-'],
    input,
    signal
  })
  const lengths = stdout.trim().split('\n').map(Number)
  if (files.some(({ length }, index) => lengths[index] !== length))
    throw new Error('curl did not read every byte')
  return seconds
}

/** n.b. the arguments of the shell's text come as arguments, never as text. */
const PIPE = 'set -o pipefail; "$1" fs -cat "$2" | sha256sum'

async function byCat(subject: Subject, index: number): Promise<number> {
  const { cluster, folder, files, signal } = subject
  const file = files[index]
  const { hadoophome, javahome } = cluster
  if (file === undefined || hadoophome === undefined || javahome === undefined)
    throw new Error(`${cluster.name} has no hadoophome or javahome in its settings`)
  const user = await labUser()
  const { seconds, stdout } = await mustRun({
    program: '/bin/bash',
    args: ['-c', PIPE, 'bash', join(hadoophome, 'bin', 'hadoop'), `${folder}/${file.name}`],
    cwd: '/',
    env: { HADOOP_CONF_DIR: join(hadoophome, 'conf'), JAVA_HOME: javahome },
    as: user.switched ? { uid: user.uid, gid: user.gid } : undefined,
    signal
  })
  if (!stdout.startsWith(file.sha256))
    throw new Error(`${file.name}: hadoop fs -cat gave ${stdout}`)
  return seconds
}
