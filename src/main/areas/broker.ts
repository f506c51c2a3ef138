/** RabbitMQ for the page: followed while it is open, changed through the log of actions. */
import type { brokerCalls } from '@shared/ipc/areas/broker.js'
import type { HandlersOf } from '@shared/ipc/contract.js'
import type { WindowBroker } from '../workplace.js'
import { done, type Area, type AreaContext } from './area.js'

export function brokerArea({ desk, push }: AreaContext): Area<HandlersOf<typeof brokerCalls>> {
  let stop: (() => void) | null = null
  const leave = (): void => {
    stop?.()
    stop = null
  }
  const broker = (): WindowBroker => desk.workplace().broker
  return {
    handlers: {
      'broker.follow': () => {
        leave()
        const followed = broker().follow({
          snapshot: (snapshot) => push('broker.snapshot', snapshot),
          queues: (queues) => push('broker.queues', queues),
          rows: (rows) => push('broker.rows', rows)
        })
        stop = followed.stop
        return Promise.resolve(done(followed.picture))
      },
      'broker.unfollow': () => {
        leave()
        return Promise.resolve(done(null))
      },
      'broker.look': (focus) => {
        broker().look(focus)
        return Promise.resolve(done(null))
      },
      'broker.refresh': async () => {
        await broker().refresh()
        return done(null)
      },
      'broker.signIn': async (credentials) => {
        await broker().signIn(credentials)
        return done(null)
      },
      'broker.signOut': async () => {
        await broker().signOut()
        return done(null)
      },
      'broker.change': async ({ change }) =>
        done(await broker().change(change, desk.host().record)),
      'broker.export': async () => done(await broker().export()),
      'broker.preview': async ({ user, vhost, ...rights }) =>
        done(await broker().preview(user, vhost, rights)),
      'broker.count': async ({ vhost, queue }) => done(await broker().count(vhost, queue)),
      'broker.forgetWorker': ({ cluster, worker }) => {
        broker().forgetWorker(cluster, worker)
        return Promise.resolve(done(null))
      }
    },
    show: leave,
    stop: leave
  }
}
