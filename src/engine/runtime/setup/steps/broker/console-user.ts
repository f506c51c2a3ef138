import { ConsoleError } from '../../../../../shared/model/errors.js'
import { fine, wrong, type Finding } from '../../../../domain/setup/finding.js'
import type { BrokerStep, BrokerBench } from '../../bench.js'

export const brokerConsoleUser: BrokerStep = {
  scope: 'broker',
  name: 'console-user',
  title: 'A user for this console',
  why: 'The console sends tasks and reads answers as a user of its own that may look (tag monitoring) and cannot administer.',
  needs: [{ step: 'administrator', of: 'same' }],
  estimateSeconds: 2,
  check: async (bench) => {
    const user = bench.site.broker.consoleUser
    if ((await bench.secret('admin')) === null) return withoutAdministrator(bench, user)
    const found = (await (await bench.admin()).users()).find(({ name }) => name === user)
    if (found === undefined)
      return wrong(
        'critical',
        `there is no user ${user}`,
        { code: 'AUTH_REFUSED', message: `the broker knows no user "${user}"`, hint: 'make it' },
        [
          {
            type: 'call',
            change: { type: 'create-user', user, password: 'broker', tags: ['monitoring'] },
            undo: { type: 'delete-user', user, own: 'accept' }
          }
        ]
      )
    if (!(await letIn(bench, user)))
      return wrong('critical', `${user} is there, with another password`, {
        code: 'AUTH_REFUSED',
        message: `the user "${user}" was made by somebody else: this computer has not its password`,
        hint: 'choose another name for this console’s user (consoleUser), so that the other console goes on working'
      })
    if (found.tags.some((tag) => tag === 'monitoring' || tag === 'administrator'))
      return fine(`${user} is let in, tags: ${found.tags.join(', ')}`)
    return wrong(
      'critical',
      `${user} has no tag monitoring`,
      {
        code: 'NOT_PERMITTED',
        message: `user "${user}" may not look at queues`,
        hint: 'give it the tag monitoring'
      },
      [
        {
          type: 'call',
          change: { type: 'set-tags', user, tags: [...found.tags, 'monitoring'], own: 'accept' },
          undo: { type: 'set-tags', user, tags: [...found.tags], own: 'accept' }
        }
      ]
    )
  }
}

async function withoutAdministrator(bench: BrokerBench, user: string): Promise<Finding> {
  if (await letIn(bench, user)) return fine(`${user} is let in`)
  return wrong('critical', `${user} is not let in`, {
    code: 'AUTH_REFUSED',
    message: `the broker refuses "${user}" with the password this computer has`,
    hint: 'give the right one under Settings, Secrets'
  })
}

async function letIn({ secret, ports, site }: BrokerBench, user: string): Promise<boolean> {
  const password = await secret('broker')
  if (password === null) return false
  return passwordIsRight({ ports, site }, user, password)
}

/** @see ../../../../../../docs/protocol: "Not management user" is said to the right password of a user without tags */
export async function passwordIsRight(
  { ports, site }: Pick<BrokerBench, 'ports' | 'site'>,
  user: string,
  password: string
): Promise<boolean> {
  const base = `http://${site.broker.host}:${String(site.broker.managementPort)}`
  const admin = ports.openAdmin(base, user, password)
  try {
    await admin.whoAmI()
    return true
  } catch (thrown) {
    if (!(thrown instanceof ConsoleError)) throw thrown
    if (thrown.code === 'AUTH_REFUSED') return false
    if (thrown.code === 'NOT_PERMITTED') return true
    throw thrown
  } finally {
    admin.close()
  }
}
