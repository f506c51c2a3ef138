import { ConsoleError } from '../../../../../shared/model/errors.js'
import type { CommandChange } from '../../../../domain/setup/change.js'
import { fine, wrong, type Finding } from '../../../../domain/setup/finding.js'
import { readUsers } from '../../../../protocol/rabbit/diagnostics.js'
import type { BrokerBench, BrokerStep } from '../../bench.js'
import { rabbitmqctl } from './rabbit-cli.js'

export const brokerAdministrator: BrokerStep = {
  scope: 'broker',
  name: 'administrator',
  title: 'An administrator for set-up',
  why: 'Vhosts and users are made as a user with the tag administrator. Its password is made here and stays on this computer; “guest” is not used.',
  needs: [{ step: 'plugin', of: 'same' }],
  estimateSeconds: 10,
  settleSeconds: 15,
  check: async (bench) => {
    const user = bench.site.broker.adminUser
    if (bench.origin === 'adopted' && (await bench.secret('admin')) === null) return nobody()
    const refused = await refusal(bench)
    if (refused === null) return fine(`${user} is let in, with the tag administrator`)
    const { code, message, hint } = refused
    const error = { code, message, hint: hint ?? 'check again' }
    if (code === 'MANAGEMENT_UNREACHABLE')
      return wrong('critical', 'no answer', portError(bench, message))
    return wrong('critical', message, error, await makeHim(bench))
  }
}

/** n.b. a warning: what needs no administrator can still be looked at. */
const nobody = (): Finding =>
  wrong('warning', 'none is known here', {
    code: 'SECRET_MISSING',
    message:
      'this environment was not set up from here, so users, vhosts and rights of its broker are not looked at',
    hint: 'sign in on the page Broker to see them, or set the environment up from here: medusa setup --broker HOST --cluster NAME=HOST'
  })

/** @returns `null`: the user is let in as it should be */
async function refusal(bench: BrokerBench): Promise<ConsoleError | null> {
  const { adminUser } = bench.site.broker
  try {
    const { tags } = await (await bench.admin()).whoAmI()
    if (tags.includes('administrator')) return null
    return new ConsoleError('NOT_PERMITTED', `user "${adminUser}" has no tag administrator`)
  } catch (thrown) {
    if (thrown instanceof ConsoleError) return thrown
    throw thrown
  }
}

/** Over ssh the broker's own tools need no password of anybody. */
async function makeHim({ site, hands, own }: BrokerBench): Promise<readonly CommandChange[]> {
  if (site.broker.ssh === undefined) return []
  const user = site.broker.adminUser
  const as = own.cli ?? 'login'
  const host = await hands('broker')
  const list = rabbitmqctl('list_users', '--formatter', 'json')
  const { stdout } = await host.run(list, { as, timeoutMs: 30_000, codes: [0] })
  const there = readUsers(stdout).some(({ name }) => name === user)
  const command = (argv: readonly string[], more: Partial<CommandChange> = {}): CommandChange => ({
    type: 'command',
    on: 'broker',
    argv,
    as,
    ...more
  })
  return [
    there
      ? command(rabbitmqctl('change_password', user), { input: 'admin' })
      : command(rabbitmqctl('add_user', user), {
          input: 'admin',
          undo: rabbitmqctl('delete_user', user)
        }),
    command(rabbitmqctl('set_user_tags', user, 'administrator'))
  ]
}

const portError = (
  { site }: BrokerBench,
  message: string
): NonNullable<Finding['error']> & { hint: string } => ({
  code: 'MANAGEMENT_UNREACHABLE',
  message,
  hint: `the plugin is enabled, so port ${String(site.broker.managementPort)} of ${site.broker.host} is closed to this computer, or it listens elsewhere: look at management.tcp in rabbitmq.conf and at the firewall`
})
