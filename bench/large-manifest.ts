/** The digest of one large file: medusa.manifest, asked for by the console, against a curl on the same host that only reads the file. */
import { parseValue } from '../src/engine/protocol/tasks/values.js'
import type { ManifestDigest } from '../src/shared/model/ids.js'
import type { ClusterSettings } from '../src/shared/model/settings.js'
import type { Bench } from './bench.js'
import { secondsOf, withBenchRun, type BenchRun } from './bench-run.js'
import { inTurn, median } from './figures.js'
import { blocksOf, LARGE_FILE, putLargeFile, tooFull } from './large-file.js'
import { openUrl } from './part-files.js'
import { mustRun } from './programs.js'

const BYTES = 2 ** 30
const ROUNDS = 5
const OF_CURL = 1.2

export const largeManifest: Bench = {
  name: 'manifest',
  title: 'the manifest of 1 GiB',
  usesLab: true,
  run: async (context) => {
    const { say, signal } = context
    const { environment } = (await context.lab()).loaded
    const [cluster] = environment.clusters
    if (cluster === undefined) throw new Error('the lab has no cloud')
    return withBenchRun(context, async (run) => {
      const answer = await run.call(cluster, 'medusa.facts', {})
      const facts = parseValue(cluster.name, 'medusa.facts', answer)
      const skipped = tooFull(cluster.name, facts, 2 * BYTES)
      if (skipped !== null) return { skipped }
      const folder = `${run.home(cluster)}/large`
      say('manifest: 1 GiB goes up')
      const expected = await putLargeFile(environment, cluster, folder, BYTES, signal)
      const [worker, inWorker, curl]: [number[], number[], number[]] = [[], [], []]
      const variants = [
        async () => {
          const { seconds, detached } = await byWorker(run, cluster, folder, expected)
          worker.push(seconds)
          inWorker.push(detached)
        },
        async () => void curl.push(await byCurl(cluster, `${folder}/${LARGE_FILE}`, signal))
      ]
      for (const variant of variants) await variant() // from the disk into memory
      for (const samples of [worker, inWorker, curl]) samples.length = 0
      for (let round = 0; round < ROUNDS; round += 1) {
        say(`manifest: round ${String(round + 1)} of ${String(ROUNDS)}`)
        for (const variant of inTurn(variants, round)) await variant()
      }
      const ofCurl = median(worker) / median(curl)
      return {
        targets: [
          {
            target: 'within 20 % of reading the same file by curl',
            measured: `${ofCurl.toFixed(2)} of curl's time (${median(worker).toFixed(2)} s against ${median(curl).toFixed(2)} s)`,
            met: ofCurl <= OF_CURL
          }
        ],
        figures: [
          { name: 'medusa.manifest, asked by the console', unit: 's', samples: worker },
          { name: '  of it the detached process itself', unit: 's', samples: inWorker },
          { name: 'curl --location, to /dev/null', unit: 's', samples: curl }
        ],
        notes: [`One file of 1 GiB, ${blocksOf(facts)}, through WebHDFS; every digest was right.`]
      }
    })
  }
}

async function byWorker(
  run: BenchRun,
  cluster: ClusterSettings,
  path: string,
  expected: ManifestDigest
): Promise<{ readonly seconds: number; readonly detached: number }> {
  const digest = run.newId()
  const begun = performance.now()
  await run.call(cluster, 'medusa.manifest', { run: run.id, digest, path })
  const item = await run.ended(cluster, digest)
  const seconds = (performance.now() - begun) / 1000
  if (item.end?.manifest !== expected)
    throw new Error(`medusa.manifest: ${item.end?.cause ?? `${item.state}, digest is wrong`}`)
  return { seconds, detached: secondsOf(item) }
}

async function byCurl(
  cluster: ClusterSettings,
  path: string,
  signal: AbortSignal
): Promise<number> {
  const { seconds, stdout } = await mustRun({
    program: 'curl',
    args: [
      ...['--silent', '--show-error', '--fail', '--location', '--output', '/dev/null'],
      ...['--write-out', '%{size_download}', openUrl(cluster, path)]
    ],
    signal
  })
  if (Number(stdout) !== BYTES) throw new Error(`curl read ${stdout} bytes`)
  return seconds
}
