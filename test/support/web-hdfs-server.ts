/**
 * A NameNode with its DataNode, and an HttpFS, as far as HTTP shows them, in memory and with faults on request. Answers are shaped as
 * Hadoop 3.4.2 writes them.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type HttpFault =
  /** A read is cut after so many bytes of the body. */
  | { readonly type: 'cut'; readonly after: number }
  /** A read ends in order, but so early. */
  | { readonly type: 'short'; readonly after: number }
  /** A read goes on longer than the status says. */
  | { readonly type: 'long' }
  /** Gives the whole file, whatever part of it was asked for. */
  | { readonly type: 'no-ranges' }
  /** Says nothing more after so many bytes. */
  | { readonly type: 'stall'; readonly after: number }
  /** Refuses an upload before it has read all of it. */
  | { readonly type: 'refuse-upload' }
  | { readonly type: 'no-webhdfs' }
  /** Hadoop 2: knows no LISTSTATUS_BATCH. */
  | { readonly type: 'no-pages' }

export class WebHdfsServer {
  readonly files = new Map<string, Buffer>()
  /** Directories that were made without a file. */
  readonly folders = new Set<string>()
  /** `GET /path?op=…`, in the order they came. */
  readonly requests: string[] = []
  fault: HttpFault | null = null
  /** Bytes of uploads that have been taken from the network. */
  received = 0
  /** While set, uploads are not read: the network fills up. */
  pauseUploads: Promise<void> | null = null

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => {
      this.#answer(request, response).catch(() => response.destroy()) // the other side went away
    })
  }

  static async start(): Promise<WebHdfsServer> {
    const server = createServer({ keepAliveTimeout: 50 })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return new WebHdfsServer(server)
  }

  /** Base URL; `httpfs` takes content directly, `webhdfs` redirects. */
  url(kind: 'webhdfs' | 'httpfs'): string {
    const { port } = this.server.address() as AddressInfo
    return `http://127.0.0.1:${port}${kind === 'httpfs' ? '/httpfs' : ''}/webhdfs/v1`
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    this.requests.push(`${request.method ?? ''} ${url.pathname}${url.search}`)
    const path = decodeURIComponent(url.pathname.replace(/^(\/httpfs)?(\/data)?\/webhdfs\/v1/, ''))
    const query = url.searchParams
    if (this.fault?.type === 'no-webhdfs') {
      response.writeHead(404, { 'content-type': 'text/html' }).end('<html>Jetty</html>')
      return
    }
    switch (query.get('op')) {
      case 'GETFILESTATUS':
        this.#status(path, response)
        return
      case 'LISTSTATUS':
        this.#list(path, response)
        return
      case 'LISTSTATUS_BATCH':
        if (this.fault?.type === 'no-pages')
          remoteException(
            response,
            400,
            'IllegalArgumentException',
            'Invalid value for webhdfs parameter "op": No enum constant LISTSTATUS_BATCH'
          )
        else this.#page(path, query.get('startAfter'), response)
        return
      case 'GETCONTENTSUMMARY':
        this.#summary(path, response)
        return
      case 'MKDIRS':
        if (this.files.has(path)) remoteException(response, 403, 'FileAlreadyExistsException', path)
        else {
          this.folders.add(path)
          json(response, 200, { boolean: true })
        }
        return
      case 'RENAME':
        this.#rename(path, query.get('destination') ?? '', response)
        return
      case 'DELETE': {
        const there = this.#statusOf(path, '') !== null
        for (const name of this.#below(path)) {
          this.files.delete(name)
          this.folders.delete(name)
        }
        json(response, 200, { boolean: there })
        return
      }
      case 'OPEN':
        if (isNameNode(url)) redirect(response, request)
        else this.#open(path, query, response)
        return
      case 'CREATE':
        if (isNameNode(url)) {
          request.resume()
          redirect(response, request)
        } else await this.#create(path, query, request, response)
        return
      default:
        remoteException(response, 400, 'UnsupportedOperationException', 'no such operation')
    }
  }

  #status(path: string, response: ServerResponse): void {
    const status = this.#statusOf(path, '')
    if (status === null) notFound(response, path)
    else json(response, 200, { FileStatus: status })
  }

  #below(path: string): string[] {
    return [...this.files.keys(), ...this.folders].filter(
      (name) => name === path || name.startsWith(path === '/' ? '/' : `${path}/`)
    )
  }

  #rename(from: string, to: string, response: ServerResponse): void {
    if (this.#statusOf(from, '') === null) {
      notFound(response, from)
      return
    }
    const free = this.#statusOf(to, '') === null
    if (free)
      for (const name of this.#below(from)) {
        const content = this.files.get(name)
        if (content !== undefined) this.files.set(to + name.slice(from.length), content)
        if (this.folders.delete(name)) this.folders.add(to + name.slice(from.length))
        this.files.delete(name)
      }
    json(response, 200, { boolean: free })
  }

  #page(path: string, after: string | null, response: ServerResponse): void {
    if (this.#statusOf(path, '') === null) {
      notFound(response, path)
      return
    }
    const all = this.#children(path)
    const from = after === null ? 0 : all.findIndex(({ pathSuffix }) => pathSuffix === after) + 1
    const FileStatus = all.slice(from, from + 3)
    json(response, 200, {
      DirectoryListing: {
        partialListing: { FileStatuses: { FileStatus } },
        remainingEntries: all.length - from - FileStatus.length
      }
    })
  }

  #summary(path: string, response: ServerResponse): void {
    const own = this.#statusOf(path, '')
    if (own === null) {
      notFound(response, path)
      return
    }
    const files = this.#below(path).filter((name) => this.files.has(name))
    const folders = new Set<string>(own.type === 'DIRECTORY' ? [path] : [])
    for (const name of this.#below(path))
      for (
        let at = this.files.has(name) ? parentOf(name) : name;
        at.length > path.length;
        at = parentOf(at)
      )
        folders.add(at)
    json(response, 200, {
      ContentSummary: {
        fileCount: files.length,
        directoryCount: folders.size,
        length: files.reduce((sum, name) => sum + (this.files.get(name)?.length ?? 0), 0),
        quota: -1
      }
    })
  }

  #list(path: string, response: ServerResponse): void {
    const own = this.#statusOf(path, '')
    if (own === null) {
      notFound(response, path)
      return
    }
    json(response, 200, { FileStatuses: { FileStatus: this.#children(path) } })
  }

  #children(path: string): readonly ListedStatus[] {
    const own = this.#statusOf(path, '')
    if (own?.type === 'FILE') return [own]
    const folder = path === '/' ? '/' : `${path}/`
    const names = new Set(
      [...this.files.keys(), ...this.folders]
        .filter((name) => name.startsWith(folder) && name !== path)
        .map((name) => name.slice(folder.length).split('/')[0] ?? '')
    )
    return [...names].sort().flatMap((name) => this.#statusOf(folder + name, name) ?? [])
  }

  #open(path: string, query: URLSearchParams, response: ServerResponse): void {
    const whole = this.files.get(path)
    if (whole === undefined) {
      notFound(response, path)
      return
    }
    const { fault } = this
    const offset = Number(query.get('offset') ?? 0)
    if (offset > whole.length) {
      const said = `Offset=${String(offset)} out of the range [0, ${String(whole.length)}); OPEN, path=${path}`
      remoteException(response, 403, 'IOException', said)
      return
    }
    const length = Number(query.get('length') ?? whole.length)
    const content = fault?.type === 'no-ranges' ? whole : whole.subarray(offset, offset + length)
    if (fault?.type === 'short') response.writeHead(200).end(content.subarray(0, fault.after))
    else if (fault?.type === 'long') response.writeHead(200).end(Buffer.concat([content, content]))
    else if (fault?.type === 'cut' || fault?.type === 'stall') {
      response.writeHead(200, { 'content-length': content.length })
      response.write(content.subarray(0, fault.after), () => {
        if (fault.type === 'cut') response.destroy()
      })
    } else response.writeHead(200, { 'content-length': content.length }).end(content)
  }

  async #create(
    path: string,
    query: URLSearchParams,
    request: IncomingMessage,
    response: ServerResponse
  ): Promise<void> {
    if (this.fault?.type === 'refuse-upload') {
      remoteException(response, 403, 'AccessControlException', 'Permission denied: user=x')
      request.socket.end()
      return
    }
    if (request.headers['content-type'] !== 'application/octet-stream') {
      request.resume()
      remoteException(
        response,
        400,
        'IllegalArgumentException',
        'Data upload requests must have content-type set to application/octet-stream'
      )
      return
    }
    await this.pauseUploads
    const chunks: Buffer[] = []
    for await (const chunk of request) {
      chunks.push(chunk as Buffer)
      this.received += (chunk as Buffer).length
    }
    if (this.files.has(path) && query.get('overwrite') !== 'true')
      remoteException(response, 403, 'FileAlreadyExistsException', path)
    else {
      this.files.set(path, Buffer.concat(chunks))
      response.writeHead(201).end()
    }
  }

  #statusOf(path: string, pathSuffix: string): ListedStatus | null {
    const file = this.files.get(path)
    const holds = this.#below(path).length > 0
    if (file === undefined && !holds && path !== '/') return null
    return {
      pathSuffix,
      type: file === undefined ? 'DIRECTORY' : 'FILE',
      length: file?.length ?? 0,
      owner: 'x',
      group: 'supergroup',
      permission: file === undefined ? '755' : '644',
      replication: file === undefined ? 0 : 1,
      modificationTime: 1_795_284_461_657
    }
  }
}

interface ListedStatus {
  readonly pathSuffix: string
  readonly type: 'FILE' | 'DIRECTORY'
  readonly length: number
  readonly [further: string]: unknown
}

const parentOf = (path: string): string => path.slice(0, Math.max(1, path.lastIndexOf('/')))

const isNameNode = (url: URL): boolean => url.pathname.startsWith('/webhdfs')

function redirect(response: ServerResponse, request: IncomingMessage): void {
  const location = `http://${request.headers.host ?? ''}/data${request.url ?? ''}`
  response.writeHead(307, { location, 'content-length': 0 }).end()
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function remoteException(
  response: ServerResponse,
  status: number,
  exception: string,
  message: string
): void {
  json(response, status, {
    RemoteException: { exception, javaClassName: `org.apache.${exception}`, message }
  })
}

const notFound = (response: ServerResponse, path: string): void =>
  remoteException(response, 404, 'FileNotFoundException', `File does not exist: ${path}`)
