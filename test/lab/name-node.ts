/** A very small NameNode with its DataNode, in one node:http server: files in memory, and the requests as they came. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

export interface FakeNameNode {
  /** Base URL up to `/webhdfs/v1`. */
  readonly webhdfs: string
  /** HDFS path → content. */
  readonly files: Map<string, Buffer>
  /** `METHOD target` of each request, raw. */
  readonly seen: string[]
  /** When true, a DataNode breaks off in the middle. */
  broken: boolean
  close(): void
}

export async function fakeNameNode(): Promise<FakeNameNode> {
  const files = new Map<string, Buffer>()
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`)
    void answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const node: FakeNameNode = {
    webhdfs: `${origin}/webhdfs/v1`,
    files,
    seen,
    broken: false,
    close: () => {
      server.close()
      server.closeAllConnections()
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = request.url ?? ''
    const { pathname, searchParams } = new URL(target, origin)
    const path = decodeURIComponent(pathname.slice('/webhdfs/v1'.length))
    const operation = searchParams.get('op')?.toUpperCase() ?? ''
    const onDataNode = searchParams.has('datanode')
    const json = (status: number, document: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      // Two writes without a length: chunked, as Jetty answers what is long.
      const text = JSON.stringify(document)
      response.write(text.slice(0, 5))
      response.end(text.slice(5))
    }
    if (['OPEN', 'CREATE'].includes(operation) && !onDataNode) {
      const location = `${origin}${target}&datanode=1`
      response.writeHead(307, { location, 'content-length': 0 }).end()
    } else if (operation === 'OPEN') {
      const offset = Number(searchParams.get('offset') ?? 0)
      const length = Number(searchParams.get('length') ?? Infinity)
      const content = files.get(path)?.subarray(offset, offset + length) ?? Buffer.alloc(0)
      response.writeHead(200, { 'content-length': content.length, connection: 'close' })
      if (node.broken)
        response.write(content.subarray(0, content.length / 2), () => response.destroy())
      else response.end(content)
    } else if (operation === 'CREATE') {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      files.set(path, Buffer.concat(chunks))
      response.writeHead(201, { 'content-length': 0 }).end()
    } else if (operation === 'DELETE') json(200, { boolean: files.delete(path) })
    else if (operation === 'RENAME') {
      files.set(searchParams.get('destination') ?? '', files.get(path) ?? Buffer.alloc(0))
      json(200, { boolean: files.delete(path) })
    } else if (operation === 'LISTSTATUS') {
      const found = list(path)
      if (found.length === 0) json(404, { RemoteException: { exception: 'FileNotFoundException' } })
      else json(200, { FileStatuses: { FileStatus: found } })
    } else json(200, { asked: target })
  }

  function list(path: string) {
    const own = files.get(path)
    if (own !== undefined) return [{ pathSuffix: '', type: 'FILE', length: own.length }]
    const below = [...files].filter(([name]) => name.startsWith(`${path}/`))
    const names = new Set(below.map(([name]) => name.slice(path.length + 1).split('/')[0] ?? ''))
    return [...names].map((pathSuffix) => {
      const file = files.get(`${path}/${pathSuffix}`)
      const type = file === undefined ? 'DIRECTORY' : 'FILE'
      return { pathSuffix, type, length: file?.length ?? 0 }
    })
  }

  return node
}
