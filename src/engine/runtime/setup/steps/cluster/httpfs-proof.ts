import type { Environment } from '../../../../../shared/model/settings.js'
import { ConsoleError } from '../../../../../shared/model/errors.js'
import { sha256Of } from '../../../../protocol/tasks/manifest.js'
import { fine, wrong } from '../../../../domain/setup/finding.js'
import type { ClusterBench, ClusterStep } from '../../bench.js'
import { environmentOf } from '../environment-of.js'

export const clusterHttpfsProof: ClusterStep = {
  scope: 'cluster',
  name: 'httpfs-proof',
  title: 'HttpFS does what it should',
  why: 'A folder is made, a file written, read back, compared and removed, as the user of runs: its home page answers even where all of that is refused.',
  needs: [
    { step: 'httpfs', of: 'same' },
    { step: 'impersonation', of: 'same' },
    { step: 'home', of: 'same' }
  ],
  estimateSeconds: 3,
  settleSeconds: 5,
  check: async (bench) => {
    try {
      const bytes = await writeReadRemove(bench)
      return fine(`wrote, read back and removed ${String(bytes)} bytes as ${bench.names.hdfsUser}`)
    } catch (thrown) {
      if (!(thrown instanceof ConsoleError)) throw thrown
      const { code, message, hint } = thrown
      return wrong('critical', 'refused', {
        code,
        message,
        hint: hint ?? 'look into the log of HttpFS there'
      })
    }
  }
}

/** @returns how many bytes; all is removed again, whatever happens */
async function writeReadRemove(bench: ClusterBench): Promise<number> {
  const { ports, names, cluster } = bench
  const environment: Environment = environmentOf(bench, [cluster])
  const fileSystem = ports.fileSystem(environment)
  const tree = ports.fileTree(environment)
  const folder = `/user/${names.hdfsUser}/medusa-probe-${ports.rng.id(8)}`
  const content = new TextEncoder().encode(`medusa ${ports.rng.id(24)}\n`)
  await fileSystem.list(cluster.name, '/')
  try {
    await fileSystem.write(cluster.name, `${folder}/probe`, once(content))
    const { sha256 } = await fileSystem.read(cluster.name, `${folder}/probe`, () =>
      Promise.resolve()
    )
    if (sha256 !== sha256Of(content))
      throw new ConsoleError('DIGEST_DIFFERS', `${folder}/probe was read back with other content`, {
        hint: 'something on the way alters content: a proxy, or a broken disk'
      })
  } finally {
    await tree.remove(cluster.name, folder).catch((thrown: unknown) => {
      throw new ConsoleError('HDFS_ERROR', `${folder} could not be removed again`, {
        cause: thrown,
        hint: `remove it: hdfs dfs -rm -r ${folder}`
      })
    })
  }
  return content.length
}

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(content)
}
