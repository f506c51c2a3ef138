/** What main sends of a broker, for tests of its page. */
import type { BrokerPicture, BrokerSnapshot, QueueRow } from '@shared/model/broker.js'
import { millis } from '@shared/model/ids.js'
import type { Seen } from '@shared/model/watch.js'

const notAsked = { known: false, why: 'not asked yet', code: null, last: null } as const

export const seenNow = <T>(value: T): Seen<T> => ({ known: true, value, at: millis(Date.now()) })

export const aPicture = (
  version: number,
  change: Partial<BrokerSnapshot> = {},
  queues: readonly QueueRow[] = []
): BrokerPicture => ({
  snapshot: {
    environment: 'lab',
    version,
    at: millis(0),
    management: 'http://b',
    source: 'management',
    problem: null,
    amqpProblem: null,
    acting: notAsked,
    node: notAsked,
    roundTripMs: notAsked,
    queues: notAsked,
    vhosts: notAsked,
    connections: notAsked,
    users: notAsked,
    workers: [],
    exports: [],
    ...change
  },
  queues: { environment: 'lab', version, rows: queues },
  rows: { environment: 'lab', version, rows: [] }
})
