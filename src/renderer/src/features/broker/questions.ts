/** What is asked before something is destroyed: object and count named, what is not touched said, the call as it will be sent. */
import type {
  BrokerCount,
  ConnectionRow,
  QueueRow,
  UserRow,
  VhostRow
} from '@shared/model/broker.js'
import type { BrokerChange } from '@shared/model/broker-change.js'
import type { Question } from '../../lib/console-context.js'
import { listed, plural } from '../../lib/format.js'

export interface CountedQuestion {
  /** What is counted just before; `null`: nothing. */
  readonly count: { readonly vhost: string; readonly queue: string | null } | null
  readonly text: (count: BrokerCount | null) => Question
}

const counted = (count: BrokerCount | null): string =>
  count?.counted === 'recent' ? ' RabbitMQ counted up to 5 s ago.' : ''
const messages = (n: number): string => plural(n, 'message')

export const purgeQuestion = ({ vhost, name, cluster }: QueueRow): CountedQuestion => ({
  count: { vhost, queue: name },
  text: (count) => ({
    title: `Purge ${name}?`,
    text: `${messages(count?.ready ?? 0)} in vhost ${vhost} ${count?.ready === 1 ? 'is' : 'are'} thrown away for good.${
      cluster === null
        ? ''
        : ` They are tasks for ${cluster}; runs that wait for them send them again or start elsewhere.`
    } Messages a consumer already has (${String(count?.unacknowledged ?? 0)}) and the queue itself stay.${counted(count)}`,
    button: `Purge ${messages(count?.ready ?? 0)}`,
    typed: name,
    danger: true
  })
})

export const deleteQueueQuestion = ({ vhost, name, cluster }: QueueRow): CountedQuestion => ({
  count: { vhost, queue: name },
  text: (count) => ({
    title: `Delete queue ${name}?`,
    text: `The queue in vhost ${vhost} goes, with ${messages(count?.ready ?? 0)} that wait and ${messages(count?.unacknowledged ?? 0)} in work; ${plural(count?.consumers ?? 0, 'consumer')} ${count?.consumers === 1 ? 'loses' : 'lose'} it.${
      cluster === null
        ? ''
        : ` It is the task queue of ${cluster}: no task reaches that cloud until its worker is started again.`
    } Other queues of the vhost are not touched.${counted(count)}`,
    button: `Delete queue and ${messages((count?.ready ?? 0) + (count?.unacknowledged ?? 0))}`,
    typed: name,
    danger: true
  })
})

export const deleteVhostQuestion = ({ name, clusters }: VhostRow): CountedQuestion => ({
  count: { vhost: name, queue: null },
  text: (count) => ({
    title: `Delete vhost ${name}?`,
    text: `${
      clusters.length === 0
        ? ''
        : `This console reaches ${listed(clusters)} through this vhost: ${clusters.length === 1 ? 'that cloud' : 'those clouds'} will be silent. `
    }${plural(count?.queues ?? 0, 'queue')} with ${messages((count?.ready ?? 0) + (count?.unacknowledged ?? 0))} go with it, and the rights of all users in it. Users and other vhosts stay.${counted(count)}`,
    button: `Delete vhost and ${plural(count?.queues ?? 0, 'queue')}`,
    typed: name,
    danger: true
  })
})

export const deleteUserQuestion = (
  { name, own, rights }: UserRow,
  acting: string
): CountedQuestion => ({
  count: null,
  text: () => ({
    title: `Delete user ${name}?`,
    text: `${
      own
        ? 'This console works with this user: it loses the broker, and every run with it, until the settings name another. '
        : name === acting
          ? 'You are signed in with this user: this page sees less afterwards. '
          : ''
    }Its connections are closed and its rights in ${plural(rights.length, 'vhost')} go. Queues and messages stay.`,
    button: `Delete user ${name}`,
    typed: name,
    danger: true
  })
})

export const clearRightsQuestion = (
  user: string,
  vhost: string,
  own: boolean
): CountedQuestion => ({
  count: null,
  text: () => ({
    title: `Take all rights of ${user} in ${vhost}?`,
    text: `${own ? 'This console works with this user: it cannot reach this vhost any more. ' : ''}The user cannot connect to vhost ${vhost} any more. What it did there stays, and its rights elsewhere.`,
    button: 'Take all rights',
    ...(own ? { typed: user } : {}),
    danger: true
  })
})

export const closeQuestion = ({
  user,
  vhost,
  peer,
  client,
  consumers,
  unacknowledged
}: ConnectionRow): CountedQuestion => ({
  count: null,
  text: () => ({
    title: `Close the connection from ${peer}?`,
    text: `${client === '' ? 'A client' : `“${client}”`} of user ${user} in vhost ${vhost} is disconnected${
      consumers.length === 0 ? '' : `, and stops to take from ${listed(consumers)}`
    }. ${messages(unacknowledged)} it has in work go back to their queues. Most clients connect again at once.`,
    button: 'Close connection',
    danger: true
  })
})

/** The call as people read it. Passwords are never a part of it. */
export function callOf(change: BrokerChange): string {
  const e = encodeURIComponent
  switch (change.type) {
    case 'create-user':
    case 'set-password':
    case 'set-tags':
      return `PUT /api/users/${e(change.user)}`
    case 'delete-user':
      return `DELETE /api/users/${e(change.user)}`
    case 'create-vhost':
      return `PUT /api/vhosts/${e(change.vhost)}`
    case 'delete-vhost':
      return `DELETE /api/vhosts/${e(change.vhost)}`
    case 'set-rights':
      return `PUT /api/permissions/${e(change.vhost)}/${e(change.user)} ${JSON.stringify({ configure: change.configure, write: change.write, read: change.read })}`
    case 'clear-rights':
      return `DELETE /api/permissions/${e(change.vhost)}/${e(change.user)}`
    case 'purge-queue':
      return `DELETE /api/queues/${e(change.vhost)}/${e(change.queue)}/contents`
    case 'delete-queue':
      return `DELETE /api/queues/${e(change.vhost)}/${e(change.queue)}`
    case 'close-connection':
      return `DELETE /api/connections/${e(change.connection)}`
  }
}
