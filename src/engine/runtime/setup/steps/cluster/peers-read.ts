import { z } from 'zod'
import { fine, wrong } from '../../../../domain/setup/finding.js'
import { webHdfsUrl } from '../../../../protocol/webhdfs/urls.js'
import type { ClusterStep } from '../../bench.js'

/** Reads a list of addresses from standard input, writes what each answered: an HTTP status, or why there was none. */
const ASK = `
import json, sys, urllib.error, urllib.request
def ask(url):
    try:
        with urllib.request.urlopen(url, timeout=8) as answer:
            return str(answer.status)
    except urllib.error.HTTPError as error:
        return str(error.code)
    except Exception as error:
        return str(getattr(error, 'reason', error))
from concurrent.futures import ThreadPoolExecutor
urls = json.load(sys.stdin)
with ThreadPoolExecutor(max(1, min(16, len(urls)))) as pool:
    print(json.dumps(list(pool.map(ask, urls))))
`

export const clusterPeersRead: ClusterStep = {
  scope: 'cluster',
  name: 'peers-read',
  title: 'Reads from the other clouds',
  why: 'Inputs and outputs are copied straight from cloud to cloud, so each has to reach the read-only door of the others.',
  needs: [
    { step: 'python', of: 'same' },
    { step: 'peers', of: 'every' }
  ],
  estimateSeconds: 3,
  check: async ({ cluster, own, facts, hands, site, names, leftOut, ports }) => {
    const before = leftOut.size === 0 ? null : await ports.store.environment()
    const doorOf = (name: string): string | undefined =>
      facts.clusters.get(name)?.peers ??
      // That of one that is left out was found earlier.
      before?.clusters.find((other) => other.name === name && leftOut.has(name))?.peers
    const others = site.clusters.flatMap(({ name }) => {
      const peers = doorOf(name)
      return name === cluster.name || peers === undefined ? [] : [{ name, peers }]
    })
    if (site.clusters.length === 1) return fine('there is no other cloud to read from')
    if (others.length === 0)
      return wrong('unknown', 'no other cloud has opened its door yet', {
        code: 'NOT_AVAILABLE',
        message: 'there is nothing to read from yet',
        hint: 'mend the read-only doors of the other clouds first'
      })
    const host = await hands(cluster.name)
    const urls = others.map(({ peers }) =>
      webHdfsUrl(peers, '/', 'LISTSTATUS', { 'user.name': names.hdfsUser })
    )
    const { stdout } = await host.run([own.python ?? 'python3', '-c', ASK], {
      input: JSON.stringify(urls),
      timeoutMs: 30_000,
      codes: [0]
    })
    const answers = z.array(z.string()).parse(JSON.parse(stdout))
    const bad = others.flatMap(({ name, peers }, index) =>
      answers[index] === '200' ? [] : [`${name} (${peers}): ${answers[index] ?? 'no answer'}`]
    )
    if (bad.length === 0) return fine(`reads from ${others.map(({ name }) => name).join(', ')}`)
    return wrong(
      'warning',
      `${String(bad.length)} of ${String(others.length)} cannot be read from`,
      {
        code: 'CLUSTER_UNREACHABLE',
        message: `from here cannot be read: ${bad.join('; ')}`,
        hint: 'open that port between the clouds; until then copies go through this computer'
      }
    )
  }
}
