/**
 * A copy from one cloud to another: the worker's medusa.copy, asked for by the console, against `hadoop distcp` started by ssh on
 * the cloud that gets the data. Ours proves what lies there by reading it once more; distcp compares checksums that HDFS keeps.
 */
import { Ssh2RemoteShell } from '../src/engine/adapters/ssh/ssh2-remote-shell.js'
import { SystemClock } from '../src/engine/adapters/system/clock.js'
import type { RemoteSession } from '../src/engine/ports/remote-shell.js'
import { parseValue } from '../src/engine/protocol/tasks/values.js'
import type { ManifestDigest } from '../src/shared/model/ids.js'
import type { ClusterSettings, Environment } from '../src/shared/model/settings.js'
import type { Bench, BenchContext, Target } from './bench.js'
import { withBenchRun, type BenchRun } from './bench-run.js'
import { inTurn, median, type Figure } from './figures.js'
import { blocksOf, fileSystemOf, LARGE_FILE, putLargeFile, tooFull } from './large-file.js'

interface Size {
  readonly name: string
  readonly bytes: number
  readonly rounds: number
  /** distcp's time divided by ours, at least. */
  readonly timesFaster: number
}

const SIZES: readonly Size[] = [
  { name: '10 MB', bytes: 10_000_000, rounds: 5, timesFaster: 8 },
  { name: '1 GiB', bytes: 2 ** 30, rounds: 3, timesFaster: 0.9 }
]
/** The file, and both copies of a round, before HDFS has deleted those of the round before. */
const ROOM_BYTES = 6 * 2 ** 30
const DISTCP_MS = 600_000

interface Subject {
  readonly run: BenchRun
  readonly environment: Environment
  readonly from: ClusterSettings
  readonly to: ClusterSettings
  readonly session: RemoteSession
}

interface Source {
  readonly folder: string
  readonly manifest: ManifestDigest
  readonly bytes: number
}

export const copies: Bench = {
  name: 'copies',
  title: 'copies from cloud to cloud',
  usesLab: true,
  run: async (context) => {
    const { environment } = (await context.lab()).loaded
    const [from, to] = environment.clusters
    if (from === undefined || to?.ssh === undefined)
      throw new Error('the lab needs two clouds, the second with ssh')
    const session = await new Ssh2RemoteShell({ clock: new SystemClock() }).open(to.ssh)
    try {
      return await withBenchRun(context, async (run) => {
        const facts = parseValue(to.name, 'medusa.facts', await run.call(to, 'medusa.facts', {}))
        const skipped = tooFull(to.name, facts, ROOM_BYTES)
        if (skipped !== null) return { skipped }
        const subject: Subject = { run, environment, from, to, session }
        const measured = []
        for (const size of SIZES) measured.push(await measure(context, subject, size))
        return {
          targets: measured.map(({ target }) => target),
          figures: measured.flatMap(({ figures }) => figures),
          notes: [
            `One file in one folder, ${from.name} → ${to.name}, ${blocksOf(facts)}, one replica; every target is new. ssh session and broker connection were open before.`,
            'medusa.copy reads the target once more and hashes it (digesting); distcp does not. All copies of ours had the right digests, those of distcp the right length.'
          ]
        }
      })
    } finally {
      await session.close()
    }
  }
}

