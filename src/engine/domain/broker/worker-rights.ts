/** The rights of a worker's user in its vhost. Pure. */
import type { Rights } from '../../../shared/model/broker.js'

/**
 * The least that our worker runs with (each part was taken away in turn): its own queue, and its heartbeats; answers go out through the default exchange.
 * It has no remote control, so it needs no pidbox.
 */
export function workerRights(queue: string): Rights {
  const own = queue.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return {
    configure: `^(${own}|celeryev)$`,
    write: `^(${own}|celeryev|amq\\.default)$`,
    read: `^${own}$`
  }
}

export const everyRight: Rights = { configure: '.*', write: '.*', read: '.*' }

export const sameRights = (a: Rights, b: Rights): boolean =>
  a.configure === b.configure && a.write === b.write && a.read === b.read
