import { fine, wrong } from '../../../../domain/setup/finding.js'
import type { ClusterStep } from '../../bench.js'
import { lookAtHost } from '../host.js'
import { unreachable } from '../unreachable.js'

/** Beyond it logs of several clouds cannot be laid side by side, and Kerberos would fail at five minutes. */
const CLOCK_LIMIT_MS = 2_000

export const clusterReach: ClusterStep = {
  scope: 'cluster',
  name: 'reach',
  title: 'Reach the host',
  why: 'Hadoop is looked at, and the worker installed, over ssh. Nothing is sent to a host whose key is not the one that was agreed on.',
  needs: [],
  estimateSeconds: 2,
  check: async ({ cluster, hands, ports }) => {
    try {
      const { root, aheadMs, ...host } = await lookAtHost(await hands(cluster.name), () =>
        ports.clock.now()
      )
      const seen = `${host.user} on ${host.hostname}`
      const found = { facts: { host } }
      if (root)
        return wrong('critical', seen, {
          code: 'PREREQUISITE_MISSING',
          message: `${cluster.ssh.user}@${cluster.ssh.host} is root`,
          hint: 'a worker never runs as root, because jobs run with its rights: give "ssh.user" an ordinary user'
        })
      if (Math.abs(aheadMs) > CLOCK_LIMIT_MS)
        return {
          ...wrong('warning', seen, {
            code: 'CLUSTER_UNREACHABLE',
            message: `its clock is ${(Math.abs(aheadMs) / 1000).toFixed(1)} s ${aheadMs < 0 ? 'behind' : 'ahead'}`,
            hint: 'set it there: timedatectl set-ntp true'
          }),
          ...found
        }
      return { ...fine(seen), ...found }
    } catch (thrown) {
      return unreachable(thrown)
    }
  }
}
