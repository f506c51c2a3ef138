/** What servers do wrong; what they do right is in test/contract/file-system-contract.ts. */
import { createServer, type Server } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ClusterName } from '../../../../src/shared/model/ids.js'
import { clusterSettings, fileSystemOn } from '../../../support/file-system-subjects.js'
import { WebHdfsServer } from '../../../support/web-hdfs-server.js'

const porto = 'porto' as ClusterName
const ignore = (): Promise<void> => Promise.resolve()
let server: WebHdfsServer
beforeEach(async () => {
  server = await WebHdfsServer.start()
  server.files.set('/a', Buffer.from('0123456789'))
})
afterEach(async () => {
  await server.stop()
})
const over = (kind: 'webhdfs' | 'httpfs', timeouts = { connectMs: 500, idleMs: 150 }) =>
  fileSystemOn(
    clusterSettings({
      webhdfs: server.url('webhdfs'),
      ...(kind === 'httpfs' ? { httpfs: server.url('httpfs') } : {})
    }),
    timeouts
  )
// eslint-disable-next-line @typescript-eslint/require-await -- a source is asynchronous by its type
async function* source(parts: number, onTaken: () => void = () => undefined) {
  for (let part = 0; part < parts; part++) {
    onTaken()
    yield Buffer.alloc(64 * 1024, part)
  }
}

describe('reading', () => {
  test.each([
    ['cut off', { type: 'cut', after: 4 }, 'ended after 4 of 10 bytes'],
    ['too short', { type: 'short', after: 4 }, 'ended after 4 of 10 bytes'],
    ['longer than it should be', { type: 'long' }, 'longer than the 10 bytes'],
    ['silent in the middle', { type: 'stall', after: 4 }, 'ended after 4 of 10 bytes']
  ] as const)('does not take a stream that is %s for a file', async (_, fault, message) => {
    server.fault = fault
    await expect(over('webhdfs').read(porto, '/a', ignore)).rejects.toMatchObject({
      code: 'HDFS_ERROR',
      message: expect.stringContaining(message) as string
    })
  })

  test('waits for a slow sink as long as it takes', async () => {
    server.files.set('/large', Buffer.alloc(3_000_000))
    let slow = true
    const transfer = await over('webhdfs').read(porto, '/large', async () => {
      if (slow) await new Promise((resolve) => setTimeout(resolve, 300)) // twice the limit for silence
      slow = false
    })
    expect(transfer.length).toBe(3_000_000)
  })

  test('asks for a range through the redirect, and refuses a server that gives more', async () => {
    expect(Buffer.from(await over('webhdfs').readRange(porto, '/a', 2, 3)).toString()).toBe('234')
    const query = 'op=OPEN&user.name=x&offset=2&length=3'
    expect(server.requests).toEqual([
      `GET /webhdfs/v1/a?${query}`,
      `GET /data/webhdfs/v1/a?${query}`
    ])
    server.fault = { type: 'no-ranges' }
    await expect(over('httpfs').readRange(porto, '/a', 2, 3)).rejects.toMatchObject({
      code: 'HDFS_ERROR',
      message: expect.stringContaining('longer than the 3 bytes') as string
    })
  })

  test('says of a directory that it is one', async () => {
    await expect(over('webhdfs').read(porto, '/', ignore)).rejects.toMatchObject({
      code: 'HDFS_ERROR',
      message: expect.stringContaining('is a directory') as string
    })
  })
})

