import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { assertPortsFree, holderOf, parseListeners } from '../../src/lab/ports-in-use.js'

async function listen(address: string) {
  const server = createServer().listen(0, address)
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, close: () => server.close() }
}

test('names the port, what it is for and who holds it', async () => {
  const { port, close } = await listen('127.0.247.1')
  try {
    const places = [{ address: '127.0.247.1', port, what: 'nameNodeHttp of porto' }]
    await expect(assertPortsFree(places)).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      facts: { address: '127.0.247.1', port, pid: process.pid }
    })
    await expect(assertPortsFree(places)).rejects.toThrow(
      new RegExp(`port ${port} at 127.0.247.1 is in use by .+ \\(pid ${process.pid}\\)`)
    )
    expect(await holderOf({ address: '127.0.247.2', port })).toBeNull()
  } finally {
    close()
  }
})

test('a server on all addresses holds each of them', async () => {
  const { port, close } = await listen('0.0.0.0')
  try {
    const place = { address: '127.0.247.1', port, what: 'x' }
    await expect(assertPortsFree([place])).rejects.toMatchObject({ code: 'PORT_IN_USE' })
    expect((await holderOf(place))?.pid).toBe(process.pid)
  } finally {
    close()
  }
})

test('the same port at another address is free', async () => {
  const { port, close } = await listen('127.0.247.1')
  try {
    await assertPortsFree([{ address: '127.0.247.2', port, what: 'x' }])
  } finally {
    close()
  }
})

test("reads the kernel's table: what listens, on IPv4 and IPv6", () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0101007F:268E 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1',
    '   1: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 4712 1',
    '   2: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 4713 1',
    ''
  ].join('\n')
  expect(parseListeners(table)).toEqual([
    { address: '127.0.1.1', port: 9870, inode: '4711' },
    { address: '0.0.0.0', port: 80, inode: '4713' }
  ])
})
