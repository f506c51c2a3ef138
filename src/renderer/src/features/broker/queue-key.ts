/** A queue's name is unique within its vhost only; no name holds a line feed. */
import type { QueueKey } from '@shared/model/broker.js'

export const keyOf = ({ vhost, name }: QueueKey): string => `${vhost}\n${name}`
