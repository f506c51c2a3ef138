import { fine, wrong } from '../../../../domain/setup/finding.js'
import type { BrokerStep } from '../../bench.js'

export const brokerGuest: BrokerStep = {
  scope: 'broker',
  name: 'guest',
  title: 'The user “guest” is gone',
  why: 'RabbitMQ comes with guest/guest, an administrator whose password everybody knows. It may log in on the broker’s own host.',
  needs: [
    { step: 'administrator', of: 'same' },
    { step: 'vhost', of: 'every' }
  ],
  estimateSeconds: 2,
  check: async ({ admin, secret }) => {
    if ((await secret('admin')) === null)
      return wrong('unknown', 'no administrator is known here', {
        code: 'SECRET_MISSING',
        message: 'whether the broker has a user guest is not known',
        hint: 'ask whoever runs it: rabbitmqctl list_users'
      })
    const broker = await admin()
    if (!(await broker.users()).some(({ name }) => name === 'guest')) return fine('there is none')
    const used = (await broker.connections()).filter(({ user }) => user === 'guest').length
    const error = {
      code: 'AUTH_REFUSED',
      message: 'the user guest is there, an administrator with a known password',
      hint: 'remove it'
    } as const
    if (used > 0)
      return wrong('warning', `guest is there, with ${String(used)} connections`, {
        ...error,
        hint: `somebody works as guest now (${String(used)} connections): give them users of their own first, then remove it`
      })
    return wrong('warning', 'guest is there, and nobody uses it', error, [
      {
        type: 'call',
        change: { type: 'delete-user', user: 'guest', own: 'accept' },
        note: 'the definitions that are kept before hold it'
      }
    ])
  }
}
