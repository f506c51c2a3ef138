/**
 * One set-up at a time for a folder. The lock is a listening socket in Linux's abstract namespace: the kernel gives it to
 * one process only and takes it back when that process ends, however it ends, so there is no stale lock to guess about.
 * Whoever waits is connected to the holder, learns its process id, and goes on when the connection closes.
 *
 * @see https://man7.org/linux/man-pages/man7/unix.7.html "abstract"
 */
import { createHash } from 'node:crypto'
import { connect, createServer } from 'node:net'

/**
 * Runs `work` while no other process does so for the same name.
 *
 * @template T
 * @param {import('./context.mjs').Context} context
 * @param {string} name what is locked; a folder's path
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(context, name, work) {
  if (process.platform !== 'linux') return work()
  const address = `\0medusa-console-${createHash('sha256').update(name).digest('hex').slice(0, 24)}`
  let lock = await listen(address)
  while (lock === undefined) {
    context.signal.throwIfAborted()
    await waitForHolder(context, address, name)
    lock = await listen(address)
  }
  try {
    return await work()
  } finally {
    lock.release()
  }
}

/** @param {string} address @returns {Promise<{ release: () => void } | undefined>} undefined when another has it */
function listen(address) {
  /** @type {Set<import('node:net').Socket>} */
  const waiting = new Set()
  const server = createServer((socket) => {
    waiting.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => waiting.delete(socket))
    socket.write(`${process.pid}\n`)
  })
  const release = () => {
    server.close()
    for (const socket of waiting) socket.destroy()
  }
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      if ('code' in error && error.code === 'EADDRINUSE') resolve(undefined)
      else reject(error)
    })
    server.listen(address, () => resolve({ release }))
  })
}

/** @param {import('./context.mjs').Context} context @param {string} address @param {string} name */
function waitForHolder(context, address, name) {
  return /** @type {Promise<void>} */ (
    new Promise((resolve) => {
      const socket = connect(address)
      const stop = () => socket.destroy()
      context.signal.addEventListener('abort', stop)
      socket.once('data', (pid) =>
        context.report.plain(`waiting for process ${String(pid).trim()}, which works on ${name}`)
      )
      socket.once('error', () => socket.destroy()) // it has just gone: try again
      socket.once('close', () => {
        context.signal.removeEventListener('abort', stop)
        resolve()
      })
    })
  )
}
