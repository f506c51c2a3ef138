/** Does a host know its own name, and by an address that others can reach? Of broker and clusters alike. */
import { fine } from '../../../domain/setup/finding.js'
import { judgeNames } from '../../../domain/setup/judge-names.js'
import type { BrokerStep, ClusterStep } from '../bench.js'

const TEXT = {
  name: 'names',
  title: 'The host knows its name',
  why: 'Hadoop’s daemons and RabbitMQ’s node take their address from the host’s name. One that leads to loopback makes them listen where nobody else reaches them.',
  needs: [{ step: 'reach', of: 'same' }],
  estimateSeconds: 1
} as const

export const clusterNames: ClusterStep = {
  ...TEXT,
  scope: 'cluster',
  check: ({ own, cluster }) =>
    Promise.resolve(
      judgeNames(own.host?.hostname ?? '', own.host?.ownAddress ?? null, cluster.ssh.host)
    )
}

export const brokerNames: BrokerStep = {
  ...TEXT,
  scope: 'broker',
  check: ({ own, site }) =>
    Promise.resolve(
      site.broker.ssh === undefined
        ? fine('looked after by somebody else')
        : judgeNames(own.host?.hostname ?? '', own.host?.ownAddress ?? null, site.broker.ssh.host)
    )
}
