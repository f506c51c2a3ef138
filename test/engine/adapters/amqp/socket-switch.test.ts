import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SocketSwitch } from '../../../../src/engine/adapters/amqp/socket-switch.js'

let server: Server
let sockets: SocketSwitch
beforeEach(async () => {
  sockets = new SocketSwitch()
  server = createServer((socket) => socket.on('error', () => undefined))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(() => {
  server.close()
})
const open = (): Socket => {
  const { port } = server.address() as AddressInfo
  const socket = connect({ port, host: '127.0.0.1', signal: sockets.signal })
  socket.on('error', () => undefined) // an AbortError
  return socket
}
const event = (socket: Socket, name: string): Promise<void> =>
  new Promise((resolve) => socket.once(name, () => resolve()))

test('destroys an open socket', async () => {
  const socket = open()
  await event(socket, 'connect')
  const closed = event(socket, 'close')
  sockets.abort()
  await closed
  expect(socket.destroyed).toBe(true)
})

test('destroys a socket that is opening', async () => {
  const socket = open()
  const closed = event(socket, 'close')
  sockets.abort()
  await closed
  expect(socket.destroyed).toBe(true)
})

test('keeps nothing of sockets that are gone', async () => {
  for (let round = 0; round < 20; round++) {
    const socket = open()
    await event(socket, 'connect')
    const closed = event(socket, 'close')
    socket.destroy()
    await closed
    sockets.forget()
  }
  expect(sockets.listeners).toBe(0)
})
