import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent, request, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fakeNameNode, type FakeNameNode } from './name-node.js'

const program = resolve(import.meta.dirname, '../../resources/lab/libexec/peers.py')
let nameNode: FakeNameNode
let gateway: ChildProcess
let folder = ''
let port = 0

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medusa-peers-'))
  nameNode = await fakeNameNode()
  const args = ['-B', program, 'porto', '127.0.0.1:0', nameNode.webhdfs, join(folder, 'corrupt')]
  gateway = spawn('python3', args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const [line] = (await once(gateway.stdout!, 'data')) as [Buffer]
  port = Number(/:(\d+)\s*$/.exec(line.toString())?.[1])
})
afterEach(async () => {
  gateway.kill()
  await once(gateway, 'exit')
  nameNode.close()
  await rm(folder, { recursive: true })
})

interface Answer {
  readonly status: number | undefined
  readonly location: string | undefined
  readonly body: Buffer
  /** True when it came over a connection that had been used before. */
  readonly reused: boolean
}

/** The target goes out as it stands here. */
async function ask(
  target: string,
  { method = 'GET', agent, body }: { method?: string; agent?: Agent; body?: string } = {}
): Promise<Answer> {
  const path = target.startsWith('/?') ? target : `/webhdfs/v1${target}`
  const asking = request({ host: '127.0.0.1', port, method, path, agent: agent ?? false })
  asking.end(body)
  const [answer] = (await once(asking, 'response')) as [IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk as Buffer)
  return {
    status: answer.statusCode,
    location: answer.headers.location,
    body: Buffer.concat(chunks),
    reused: asking.reusedSocket
  }
}

const corrupt = () => writeFile(join(folder, 'corrupt'), '')
const differing = (one: Buffer, other: Buffer) =>
  [...one.keys()].filter((index) => one[index] !== other[index])

test('passes metadata on, and sends who opens a file to the DataNode', async () => {
  for (const operation of [
    'GETFILESTATUS',
    'GetContentSummary',
    'getfilechecksum',
    'getfilestatus'
  ]) {
    const answer = await ask(`/a?op=${operation}&user.name=u`)
    expect(answer.status).toBe(200)
    expect(JSON.parse(answer.body.toString())).toEqual({
      asked: `/webhdfs/v1/a?op=${operation}&user.name=u`
    })
  }
  expect((await ask('/none?op=LISTSTATUS')).status).toBe(404)
  const opened = await ask('/a?op=open')
  expect(opened).toMatchObject({
    status: 307,
    location: `${nameNode.webhdfs}/a?op=open&datanode=1`
  })
})

test.each([
  ['PUT', '/a?op=CREATE'],
  ['PUT', '/a?op=OPEN'],
  ['POST', '/a?op=APPEND'],
  ['DELETE', '/a?op=DELETE'],
  ['HEAD', '/a?op=OPEN'],
  ['OPTIONS', '/a?op=OPEN'],
  ['GET', '/a?op=GETDELEGATIONTOKEN'],
  ['GET', '/a?op=OPEN&OP=GETDELEGATIONTOKEN'],
  ['GET', '/a?op='],
  ['GET', '/a'],
  ['GET', '/../../jmx?op=OPEN'],
  ['GET', '/%2e%2E/%2e./jmx?op=OPEN'],
  ['GET', '/?op=OPEN']
])('refuses %s %s, and the NameNode hears nothing of it', async (method, target) => {
  const { status, body } = await ask(target, { method, ...(method === 'PUT' ? { body: 'x' } : {}) })
  expect(status).toBe(403)
  if (method !== 'HEAD')
    expect(JSON.parse(body.toString())).toMatchObject({
      RemoteException: {
        exception: 'AccessControlException',
        javaClassName: 'org.apache.hadoop.security.AccessControlException',
        message: expect.stringContaining('is read-only') as string
      }
    })
  expect(nameNode.seen).toEqual([])
})

test('keeps a connection through answers and refusals', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  nameNode.files.set('/a', Buffer.from('content'))
  try {
    expect((await ask('/a?op=LISTSTATUS', { agent })).status).toBe(200)
    expect(await ask('/a?op=APPEND', { agent, method: 'POST', body: 'x=y' })).toMatchObject({
      status: 403,
      reused: true
    })
    await corrupt()
    expect(await ask('/a?op=OPEN', { agent })).toMatchObject({ status: 200, reused: true })
    expect(await ask('/a?op=GETFILESTATUS', { agent })).toMatchObject({ status: 200, reused: true })
  } finally {
    agent.destroy()
  }
})

test('names with blanks, percent signs and letters of any language arrive as they were sent', async () => {
  const name = '/100% of it/ação; a+b #1?'
  const path = name.split('/').map(encodeURIComponent).join('/')
  const content = Buffer.from('some content')
  nameNode.files.set(name, content)
  await ask(`${path}?op=GETFILESTATUS&user.name=j%20d`)
  expect(nameNode.seen).toEqual([`GET /webhdfs/v1${path}?op=GETFILESTATUS&user.name=j%20d`])
  expect((await ask(`${path}?op=OPEN`)).location).toBe(
    `${nameNode.webhdfs}${path}?op=OPEN&datanode=1`
  )
  await corrupt()
  expect(differing((await ask(`${path}?op=OPEN`)).body, content)).toHaveLength(1)
})

test('a name that was not escaped is, on its way', async () => {
  const socket = connect(port, '127.0.0.1')
  socket.write('GET /webhdfs/v1/é?op=GETFILESTATUS HTTP/1.0\r\n\r\n')
  const chunks: Buffer[] = []
  for await (const chunk of socket) chunks.push(chunk as Buffer)
  expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1\.1 200 [^]*\r\n\r\n\{"asked".*\}$/)
  expect(nameNode.seen).toEqual(['GET /webhdfs/v1/%C3%A9?op=GETFILESTATUS'])
})

test('corrupt: one byte of each answer is another, always the same, and the length stays', async () => {
  const content = Buffer.alloc(3_500_000, 'honest content ')
  nameNode.files.set('/big', content)
  nameNode.files.set('/one', Buffer.from('x'))
  nameNode.files.set('/empty', Buffer.alloc(0))
  await corrupt()
  const { body } = await ask('/big?op=OPEN')
  expect(body).toHaveLength(content.length)
  expect(differing(body, content)).toHaveLength(1)
  expect((await ask('/big?op=OPEN&noredirect=true')).body.equals(body)).toBe(true)
  const range = (await ask('/big?op=OPEN&offset=1000&length=50')).body
  expect(range).toHaveLength(50)
  expect(differing(range, content.subarray(1000, 1050))).toHaveLength(1)
  expect((await ask('/one?op=OPEN')).body.toString()).toMatch(/^[^x]$/)
  expect(await ask('/empty?op=OPEN')).toMatchObject({ status: 200, body: Buffer.alloc(0) })
  await rm(join(folder, 'corrupt'))
  expect((await ask('/big?op=OPEN')).status).toBe(307)
})

test('an answer that breaks off stays recognizable as broken', async () => {
  nameNode.files.set('/a', Buffer.alloc(1000, 'a'))
  nameNode.broken = true
  await corrupt()
  await expect(ask('/a?op=OPEN')).rejects.toThrow('aborted')
})

test('says so when its cloud does not answer', async () => {
  nameNode.close()
  const { status, body } = await ask('/a?op=LISTSTATUS')
  expect(status).toBe(502)
  expect(body.toString()).toContain('IOException')
})
