/** The rival: Celery's own Python client as a process that stays. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { checkout } from '../../src/cli/checkout.js'
import type { Client } from './client.js'

/** Debian's Python, for which Debian's Celery is installed; what comes first in PATH may be another. */
const PYTHON = '/usr/bin/python3'

/** @param amqp - URL of a client user of the cloud's vhost */
export function celeryClient(amqp: string, queue: string): Client {
  const script = join(checkout(), 'bench', 'round-trip', 'celery_client.py')
  const child = spawn(PYTHON, [script], { stdio: ['pipe', 'pipe', 'pipe'] })
  let complaints = ''
  child.stderr.on(
    'data',
    (data: Buffer) => (complaints = (complaints + data.toString()).slice(-2000))
  )
  child.stdin.on('error', () => undefined) // it has ended: `lines` tells
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  child.stdin.write(`${amqp} ${queue}\n`)
  return {
    name: "Celery's Python client",
    calls: async (count) => {
      child.stdin.write(`${String(count)}\n`)
      const line = await lines.next()
      if (line.done === true) throw new Error(`the Celery client ended: ${complaints}`)
      return z.array(z.number()).length(count).parse(JSON.parse(line.value))
    },
    close: async () => {
      if (child.exitCode !== null) return
      const closed = new Promise((resolve) => child.once('close', resolve))
      child.kill('SIGKILL')
      await closed
    }
  }
}