describe('writing', () => {
  test('goes to the NameNode without content, and with it to where that one says', async () => {
    await over('webhdfs').write(porto, '/b', source(1))
    expect(server.requests).toEqual([
      'PUT /webhdfs/v1/b?op=CREATE&user.name=x&overwrite=true',
      'PUT /data/webhdfs/v1/b?op=CREATE&user.name=x&overwrite=true'
    ])
  })

  test('goes to HttpFS at once', async () => {
    await over('httpfs').write(porto, '/b', source(1))
    expect(server.requests).toEqual([
      'PUT /httpfs/webhdfs/v1/b?op=CREATE&user.name=x&overwrite=true&data=true'
    ])
  })

  test('takes from its source only what the other side takes', async () => {
    let release = (): void => undefined
    server.pauseUploads = new Promise((resolve) => {
      release = resolve
    })
    let taken = 0
    const writing = over('httpfs', { connectMs: 500, idleMs: 10_000 }).write(
      porto,
      '/large',
      source(600, () => {
        taken += 1
      })
    )
    await expect.poll(() => taken).toBeGreaterThan(1)
    let before = -1
    while (before !== taken) {
      before = taken
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    release()
    const { length } = await writing
    // Buffers of both kernels take some megabytes; the source has 39.
    expect([before < 300, taken, length, server.received]).toEqual([
      true,
      600,
      600 * 65536,
      600 * 65536
    ])
  })

  test('says why the server refused it, though the content was still on its way', async () => {
    server.fault = { type: 'refuse-upload' }
    await expect(over('httpfs').write(porto, '/b', source(1))).rejects.toMatchObject({
      code: 'HDFS_ERROR',
      message: expect.stringContaining('Permission denied') as string,
      hint: expect.stringContaining('workFolder') as string
    })
  })

  test('waits for a slow source as long as it takes', async () => {
    const slow = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('a')
      await new Promise((resolve) => setTimeout(resolve, 300))
      yield Buffer.from('b')
    }
    expect((await over('httpfs').write(porto, '/b', slow())).length).toBe(2)
  })
})

describe('a server', () => {
  let silent: Server
  beforeEach(async () => {
    silent = createServer(() => undefined)
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  })
  afterEach(() => {
    silent.close()
  })
  const portOf = (): number => (silent.address() as { port: number }).port

  test('that is not there is called unreachable, and does not answer a probe', async () => {
    const port = portOf()
    await new Promise((resolve) => silent.close(resolve))
    const fileSystem = fileSystemOn(
      clusterSettings({ webhdfs: `http://127.0.0.1:${port}/webhdfs/v1` })
    )
    await expect(fileSystem.status(porto, '/')).rejects.toMatchObject({
      code: 'CLUSTER_UNREACHABLE'
    })
    expect(await fileSystem.answers(porto, 200)).toBe(false)
  })

  test('that accepts and says nothing is called unreachable, and does not answer a probe', async () => {
    const webhdfs = `http://127.0.0.1:${portOf()}/webhdfs/v1`
    const fileSystem = fileSystemOn(clusterSettings({ webhdfs }), { connectMs: 100, idleMs: 100 })
    await expect(fileSystem.status(porto, '/')).rejects.toMatchObject({
      code: 'CLUSTER_UNREACHABLE',
      message: expect.stringContaining('silent for 0.1 s') as string
    })
    expect(await fileSystem.answers(porto, 100)).toBe(false)
  })

  test('answers a probe when one of its two addresses does, also with a refusal', async () => {
    server.fault = { type: 'no-webhdfs' }
    const fileSystem = fileSystemOn(
      clusterSettings({
        webhdfs: server.url('webhdfs'),
        httpfs: `http://127.0.0.1:${portOf()}/webhdfs/v1`
      })
    )
    expect(await fileSystem.answers(porto, 1_000)).toBe(true)
  })

  test('that is no WebHDFS is told from one', async () => {
    server.fault = { type: 'no-webhdfs' }
    await expect(over('webhdfs').status(porto, '/')).rejects.toMatchObject({
      code: 'HDFS_ERROR',
      message: expect.stringContaining('HTTP 404') as string,
      hint: expect.stringContaining('/webhdfs/v1') as string
    })
  })
})

test('asks again over a fresh connection when the kept one was closed meanwhile', async () => {
  const fileSystem = over('webhdfs')
  for (let round = 0; round < 5; round++) {
    expect((await fileSystem.status(porto, '/a'))?.length).toBe(10)
    await new Promise((resolve) => setTimeout(resolve, 51)) // the server keeps a connection for 50 ms
  }
})
