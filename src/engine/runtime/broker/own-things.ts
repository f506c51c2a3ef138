/** What the console itself stands on: its user and its vhosts. They are not taken away by a slip. */
import type { BrokerChange } from '../../../shared/model/broker-change.js'
import { ConsoleError } from '../../../shared/model/errors.js'
import type { Environment } from '../../../shared/model/settings.js'

/** @param session - the user somebody signed in with; `null`: nobody @throws ConsoleError `NOT_PERMITTED` */
export function refuseOwn(
  change: BrokerChange,
  { broker, clusters }: Environment,
  session: string | null
): void {
  if (!('own' in change) || change.own === 'accept') return
  const refuse = (what: string, why: string): never => {
    throw new ConsoleError('NOT_PERMITTED', `${what}: ${why}`, {
      hint: 'confirm it in the dialog, which says what stops working'
    })
  }
  if (change.type === 'delete-vhost') {
    const through = clusters.filter(({ vhost }) => vhost === change.vhost).map(({ name }) => name)
    if (through.length > 0)
      refuse(
        `vhost "${change.vhost}" is not deleted`,
        `this console reaches ${through.join(', ')} through it`
      )
    return
  }
  if (change.user === broker.user)
    refuse(`user "${change.user}" is left as it is`, 'this console works with it')
  if (change.user === session && change.type !== 'set-rights')
    refuse(`user "${change.user}" is left as it is`, 'you are signed in with it')
}
