/**
 * Celery's events, of which the console reads the workers' heartbeats.
 *
 * Worker events come one a message; task events are batched: routing key `task.multi`, the body an array
 * (celery/events/dispatcher.py `_publish`, `flush`).
 */
import { isRecord, parseJson } from '../json.js'

export interface WorkerEvent {
  readonly type: 'worker-heartbeat' | 'worker-online' | 'worker-offline'
  /** For example `porto@host`. */
  readonly hostname: string
  /** Load averages over 1, 5 and 15 min; empty when the worker does not tell. */
  readonly load: readonly number[]
  /** Tasks being executed. */
  readonly active: number | null
}

const WORKER_EVENTS: ReadonlySet<string> = new Set<WorkerEvent['type']>([
  'worker-heartbeat',
  'worker-online',
  'worker-offline'
])

/**
 * Reads a message of the exchange `celeryev`.
 *
 * @param text - the body, decoded from UTF-8
 * @returns the workers' events in it; what is something else, or garbage, is left out (events prove nothing, so a broken
 * one is no news)
 */
export function decodeEvents(text: string): readonly WorkerEvent[] {
  const body = parseJson(text)
  const events: readonly unknown[] = Array.isArray(body) ? (body as unknown[]) : [body]
  return events.flatMap((event) => decodeEvent(event) ?? [])
}

function decodeEvent(event: unknown): WorkerEvent | null {
  if (!isRecord(event)) return null
  const { type, hostname, loadavg, active } = event
  if (typeof type !== 'string' || !isWorkerEvent(type)) return null
  if (typeof hostname !== 'string' || hostname === '' || hostname.length > 255) return null
  const load = Array.isArray(loadavg) ? (loadavg as unknown[]) : []
  return {
    type,
    hostname,
    load: load.every(isFiniteNumber) ? load.slice(0, 3) : [],
    active: isFiniteNumber(active) ? active : null
  }
}

const isWorkerEvent = (type: string): type is WorkerEvent['type'] => WORKER_EVENTS.has(type)
const isFiniteNumber = (value: unknown): value is number => Number.isFinite(value)
