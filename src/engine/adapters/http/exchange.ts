/**
 * One HTTP exchange, streaming both ways: whoever is slower sets the pace, and nothing is gathered in memory.
 *
 * Two clocks: one until the connection stands, one for silence of the *other side*. A source or a sink of ours may take its
 * time, for example because it is another cluster.
 */
import {
  request as httpRequest,
  type Agent,
  type ClientRequest,
  type IncomingMessage
} from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Clock } from '../../ports/system.js'
import { Stall, StallTimer } from './stall-timer.js'

export interface Timing {
  readonly clock: Clock
  /** Until a connection stands. */
  readonly connectMs: number
  /** Of silence while we wait for the other side. */
  readonly idleMs: number
}

export interface ExchangeOptions {
  readonly method: 'GET' | 'PUT' | 'DELETE'
  readonly url: string
  readonly timing: Timing
  /** `false`: a connection of its own, closed afterwards. */
  readonly agent: Agent | false
  readonly body?: AsyncIterable<Uint8Array>
  /** Instead of those a file's content is sent with. */
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
}

/** The request that failed had gone over a kept connection, which the server may have closed before it came. */
export class StaleConnection extends Error {
  override readonly name = 'StaleConnection'
}

/**
 * @returns the response with its body still to be read (or destroyed)
 * @throws what node:http gives (`ECONNREFUSED` …), {@link Stall}, {@link StaleConnection}, or what the body's source throws
 */
export async function exchange(options: ExchangeOptions): Promise<IncomingMessage> {
  const { url, method, agent, signal, timing } = options
  const send = url.startsWith('https:') ? httpsRequest : httpRequest
  const request = send(url, {
    method,
    agent,
    ...(signal === undefined ? {} : { signal }),
    ...(options.headers !== undefined
      ? { headers: options.headers }
      : options.body === undefined
        ? {}
        : { headers: { 'content-type': 'application/octet-stream' } })
  })
  limitConnecting(request, timing)
  const stall = new StallTimer(timing.clock, timing.idleMs, (error) => request.destroy(error))
  const response = responseOf(request, stall)
  if (options.body !== undefined) void pump(options.body, request, response, stall)
  else {
    request.end()
    stall.start()
  }
  return response
}

function limitConnecting(request: ClientRequest, { clock, connectMs }: Timing): void {
  request.once('socket', (socket) => {
    if (!socket.connecting) return
    const clear = clock.after(connectMs, () =>
      request.destroy(new Stall(`no connection within ${connectMs / 1000} s`))
    )
    socket.once('connect', clear)
    request.once('close', clear)
  })
}

function responseOf(request: ClientRequest, stall: StallTimer): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', (response) => {
      stall.stop()
      resolve(response)
    })
    // n.b. stays after the response: a server that refuses an upload closes while we still write, and EPIPE must not be
    // an unhandled event.
    request.on('error', (error: NodeJS.ErrnoException) => {
      stall.stop()
      reject(
        request.reusedSocket && error.code === 'ECONNRESET'
          ? new StaleConnection('the kept connection was closed', { cause: error })
          : error
      )
    })
  })
}

/** Sends the body until it ends, the other side has answered, or the connection is gone. Never rejects. */
async function pump(
  body: AsyncIterable<Uint8Array>,
  request: ClientRequest,
  response: Promise<IncomingMessage>,
  stall: StallTimer
): Promise<void> {
  let over = false
  const end = (): void => {
    over = true
  }
  response.then(end, end)
  try {
    for await (const chunk of body) {
      // n.b. TypeScript does not see that `end` changes it meanwhile.
      if (over as boolean) return
      if (request.write(chunk)) continue
      stall.start()
      await drained(request)
      stall.stop()
    }
    request.end()
    if (!(over as boolean)) stall.start()
  } catch (thrown) {
    request.destroy(thrown instanceof Error ? thrown : new Error(String(thrown)))
  }
}

function drained(request: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      for (const event of ['drain', 'close', 'response']) request.off(event, done)
      resolve()
    }
    for (const event of ['drain', 'close', 'response']) request.on(event, done)
    if (request.destroyed) done()
  })
}

/**
 * The body of a response, piece by piece; the time between asking for a piece and getting it is limited, that between pieces is not.
 *
 * @throws what node:http gives when it is cut off (`aborted`), {@link Stall}
 */
export async function* chunksOf(
  response: IncomingMessage,
  { clock, idleMs }: Timing
): AsyncGenerator<Uint8Array> {
  const stall = new StallTimer(clock, idleMs, (error) => response.destroy(error))
  try {
    stall.start()
    for await (const chunk of response) {
      stall.stop()
      yield chunk as Uint8Array
      stall.start()
    }
  } finally {
    stall.stop()
    response.destroy()
  }
}

/** A small body whole. @throws Error when it is longer than `limitBytes` */
export async function textOf(
  response: IncomingMessage,
  timing: Timing,
  limitBytes: number
): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunksOf(response, timing)) {
    length += chunk.length
    if (length > limitBytes) throw new Error(`an answer of more than ${limitBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
