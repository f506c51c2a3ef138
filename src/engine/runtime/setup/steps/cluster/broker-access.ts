/** The broker as the cluster sees it, as the worker's own user: it gets in where it should, and nowhere else. */
import { z } from 'zod'
import { namesOf } from '../../../../domain/setup/names.js'
import { fine, wrong } from '../../../../domain/setup/finding.js'
import type { ClusterBench, ClusterStep } from '../../bench.js'
import { brokerUrl } from '../../deploy-on.js'

/**
 * Standard input: `{"url", "others": [url, …], "foreign": queue}`; passwords stand nowhere else. Writes what happened to each.
 *
 * n.b. a vhost that one may not enter and one that is not there look alike over AMQP.
 */
const TRY = `
import json, sys, time
from kombu import Connection
asked = json.load(sys.stdin)
def enter(url):
    began = time.monotonic()
    try:
        with Connection(url, connect_timeout=8) as connection:
            connection.connect()
            return {'entered': True, 'why': None, 'ms': round((time.monotonic() - began) * 1000)}
    except Exception as error:
        return {'entered': False, 'why': type(error).__name__ + ': ' + str(error)[:200], 'ms': None}
def makes(url, queue):
    try:
        with Connection(url, connect_timeout=8) as connection:
            connection.default_channel.queue_declare(queue, exclusive=True)
            return True
    except Exception:
        return False
own = enter(asked['url'])
print(json.dumps({
    'own': own,
    'foreign': own['entered'] and makes(asked['url'], asked['foreign']),
    'others': [enter(url)['entered'] for url in asked['others']],
}))
`
const answerSchema = z.object({
  own: z.object({ entered: z.boolean(), why: z.string().nullable(), ms: z.number().nullable() }),
  foreign: z.boolean(),
  others: z.array(z.boolean())
})

export const clusterBrokerAccess: ClusterStep = {
  scope: 'cluster',
  name: 'broker-access',
  title: 'The broker, seen from there',
  why: 'What this computer reaches, a cloud may not: other networks, other names. And the worker’s user must be let into its own vhost alone.',
  needs: [
    { step: 'vhost', of: 'same' },
    { step: 'python', of: 'same' }
  ],
  estimateSeconds: 2,
  check: async (bench) => {
    const { cluster, names, own, hands, secret, site, ports } = bench
    const password = await secret(`worker:${cluster.name}`)
    if (password === null)
      return wrong('unknown', 'this computer has no password of the worker', {
        code: 'SECRET_MISSING',
        message: `the worker of "${cluster.name}" was not set up from here`,
        hint: 'whether its worker answers is another step'
      })
    const others = site.clusters.filter(({ name }) => name !== cluster.name)
    const host = await hands(cluster.name)
    const input = JSON.stringify({
      url: urlOf(bench, names.vhost, password),
      others: others.map((other) => urlOf(bench, namesOf(other).vhost, password)),
      foreign: `medusa.replies.probe-${ports.rng.id(8)}`
    })
    const { stdout } = await host.run([own.python ?? 'python3', '-c', TRY], {
      input,
      timeoutMs: 45_000,
      codes: [0]
    })
    const answer = answerSchema.parse(JSON.parse(stdout))
    if (!answer.own.entered)
      return wrong('critical', 'not let in', {
        code: 'BROKER_UNREACHABLE',
        message: `from ${cluster.ssh.host}, the worker’s user does not get into ${names.vhost} at ${site.broker.host}:${String(site.broker.port)}: ${answer.own.why ?? ''}`,
        hint: 'does that name lead to the broker from there (public against private addresses, as on EC2), is the port open, and is the vhost step in order?'
      })
    const entered = others.filter((_, index) => answer.others[index] === true)
    if (entered.length > 0)
      return wrong(
        'critical',
        `let in, and into ${entered.map(({ name }) => name).join(', ')} too`,
        {
          code: 'NOT_PERMITTED',
          message: `the worker’s user of "${cluster.name}" gets into vhosts of other clouds: ${entered.map((other) => namesOf(other).vhost).join(', ')}`,
          hint: 'take its rights there on the page Broker: it could answer in their name'
        }
      )
    if (answer.foreign)
      return wrong('critical', 'let in, with more rights than it needs', {
        code: 'NOT_PERMITTED',
        message: `the worker’s user "${names.brokerUser}" may make a queue like those the console reads answers from`,
        hint: 'give it the least rights: mend the step "Vhost and user on the broker"'
      })
    return fine(
      `let in within ${String(answer.own.ms ?? 0)} ms, into its vhost alone, to its queue alone`
    )
  }
}

const urlOf = ({ site, names }: ClusterBench, vhost: string, password: string): string =>
  brokerUrl(
    {
      user: names.brokerUser,
      at: `${site.broker.host}:${String(site.broker.port)}`,
      vhost
    },
    password
  )
