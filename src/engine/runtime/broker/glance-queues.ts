/** The queues of the settings over AMQP alone: what waits, who takes it; nothing else can be seen that way. */
import type { QueueRow } from '../../../shared/model/broker.js'
import type { QueueGlance } from '../../ports/queue-glance.js'
import { emptyRow, type ClusterQueue } from './settings-queues.js'

/** Connections that are opened at the same time. */
const AT_ONCE = 8

export interface Glanced {
  readonly rows: readonly QueueRow[]
  /** Why none at all could be seen; `null`: some were. */
  readonly problem: unknown
}

export async function glanceQueues(
  keys: readonly ClusterQueue[],
  glance: QueueGlance
): Promise<Glanced> {
  const rows = new Map<ClusterQueue, QueueRow>()
  const problems: unknown[] = []
  const left = [...keys]
  const next = async (): Promise<void> => {
    for (let key = left.shift(); key !== undefined; key = left.shift())
      try {
        const found = await glance.look(key)
        rows.set(
          key,
          found === null
            ? emptyRow(key, 'missing', false)
            : { ...emptyRow(key, 'running', true), ...found }
        )
      } catch (thrown) {
        problems.push(thrown)
        rows.set(key, emptyRow(key, 'unknown', true))
      }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, next))
  return {
    rows: keys.flatMap((key) => rows.get(key) ?? []),
    problem: problems.length > 0 && problems.length === keys.length ? problems[0] : null
  }
}
