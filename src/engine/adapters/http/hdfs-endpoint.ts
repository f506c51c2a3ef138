/** One base URL of WebHDFS or HttpFS: operations, redirects to DataNodes, errors as ours. */
import { Agent as HttpAgent, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { ConsoleError } from '../../../shared/model/errors.js'
import type { ClusterName } from '../../../shared/model/ids.js'
import type { Log } from '../../ports/system.js'
import { webHdfsError } from '../../protocol/webhdfs/responses.js'
import { webHdfsUrl, type WebHdfsOperation } from '../../protocol/webhdfs/urls.js'
import { exchange, StaleConnection, textOf, type ExchangeOptions, type Timing } from './exchange.js'
import { transportError } from './errors.js'

export interface EndpointOptions {
  readonly cluster: ClusterName
  readonly base: string
  /** HDFS user, as `user.name`. */
  readonly user: string
  readonly timing: Timing
  readonly log: Log
}

/** Lists of a folder with some hundred thousand files. */
const LARGEST_TEXT_BYTES = 128 * 1024 * 1024
const LARGEST_ERROR_BYTES = 256 * 1024
/** OPEN goes NameNode → DataNode; more than that is a loop. */
const MOST_REDIRECTS = 2

export class HdfsEndpoint {
  readonly #options: EndpointOptions
  readonly #agents = {
    http: new HttpAgent({ keepAlive: true, maxSockets: 16 }),
    https: new HttpsAgent({ keepAlive: true, maxSockets: 16 })
  }

  constructor(options: EndpointOptions) {
    this.#options = options
  }

  /** The JSON text of an operation without content. `null`: FileNotFoundException. */
  async ask(
    operation: WebHdfsOperation,
    path: string,
    parameters?: Readonly<Record<string, string>>
  ): Promise<string | null> {
    const what = this.#what(operation, path)
    return this.#translated(what, async () => {
      const response =
        METHODS[operation] === undefined
          ? await this.#get(operation, path, undefined, parameters)
          : await this.#change(METHODS[operation], operation, path, parameters)
      const ok = response.statusCode === 200
      const limit = ok ? LARGEST_TEXT_BYTES : LARGEST_ERROR_BYTES
      const text = await textOf(response, this.#options.timing, limit)
      if (ok) return text
      const error = webHdfsError(what, response.statusCode ?? 0, text)
      if (error.facts['exception'] === 'FileNotFoundException') return null
      throw error
    })
  }

  /** The content of a file, or of a range of it, not yet read. */
  async open(
    path: string,
    signal: AbortSignal | undefined,
    range?: { readonly offset: number; readonly length: number }
  ): Promise<IncomingMessage> {
    const what = this.#what('OPEN', path)
    const parameters =
      range === undefined
        ? undefined
        : { offset: String(range.offset), length: String(range.length) }
    return this.#translated(what, async () => {
      const response = await this.#get('OPEN', path, signal, parameters)
      if (response.statusCode !== 200) await this.#fail(what, response)
      return response
    })
  }

  /**
   * Creates or replaces a file.
   *
   * @param how - `redirected`: WebHDFS, whose NameNode names a DataNode to send the content to; `direct`: HttpFS
   */
  async create(
    path: string,
    how: 'redirected' | 'direct',
    body: AsyncIterable<Uint8Array>,
    signal: AbortSignal | undefined
  ): Promise<void> {
    const what = this.#what('CREATE', path)
    await this.#translated(what, async () => {
      const parameters = {
        overwrite: 'true',
        ...(how === 'direct' ? { data: 'true' } : {})
      }
      const first = this.#url('CREATE', path, parameters)
      const url = how === 'direct' ? first : await this.#whereTo(what, first, signal)
      // A fresh connection: on a kept one that has just been closed the content would be lost and could not be sent again.
      const response = await exchange({
        method: 'PUT',
        url,
        body,
        signal,
        agent: false,
        timing: this.#options.timing
      })
      if (response.statusCode !== 201 && response.statusCode !== 200)
        await this.#fail(what, response)
      response.destroy()
    })
  }

  /** Any answer counts, also a refusal. */
  async answers(timeoutMs: number): Promise<boolean> {
    const timing = { ...this.#options.timing, connectMs: timeoutMs, idleMs: timeoutMs }
    try {
      const url = this.#url('GETFILESTATUS', '/')
      const signal = AbortSignal.timeout(timeoutMs)
      const response = await exchange({ method: 'GET', url, timing, agent: false, signal })
      response.destroy()
      return true
    } catch {
      // Whatever it was: it did not answer, which is the whole question.
      return false
    }
  }

  async #get(
    operation: WebHdfsOperation,
    path: string,
    signal?: AbortSignal,
    parameters?: Readonly<Record<string, string>>
  ): Promise<IncomingMessage> {
    let url = this.#url(operation, path, parameters)
    for (let redirects = 0; ; redirects++) {
      const response = await this.#exchange({ method: 'GET', url, signal })
      const next = redirectOf(response, url)
      if (next === null) return response
      response.destroy()
      if (redirects === MOST_REDIRECTS) throw new Error('sent round in circles by redirects')
      url = next
    }
  }

  /** n.b. not asked again over another connection when a kept one was closed: it may have been done already. */
  #change(
    method: 'PUT' | 'DELETE',
    operation: WebHdfsOperation,
    path: string,
    parameters?: Readonly<Record<string, string>>
  ): Promise<IncomingMessage> {
    const url = this.#url(operation, path, parameters)
    return exchange({ method, url, agent: false, timing: this.#options.timing })
  }

  async #whereTo(what: string, url: string, signal: AbortSignal | undefined): Promise<string> {
    const response = await this.#exchange({ method: 'PUT', url, signal })
    const target = redirectOf(response, url)
    if (target === null) return this.#fail(what, response)
    response.destroy()
    return target
  }

  async #exchange(
    options: Pick<ExchangeOptions, 'method' | 'url' | 'signal'>
  ): Promise<IncomingMessage> {
    const agent = options.url.startsWith('https:') ? this.#agents.https : this.#agents.http
    const whole = { ...options, agent, timing: this.#options.timing }
    try {
      return await exchange(whole)
    } catch (thrown) {
      if (!(thrown instanceof StaleConnection)) throw thrown
      this.#options.log.write('debug', 'a kept connection was closed; asking again', {
        url: options.url
      })
      return exchange({ ...whole, agent: false })
    }
  }

  async #fail(what: string, response: IncomingMessage): Promise<never> {
    const text = await textOf(response, this.#options.timing, LARGEST_ERROR_BYTES)
    throw webHdfsError(what, response.statusCode ?? 0, text)
  }

  async #translated<T>(what: string, action: () => Promise<T>): Promise<T> {
    try {
      return await action()
    } catch (thrown) {
      throw transportError(what, this.#options.cluster, this.#options.base, thrown)
    }
  }

  #url(
    operation: WebHdfsOperation,
    path: string,
    parameters: Readonly<Record<string, string>> = {}
  ): string {
    const { base, user } = this.#options
    return webHdfsUrl(base, path, operation, { 'user.name': user, ...parameters })
  }

  #what(operation: WebHdfsOperation, path: string): string {
    return `${VERBS[operation]} ${path} on cluster "${this.#options.cluster}"`
  }
}

const VERBS: Readonly<Record<WebHdfsOperation, string>> = {
  GETFILESTATUS: 'looking at',
  LISTSTATUS: 'listing',
  LISTSTATUS_BATCH: 'listing',
  GETCONTENTSUMMARY: 'counting',
  GETHOMEDIRECTORY: 'asking for the home directory of',
  OPEN: 'reading',
  CREATE: 'writing',
  MKDIRS: 'making the directory',
  RENAME: 'renaming',
  DELETE: 'deleting'
}
/** Of operations that change something without content; all others are read with GET. */
const METHODS: Readonly<Partial<Record<WebHdfsOperation, 'PUT' | 'DELETE'>>> = {
  MKDIRS: 'PUT',
  RENAME: 'PUT',
  DELETE: 'DELETE'
}

/** @throws ConsoleError when a redirect leads out of HTTP */
function redirectOf(response: IncomingMessage, url: string): string | null {
  const status = response.statusCode ?? 0
  const location = response.headers.location
  if (status < 300 || status > 399 || location === undefined) return null
  const target = new URL(location, url)
  if (target.protocol === 'http:' || target.protocol === 'https:') return target.href
  throw new ConsoleError('HDFS_ERROR', `redirected to ${target.protocol}, which is not HTTP`)
}
