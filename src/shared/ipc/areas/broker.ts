/**
 * RabbitMQ: queues, users, vhosts, permissions. Followed only while the page is open.
 *
 * A password goes to main and never comes back: a generated one is made by the page itself.
 */
import { z } from 'zod'
import {
  brokerTabs,
  type BrokerChanged,
  type BrokerCount,
  type BrokerExport,
  type BrokerPicture,
  type BrokerQueues,
  type BrokerRows,
  type BrokerSnapshot,
  type RightsPreview
} from '../../model/broker.js'
import {
  brokerChangeSchema,
  brokerNameSchema,
  brokerPasswordSchema,
  rightsSchema
} from '../../model/broker-change.js'
import { clusterNameSchema } from '../../model/ids.js'
import { call, nothing } from '../call.js'

/** Rows the page may have in view at once. */
export const MOST_ROWS_IN_VIEW = 80

const queueKey = z.strictObject({ vhost: brokerNameSchema, name: brokerNameSchema })

export const brokerCalls = {
  /** Begins to look; later pictures come as events. Following twice is following once. */
  'broker.follow': call(nothing).returns<BrokerPicture>(),
  'broker.unfollow': call(nothing).returns<null>(),
  /** What is in view: only that is asked in detail. */
  'broker.look': call(
    z.strictObject({
      tab: z.enum(brokerTabs),
      rows: z.array(queueKey).max(MOST_ROWS_IN_VIEW)
    })
  ).returns<null>(),
  /** Asks everything in view now. */
  'broker.refresh': call(nothing).returns<null>(),
  /** Works as another user with the plugin until signed out, another environment is shown, or the program ends. */
  'broker.signIn': call(
    z.strictObject({ user: brokerNameSchema, password: brokerPasswordSchema })
  ).returns<null>(),
  'broker.signOut': call(nothing).returns<null>(),
  /** Everything that changes the broker. Definitions are kept first; the broker is read again afterwards. */
  'broker.change': call(z.strictObject({ change: brokerChangeSchema })).returns<BrokerChanged>(),
  'broker.export': call(nothing).returns<BrokerExport>(),
  /** @see RightsPreview; compared with the rights there are now */
  'broker.preview': call(
    z.strictObject({
      user: brokerNameSchema,
      vhost: brokerNameSchema,
      configure: rightsSchema,
      write: rightsSchema,
      read: rightsSchema
    })
  ).returns<RightsPreview>(),
  /** Of one queue, or of a whole vhost: read now, for the question before something is destroyed. */
  'broker.count': call(
    z.strictObject({ vhost: brokerNameSchema, queue: brokerNameSchema.nullable() })
  ).returns<BrokerCount>(),
  /** A worker that will not come back leaves the list; it returns with its next heartbeat. */
  'broker.forgetWorker': call(
    z.strictObject({ cluster: clusterNameSchema, worker: z.string().min(1).max(300) })
  ).returns<null>()
} as const

export interface BrokerEvents {
  readonly 'broker.snapshot': BrokerSnapshot
  readonly 'broker.queues': BrokerQueues
  readonly 'broker.rows': BrokerRows
}
