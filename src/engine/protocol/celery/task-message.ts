/**
 * Celery's message protocol 2: how a task is written on the wire.
 *
 * The console is a Celery client of its own, so that it needs no Python. Only what a worker reads is sent; the `…repr`
 * headers are what workers print in logs and events, so they never hold the real arguments.
 *
 * @see https://docs.celeryq.dev/en/stable/internals/protocol.html#version-2
 */
export interface TaskCall {
  readonly id: string
  /** Registered name, for example `medusa.hello`. */
  readonly task: string
  /** Keyword arguments; there are no positional ones. */
  readonly kwargs: Readonly<Record<string, unknown>>
  /** Queue for the answer, in the same vhost. */
  readonly replyTo: string
  /** Who sends it, for people who read the worker's log. */
  readonly origin: string
}

export interface TaskMessage {
  readonly headers: Readonly<Record<string, unknown>>
  readonly properties: {
    readonly contentType: 'application/json'
    readonly contentEncoding: 'utf-8'
    readonly correlationId: string
    readonly replyTo: string
    /** 2: persistent. */
    readonly deliveryMode: 2
  }
  /** JSON. */
  readonly body: string
}

/** No chain, no callbacks: whoever could set these would run tasks in the console's name. */
const NO_EMBEDDED_CALLS = { callbacks: null, errbacks: null, chain: null, chord: null }

/**
 * Writes a call as a Celery worker reads it.
 *
 * @returns headers, AMQP properties and the JSON body `[[], kwargs, embed]`
 */
export function encodeTask(call: TaskCall): TaskMessage {
  return {
    headers: {
      lang: 'py',
      task: call.task,
      id: call.id,
      root_id: call.id,
      parent_id: null,
      group: null,
      shadow: null,
      eta: null,
      expires: null,
      retries: 0,
      timelimit: [null, null],
      argsrepr: '()',
      kwargsrepr: redacted(call.kwargs),
      origin: call.origin,
      ignore_result: false
    },
    properties: {
      contentType: 'application/json',
      contentEncoding: 'utf-8',
      correlationId: call.id,
      replyTo: call.replyTo,
      deliveryMode: 2
    },
    body: JSON.stringify([[], call.kwargs, NO_EMBEDDED_CALLS])
  }
}

const redacted = (kwargs: Readonly<Record<string, unknown>>): string =>
  `{${Object.keys(kwargs)
    .map((name) => `'${name}': ...`)
    .join(', ')}}`
