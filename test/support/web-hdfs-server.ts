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

export class WebHdfsServer {
  readonly files = new Map<string, Buffer>()
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

  #list(path: string, response: ServerResponse): void {
    const own = this.#statusOf(path, '')
    if (own === null) {
      notFound(response, path)
      return
    }
    const folder = path === '/' ? '/' : `${path}/`
    const names = new Set(
      [...this.files.keys()]
        .filter((name) => name.startsWith(folder))
        .map((name) => name.slice(folder.length).split('/')[0] ?? '')
    )
    const children = [...names].sort().flatMap((name) => this.#statusOf(folder + name, name) ?? [])
    json(response, 200, { FileStatuses: { FileStatus: own.type === 'FILE' ? [own] : children } })
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

  #statusOf(path: string, pathSuffix: string): { type: string } | null {
    const file = this.files.get(path)
    const folder = path === '/' ? '/' : `${path}/`
    const holds = [...this.files.keys()].some((name) => name.startsWith(folder))
    if (file === undefined && !holds && path !== '/') return null
    return {
      pathSuffix,
      type: file === undefined ? 'DIRECTORY' : 'FILE',
      length: file?.length ?? 0,
      owner: 'x',
      modificationTime: 0
    } as { type: string }
  }
}

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
