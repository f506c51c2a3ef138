/** What is asked before something of the broker is destroyed: object and count named, what is not touched said. */
import type { BrokerCount } from '@shared/model/broker.js'
import { listed, plural } from '../lib/format.js'

const messages = (count: number): string => plural(count, 'message')
const counted = (count: BrokerCount | null): string =>
  count?.counted === 'recent' ? ' RabbitMQ counted up to 5 s ago.' : ''
/** All that is in a queue: what waits, and what consumers have. */
const all = (count: BrokerCount | null): string =>
  messages((count?.ready ?? 0) + (count?.unacknowledged ?? 0))

export const brokerQuestionsText = {
  purge: {
    title: (queue: string) => `Purge ${queue}?`,
    /** @param cluster - whose tasks are in it; `null`: no task queue */
    text: (vhost: string, cluster: string | null, count: BrokerCount | null) =>
      `${messages(count?.ready ?? 0)} in vhost ${vhost} ${count?.ready === 1 ? 'is' : 'are'} thrown away for good.${
        cluster === null
          ? ''
          : ` They are tasks for ${cluster}; runs that wait for them send them again or start elsewhere.`
      } Messages a consumer already has (${String(count?.unacknowledged ?? 0)}) and the queue itself stay.${counted(count)}`,
    button: (count: BrokerCount | null) => `Purge ${messages(count?.ready ?? 0)}`
  },
  deleteQueue: {
    title: (queue: string) => `Delete queue ${queue}?`,
    text: (vhost: string, cluster: string | null, count: BrokerCount | null) =>
      `The queue in vhost ${vhost} goes, with ${messages(count?.ready ?? 0)} that wait and ${messages(count?.unacknowledged ?? 0)} in work; ${plural(count?.consumers ?? 0, 'consumer')} ${count?.consumers === 1 ? 'loses' : 'lose'} it.${
        cluster === null
          ? ''
          : ` It is the task queue of ${cluster}: no task reaches that cloud until its worker is started again.`
      } Other queues of the vhost are not touched.${counted(count)}`,
    button: (count: BrokerCount | null) => `Delete queue and ${all(count)}`
  },
  deleteVhost: {
    title: (vhost: string) => `Delete vhost ${vhost}?`,
    /** @param clusters - those that are reached through it */
    text: (clusters: readonly string[], count: BrokerCount | null) =>
      `${
        clusters.length === 0
          ? ''
          : `This console reaches ${listed(clusters)} through this vhost: ${clusters.length === 1 ? 'that cloud' : 'those clouds'} will be silent. `
      }${plural(count?.queues ?? 0, 'queue')} with ${all(count)} go with it, and the rights of all users in it. Users and other vhosts stay.${counted(count)}`,
    button: (count: BrokerCount | null) => `Delete vhost and ${plural(count?.queues ?? 0, 'queue')}`
  },
  deleteUser: {
    title: (user: string) => `Delete user ${user}?`,
    /** @param whose - `console`: this console works with it; `session`: somebody signed in with it */
    text: (whose: 'console' | 'session' | 'other', vhosts: number) =>
      `${
        {
          console:
            'This console works with this user: it loses the broker, and every run with it, until the settings name another. ',
          session: 'You are signed in with this user: this page sees less afterwards. ',
          other: ''
        }[whose]
      }Its connections are closed and its rights in ${plural(vhosts, 'vhost')} go. Queues and messages stay.`,
    button: (user: string) => `Delete user ${user}`
  },
  clearRights: {
    title: (user: string, vhost: string) => `Take all rights of ${user} in ${vhost}?`,
    /** @param own - this console works with the user */
    text: (vhost: string, own: boolean) =>
      `${own ? 'This console works with this user: it cannot reach this vhost any more. ' : ''}The user cannot connect to vhost ${vhost} any more. What it did there stays, and its rights elsewhere.`,
    button: 'Take all rights'
  },
  close: {
    title: (peer: string) => `Close the connection from ${peer}?`,
    /** @param client - what it calls itself; may be empty */
    text: (
      client: string,
      user: string,
      vhost: string,
      consumers: readonly string[],
      unacknowledged: number
    ) =>
      `${client === '' ? 'A client' : `“${client}”`} of user ${user} in vhost ${vhost} is disconnected${
        consumers.length === 0 ? '' : `, and stops to take from ${listed(consumers)}`
      }. ${messages(unacknowledged)} it has in work go back to their queues. Most clients connect again at once.`,
    button: 'Close connection'
  }
}
