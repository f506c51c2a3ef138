import { fine } from '../../../../domain/setup/finding.js'
import type { BrokerStep } from '../../bench.js'
import { lookAtHost } from '../host.js'
import { unreachable } from '../unreachable.js'

export const brokerReach: BrokerStep = {
  scope: 'broker',
  name: 'reach',
  title: 'Reach the broker’s host',
  why: 'RabbitMQ is set up over ssh. Nothing is sent to a host whose key is not the one that was agreed on.',
  needs: [],
  estimateSeconds: 2,
  check: async ({ site, hands, ports }) => {
    if (site.broker.ssh === undefined)
      return fine(
        'no ssh to it: a broker that somebody else runs, asked through its management only'
      )
    try {
      const host = await lookAtHost(await hands('broker'), () => ports.clock.now())
      return { ...fine(`${host.user} on ${host.hostname}`), facts: { host } }
    } catch (thrown) {
      return unreachable(thrown)
    }
  }
}
