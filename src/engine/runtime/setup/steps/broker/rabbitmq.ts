import { fine, wrong } from '../../../../domain/setup/finding.js'
import type { BrokerStep } from '../../bench.js'

const FIND =
  'PATH="$PATH:/usr/sbin:/sbin"; command -v rabbitmqctl || { command -v apt-get; exit 9; }'

export const brokerInstalled: BrokerStep = {
  scope: 'broker',
  name: 'rabbitmq',
  title: 'RabbitMQ is installed',
  why: 'Console and workers talk through RabbitMQ and through nothing else.',
  needs: [{ step: 'reach', of: 'same' }],
  estimateSeconds: 2,
  check: async ({ site, hands }) => {
    if (site.broker.ssh === undefined) return fine('looked after by somebody else')
    const host = await hands('broker')
    const { exitCode, stdout } = await host.run(['sh', '-c', FIND], { timeoutMs: 15_000 })
    if (exitCode === 0) return fine(stdout.trim())
    const debian = stdout.trim() !== ''
    return wrong(
      'critical',
      'there is no rabbitmqctl',
      {
        code: 'PREREQUISITE_MISSING',
        message: 'RabbitMQ is not installed on the broker’s host',
        hint: debian
          ? 'install Debian’s or Ubuntu’s package rabbitmq-server'
          : 'install it as https://www.rabbitmq.com/docs/download says for that system, then check again'
      },
      debian
        ? [
            {
              type: 'command',
              on: 'broker',
              argv: [
                'env',
                'DEBIAN_FRONTEND=noninteractive',
                'apt-get',
                'install',
                '--yes',
                'rabbitmq-server'
              ],
              as: 'root',
              timeoutMs: 600_000,
              note: 'Debian’s package starts the server, too'
            }
          ]
        : []
    )
  }
}
