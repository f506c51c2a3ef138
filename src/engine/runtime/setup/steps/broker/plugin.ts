import { fine, wrong } from '../../../../domain/setup/finding.js'
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
  check: async ({ site, hands, own }) => {
    if (site.broker.ssh === undefined) return fine('looked after by somebody else')
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
