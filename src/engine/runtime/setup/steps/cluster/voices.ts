/** Can this cloud write to another, or log in there? Then the two are one voice, whoever owns them. */
import { z } from 'zod'
import { namesOf } from '../../../../domain/setup/names.js'
import { fine, wrong } from '../../../../domain/setup/finding.js'
import { webHdfsUrl } from '../../../../protocol/webhdfs/urls.js'
import type { ClusterBench, ClusterStep } from '../../bench.js'

/**
 * Standard input: a list of `{"make": [url, …], "remove": [url, …], "ssh": [host, port, user]}`. A folder is made and removed at once; an ssh login runs
 * `true`. Host keys are not looked at: nothing is sent but a try to log in with what that account has anyway.
 */
const TRY = `
import json, subprocess, sys, urllib.request
from concurrent.futures import ThreadPoolExecutor
def send(method, url):
    try:
        request = urllib.request.Request(url, method=method)
        with urllib.request.urlopen(request, timeout=6) as answer:
            return answer.status == 200
    except Exception:
        return False
def writes(one):
    for make, remove in zip(one['make'], one['remove']):
        if send('PUT', make):
            send('DELETE', remove)
            return True
    return False
def enters(one):
    host, port, user = one['ssh']
    options = ['BatchMode=yes', 'StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'ConnectTimeout=5', 'LogLevel=ERROR']
    words = ['ssh'] + [word for option in options for word in ('-o', option)] + ['-p', str(port), '-l', user, '--', host, 'true']
    try:
        return subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=8).returncode == 0
    except Exception:
        return False
asked = json.load(sys.stdin)
with ThreadPoolExecutor(8) as pool:
    print(json.dumps(list(pool.map(lambda one: {'writes': writes(one), 'enters': enters(one)}, asked))))
`
const answerSchema = z.array(z.object({ writes: z.boolean(), enters: z.boolean() }))
const LOOPBACK = /^(127\.|localhost$|::1$)/

export const clusterVoices: ClusterStep = {
  scope: 'cluster',
  name: 'voices',
  title: 'A voice of its own',
  why: 'A vote counts clouds. One that can write to another, or log in there, could make it lie: together they are one voice in what can be tolerated.',
  needs: [
    { step: 'python', of: 'same' },
    { step: 'httpfs', of: 'every' },
    { step: 'home', of: 'every' }
  ],
  estimateSeconds: 4,
  check: async (bench) => {
    const { cluster, own, hands, site, names } = bench
    const others = site.clusters.filter(({ name }) => name !== cluster.name)
    if (others.length === 0) return fine('it is the only one')
    const host = await hands(cluster.name)
    const { stdout } = await host.run([own.python ?? 'python3', '-c', TRY], {
      input: JSON.stringify(others.map((other) => triesOf(bench, other))),
      timeoutMs: 45_000,
      codes: [0]
    })
    const answers = answerSchema.parse(JSON.parse(stdout))
    const which = (kind: 'writes' | 'enters'): readonly string[] =>
      others.filter((_, index) => answers[index]?.[kind] === true).map(({ name }) => name)
    const writes = which('writes')
    const enters = which('enters')
    if (writes.length + enters.length === 0)
      return fine('can neither write to the others nor log in there')
    const seen = [
      ...(writes.length === 0 ? [] : [`can write to ${writes.join(', ')}`]),
      ...(enters.length === 0 ? [] : [`can log in to ${enters.join(', ')}`])
    ].join('; ')
    if (LOOPBACK.test(names.address))
      return fine(`${seen}: they share one machine, which in a lab is shown and not counted`)
    return wrong('warning', seen, {
      code: 'NOT_PERMITTED',
      message: `"${cluster.name}" ${seen}: in a vote they are one voice, not ${String(1 + new Set([...writes, ...enters]).size)}`,
      hint: 'let only this console reach HttpFS, WebHDFS and the NameNode of those clouds (firewall), and take this cloud’s key out of their authorized_keys; copies need neither'
    })
  }
}

function triesOf({ facts, ports }: ClusterBench, other: ClusterBench['cluster']) {
  const { hdfsUser } = namesOf(other)
  const found = facts.clusters.get(other.name)
  const doors = [found?.httpfs, found?.hadoop?.webhdfs].filter((door) => door !== undefined)
  const folder = `/user/${hdfsUser}/medusa-probe-${ports.rng.id(8)}`
  const user = { 'user.name': hdfsUser }
  return {
    make: doors.map((door) => webHdfsUrl(door, folder, 'MKDIRS', user)),
    remove: doors.map((door) => webHdfsUrl(door, folder, 'DELETE', user)),
    ssh: [other.ssh.host, other.ssh.port, other.ssh.user]
  }
}
