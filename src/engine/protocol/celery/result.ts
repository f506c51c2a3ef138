/**
 * What a Celery worker answers: the body `{task_id, status, result, traceback, children}`.
 *
 * Several of them may come for a task (STARTED, RETRY, custom states), one of them terminal. An exception is text and
 * stays text: nothing is ever instantiated from `exc_type` and `exc_module`.
 *
 * @see celery/backends/base.py `_get_result_meta`, `prepare_exception` (v5.2.6)
 */
import { isRecord, parseJson } from '../json.js'

export type CeleryResult =
  | { readonly type: 'success'; readonly task: string; readonly result: unknown }
  | { readonly type: 'failure'; readonly task: string; readonly failure: CeleryFailure }
  | { readonly type: 'interim'; readonly task: string; readonly status: string }
  /** Not a result at all. */
  | { readonly type: 'garbage'; readonly reason: string }

export interface CeleryFailure {
  readonly status: 'FAILURE' | 'REVOKED'
  /** For example `NotRegistered`, `WorkerLostError`, `TaskRevokedError`. */
  readonly exception: string
  /** The exception's arguments, joined; at most {@link MESSAGE_LIMIT} characters. */
  readonly message: string
}

const MESSAGE_LIMIT = 500
/** States after which more comes: celery/states.py UNREADY_STATES and the custom states of `update_state`. */
const STATE_PATTERN = /^[A-Z][A-Z0-9_-]{0,39}$/

/**
 * Reads the body of a message on a reply queue.
 *
 * @param text - the body, decoded from UTF-8
 * @returns never throws: whatever is not a result is `garbage` with a reason for people
 */
export function decodeResult(text: string): CeleryResult {
  const body = parseJson(text)
  if (body === undefined) return { type: 'garbage', reason: 'not JSON' }
  if (!isRecord(body)) return { type: 'garbage', reason: 'not a Celery result' }
  const task = body['task_id']
  const status = body['status']
  if (typeof task !== 'string' || task === '' || task.length > 200)
    return { type: 'garbage', reason: 'not a Celery result (no task_id)' }
  if (typeof status !== 'string' || !STATE_PATTERN.test(status))
    return { type: 'garbage', reason: 'not a Celery result (no status)' }
  switch (status) {
    case 'SUCCESS':
      return { type: 'success', task, result: body['result'] }
    case 'FAILURE':
    case 'REVOKED':
      return { type: 'failure', task, failure: { status, ...decodeException(body['result']) } }
    default:
      return { type: 'interim', task, status }
  }
}

function decodeException(result: unknown): { exception: string; message: string } {
  if (!isRecord(result)) return { exception: 'unknown', message: printed(result) }
  const type = result['exc_type']
  const message = result['exc_message']
  return {
    exception: typeof type === 'string' && type !== '' ? type.slice(0, 100) : 'unknown',
    message: printed(message)
  }
}

/** Arguments of an exception, as a person reads them. */
function printed(message: unknown): string {
  const parts = Array.isArray(message) ? (message as unknown[]) : [message]
  return parts
    .filter((part) => part !== null && part !== undefined)
    .map((part) => (typeof part === 'string' ? part : JSON.stringify(part)))
    .join(', ')
    .slice(0, MESSAGE_LIMIT)
}