async function measure(
  { say, signal }: BenchContext,
  subject: Subject,
  { name, bytes, rounds, timesFaster }: Size
): Promise<{ readonly target: Target; readonly figures: readonly Figure[] }> {
  const { run, environment, from } = subject
  const folder = `${run.home(from)}/${run.newId()}`
  say(`copies: ${name} go up`)
  const manifest = await putLargeFile(environment, from, folder, bytes, signal)
  const source = { folder, manifest, bytes }
  const ours: Copied[] = []
  const distcp: number[] = []
  const variants = [
    async () => void ours.push(await byWorker(subject, source)),
    async () => void distcp.push(await byDistcp(subject, source))
  ]
  for (let round = 0; round < rounds; round += 1) {
    say(`copies: ${name}, round ${String(round + 1)} of ${String(rounds)}`)
    for (const variant of inTurn(variants, round)) {
      signal.throwIfAborted()
      await variant()
    }
  }
  await run.call(from, 'medusa.remove', { run: run.id, path: folder })
  const pick = (part: (copied: Copied) => number): readonly number[] => ours.map(part)
  const [seconds, copying] = [pick((one) => one.seconds), pick((one) => one.copying)]
  const faster = median(distcp) / median(seconds)
  const figure = (what: string, samples: readonly number[]): Figure => ({
    name: what,
    unit: 's',
    samples
  })
  return {
    target: {
      target: `${name}: at least ${String(timesFaster)} times as fast as hadoop distcp`,
      measured: `${faster.toFixed(2)} times (${median(seconds).toFixed(2)} s against ${median(distcp).toFixed(2)} s; copying alone ${(median(distcp) / median(copying)).toFixed(2)} times)`,
      met: faster >= timesFaster
    },
    figures: [
      figure(`${name}: medusa.copy, asked by the console`, seconds),
      figure('  of it copying', copying),
      figure(
        '  of it digesting',
        pick((one) => one.digesting)
      ),
      figure(`${name}: hadoop distcp, started by ssh`, distcp)
    ]
  }
}

interface Copied {
  /** From the request to its end's being known here. */
  readonly seconds: number
  readonly copying: number
  readonly digesting: number
}

async function byWorker({ run, from, to }: Subject, source: Source): Promise<Copied> {
  const copy = run.newId()
  const target = `${run.home(to)}/copies/${copy}`
  const request = {
    run: run.id,
    copy,
    mode: 'stream',
    source: {
      url: from.peers ?? from.httpfs ?? from.webhdfs,
      user: from.user,
      path: source.folder,
      namenode: from.namenode ?? null
    },
    target,
    manifest: source.manifest,
    lines: null
  }
  const begun = performance.now()
  await run.call(to, 'medusa.copy', request)
  const item = await run.ended(to, copy).catch(async (thrown: unknown) => {
    await run.call(to, 'medusa.kill', { run: run.id, copy })
    throw thrown
  })
  const seconds = (performance.now() - begun) / 1000
  if (item.end?.manifest !== source.manifest)
    throw new Error(`medusa.copy: ${item.end?.cause ?? `${item.state} without a manifest`}`)
  await run.call(to, 'medusa.remove', { run: run.id, path: target })
  const { copying = 0, digesting = 0 } = item.phases
  return {
    seconds,
    copying: (digesting - copying) / 1000,
    digesting: ((item.finishedAt ?? 0) - digesting) / 1000
  }
}

/** n.b. Ctrl-C waits for it: a session that is closed would leave its job on the cloud. */
async function byDistcp(
  { run, environment, from, to, session }: Subject,
  { folder, bytes }: Source
): Promise<number> {
  const { hadoophome, javahome, namenode } = to
  if (hadoophome === undefined || javahome === undefined || namenode === undefined)
    throw new Error(`${to.name} has no hadoophome, javahome or namenode in its settings`)
  const target = `${run.home(to)}/${run.newId()}`
  const command = [
    'env',
    `HADOOP_CONF_DIR=${hadoophome}/conf`,
    `JAVA_HOME=${javahome}`,
    `${hadoophome}/bin/hadoop`,
    'distcp',
    '-Ddfs.checksum.combine.mode=COMPOSITE_CRC',
    `${from.namenode ?? ''}${folder}`,
    `${namenode}${target}`
  ]
  const begun = performance.now()
  await session.run(command, { timeoutMs: DISTCP_MS })
  const seconds = (performance.now() - begun) / 1000
  const status = await fileSystemOf(environment).status(to.name, `${target}/${LARGE_FILE}`)
  if (status?.length !== bytes)
    throw new Error(`hadoop distcp: ${target} has ${String(status?.length)} bytes`)
  await run.call(to, 'medusa.remove', { run: run.id, path: target })
  return seconds
}
