import { ConsoleError } from '../../../../../shared/model/errors.js'
import type { SiteBroker } from '../../../../../shared/model/setup-site.js'
import { fine, wrong } from '../../../../domain/setup/finding.js'
import type { HttpProbe } from '../../../../ports/http-probe.js'
import { readPlugins } from '../../../../protocol/rabbit/diagnostics.js'
import type { BrokerStep } from '../../bench.js'

const PLUGIN = 'rabbitmq_management'

export const brokerPlugin: BrokerStep = {
  scope: 'broker',
  name: 'plugin',
  title: 'The management plugin',
  why: 'Users, vhosts, permissions and queues are looked at and changed through it. It needs no restart.',
  needs: [{ step: 'node', of: 'same' }],
  estimateSeconds: 8,
  check: async ({ site, hands, own, ports }) => {
    if (site.broker.ssh === undefined) return fine('looked after by somebody else')
    if (await answers(site.broker, ports.http)) return fine('it answers')
    const as = own.cli ?? 'login'
    const host = await hands('broker')
    const list = [
      'rabbitmq-plugins',
      '--quiet',
      'list',
      '--enabled',
      '--minimal',
      '--formatter',
      'json'
    ]
    const { stdout } = await host.run(list, { as, timeoutMs: 30_000, codes: [0] })
    if (readPlugins(stdout).names.includes(PLUGIN)) return fine('enabled')
    return wrong(
      'critical',
      'not enabled',
      {
        code: 'MANAGEMENT_UNREACHABLE',
        message: 'RabbitMQ’s management plugin is not enabled',
        hint: 'enable it; no restart is needed'
      },
      [
        {
          type: 'command',
          on: 'broker',
          argv: ['rabbitmq-plugins', '--quiet', 'enable', PLUGIN],
          undo: ['rabbitmq-plugins', '--quiet', 'disable', PLUGIN],
          as
        }
      ]
    )
  }
}

/** Who gives no name is refused by it, which takes milliseconds where RabbitMQ's tools take a second or two. */
async function answers({ host, managementPort }: SiteBroker, http: HttpProbe): Promise<boolean> {
  try {
    const { status } = await http.get(`http://${host}:${String(managementPort)}/api/whoami`, 5_000)
    return status === 401
  } catch (thrown) {
    if (thrown instanceof ConsoleError) return false
    throw thrown
  }
}
