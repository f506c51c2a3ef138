/** What is asked before something is destroyed, and the call as it will be sent. */
import type {
  BrokerCount,
  ConnectionRow,
  QueueRow,
  UserRow,
  VhostRow
} from '@shared/model/broker.js'
import type { BrokerChange } from '@shared/model/broker-change.js'
import type { Question } from '../../lib/console-context.js'
import { brokerQuestionsText as text } from '../../text/broker-questions.js'

export interface CountedQuestion {
  /** What is counted just before; `null`: nothing. */
  readonly count: { readonly vhost: string; readonly queue: string | null } | null
  readonly text: (count: BrokerCount | null) => Question
}

export const purgeQuestion = ({ vhost, name, cluster }: QueueRow): CountedQuestion => ({
  count: { vhost, queue: name },
  text: (count) => ({
    title: text.purge.title(name),
    text: text.purge.text(vhost, cluster, count),
    button: text.purge.button(count),
    typed: name,
    danger: true
  })
})

export const deleteQueueQuestion = ({ vhost, name, cluster }: QueueRow): CountedQuestion => ({
  count: { vhost, queue: name },
  text: (count) => ({
    title: text.deleteQueue.title(name),
    text: text.deleteQueue.text(vhost, cluster, count),
    button: text.deleteQueue.button(count),
    typed: name,
    danger: true
  })
})

export const deleteVhostQuestion = ({ name, clusters }: VhostRow): CountedQuestion => ({
  count: { vhost: name, queue: null },
  text: (count) => ({
    title: text.deleteVhost.title(name),
    text: text.deleteVhost.text(clusters, count),
    button: text.deleteVhost.button(count),
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
    title: text.deleteUser.title(name),
    text: text.deleteUser.text(
      own ? 'console' : name === acting ? 'session' : 'other',
      rights.length
    ),
    button: text.deleteUser.button(name),
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
    title: text.clearRights.title(user, vhost),
    text: text.clearRights.text(vhost, own),
    button: text.clearRights.button,
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
    title: text.close.title(peer),
    text: text.close.text(client, user, vhost, consumers, unacknowledged),
    button: text.close.button,
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
