import { parseJson, isRecord } from '../../../../protocol/json.js'
import type { WorkerChange } from '../../../../domain/setup/change.js'
import { fine, wrong } from '../../../../domain/setup/finding.js'
import {
  packageVersion,
  workerCommand,
  workerPackage,
  workerPaths
} from '../../../deploy-worker.js'
import { brokerUrl } from '../../deploy-on.js'
import type { ClusterBench, ClusterStep } from '../../bench.js'

/** Tasks at the same time; none is longer than 30 s. */
const CONCURRENCY = 8

export const clusterWorker: ClusterStep = {
  scope: 'cluster',
  name: 'worker',
  title: 'The worker is installed and runs',
  why: 'It starts jobs there, watches them and digests their outputs. It runs as the login, never as root, and talks to nobody but the broker.',
  needs: [
    { step: 'python', of: 'same' },
    { step: 'hadoop', of: 'same' },
    { step: 'vhost', of: 'same', even: 'unknown' },
    { step: 'httpfs', of: 'same' }
  ],
  estimateSeconds: 8,
  check: async (bench) => {
    const { hands, cluster, own, ports } = bench
    if (bench.origin === 'adopted' && cluster.workerFolder === undefined)
      return fine('it was not installed from here; whether it answers is the next step')
    const wanted = await wantedWorker(bench)
    if (wanted === null)
      return wrong('unknown', 'Hadoop or Python were not found yet', {
        code: 'NOT_AVAILABLE',
        message: 'what the worker needs is not known',
        hint: 'check the steps before it first'
      })
    const host = await hands(cluster.name)
    const files = await workerPackage(ports.packageFiles)
    const paths = workerPaths(wanted.folder, files)
    const file = await host.readText(paths.configuration)
    if (file === null) return missing('there is none', wanted)
    const there = await host.run(['test', '-e', `${paths.version}/.complete`])
    if (there.exitCode !== 0) return missing('another version is there', wanted)
    const different = await differences(bench, wanted, file.text)
    if (different.length > 0)
      return missing(`its configuration differs: ${different.join(', ')}`, wanted)
    const status = await host.run(workerCommand(own.python ?? '', paths, '--status'), {
      timeoutMs: 20_000
    })
    if (status.exitCode !== 0) return missing('it does not run', wanted)
    return fine(`version ${wanted.version} in ${wanted.folder}`)
  }
}

const missing = (seen: string, wanted: WorkerChange) =>
  wrong(
    'critical',
    seen,
    {
      code: 'TASK_TIMED_OUT',
      message: `the worker is not as it should be: ${seen}`,
      hint: 'install it'
    },
    [wanted]
  )

/** @returns `null`: what it needs is not known yet */
export async function wantedWorker({
  own,
  cluster,
  names,
  site,
  ports
}: ClusterBench): Promise<WorkerChange | null> {
  const { hadoop, host, python, httpfs } = own
  if (hadoop === undefined || host === undefined || python === undefined || httpfs === undefined)
    return null
  const folder = cluster.workerFolder ?? `${host.home}/.medusa/worker`
  return {
    type: 'worker',
    on: cluster.name,
    folder,
    python,
    version: packageVersion(await workerPackage(ports.packageFiles)),
    queue: {
      user: names.brokerUser,
      at: `${site.broker.host}:${String(site.broker.port)}`,
      vhost: names.vhost
    },
    configuration: {
      cluster: cluster.name,
      queue: names.queue,
      keyFile: `${folder}/hmac.key`,
      stateFolder: `${folder}/state`,
      workFolder: names.workFolder,
      user: names.hdfsUser,
      webhdfs: hadoop.webhdfs,
      httpfs,
      digestThrough: 'webhdfs',
      yarn: hadoop.yarn,
      hadoopHome: hadoop.home,
      hadoopConf: hadoop.conf,
      ...(hadoop.javaHome === null ? {} : { javaHome: hadoop.javaHome }),
      concurrency: CONCURRENCY
    }
  }
}

/** @returns names of what is not as wanted; never a value, one of them is a password */
async function differences(
  { secret, cluster }: ClusterBench,
  wanted: WorkerChange,
  text: string
): Promise<readonly string[]> {
  const password = await secret(`worker:${cluster.name}`)
  const there = parseJson(text)
  if (!isRecord(there)) return ['it is no JSON']
  const should: Readonly<Record<string, unknown>> = {
    ...wanted.configuration,
    // Installed by somebody else, whose password is not here: then it is not compared.
    broker: password === null ? there['broker'] : brokerUrl(wanted.queue, password)
  }
  const names = new Set([...Object.keys(should), ...Object.keys(there)])
  return [...names].filter((name) => should[name] !== there[name])
}
