/** Who is believed: any Celery client may ask hello, and not even the broker's administrator can answer in a cloud's name. */
import { connect } from 'amqplib'
import { execFile } from 'node:child_process'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CloudStatus } from '../../src/lab/index.js'
import {
  checkout,
  passwords,
  readReport,
  start,
  status,
  temporary,
  writeJob
} from '../support/lab.js'

let folder: Awaited<ReturnType<typeof temporary>>
beforeAll(async () => {
  folder = await temporary()
})
afterAll(() => folder.remove())

test('a stock Celery client in Python calls medusa.hello and gets the hostname', async () => {
  for (const { amqp, queue } of (await status()).clouds) {
    const told = await new Promise<string>((resolve, reject) => {
      const script = join(checkout, 'test/support/stock_celery_client.py')
      const child = execFile('/usr/bin/python3', [script, queue], (error, stdout) => {
        if (error === null) resolve(stdout.trim())
        else reject(new Error(error.message, { cause: error }))
      })
      child.stdin?.end(`${amqp}\n`)
    })
    expect(told).toBe(hostname())
  }
})

test('a client of a vhost can neither read the console’s replies nor touch their queues', async () => {
  const [cloud] = (await status()).clouds
  const connection = await connect(cloud?.amqp ?? '')
  connection.on('error', () => undefined)
  try {
    const channel = await connection.createChannel()
    channel.on('error', () => undefined)
    await expect(channel.assertQueue('medusa.replies.r-stolen')).rejects.toThrow(/ACCESS_REFUSED/)
  } finally {
    await connection.close()
  }
})

test('an answer forged with the administrator’s rights is refused and reported, and does not count', async () => {
  const victim = (await status()).clouds[0]
  if (victim === undefined) throw new Error('the lab has no clouds')
  const silenced = await silence(victim)
  try {
    const job = await writeJob(folder.path)
    const file = join(folder.path, 'report.json')
    const calling = start(['run', job, '--json', '--report', file])
    const { run } = JSON.parse(await calling.said(/"type":"started"/)) as { run: string }
    const forged = await forgeHello(victim, run)
    const { code } = await calling.done
    const report = await readReport(file)

    expect(forged).toBeGreaterThan(0)
    expect({ code, verdict: report.verdict }).toEqual({ code: 0, verdict: 'verified' })
    expect(report.refused.length).toBeGreaterThan(0)
    for (const refusal of report.refused) expect(refusal.cluster).toBe(victim.name)
    expect(report.refused.map((refusal) => refusal.reason).join()).toMatch(/mac/)
    expect(report.attempts.map((attempt) => attempt.cluster)).not.toContain(victim.name)
  } finally {
    await silenced.end()
  }
})

/** Stops a cloud's worker and takes its connections away, so that what the console sends it stays in the queue. */
async function silence(cloud: CloudStatus) {
  const { worker } = cloud.pids
  if (worker === undefined) throw new Error(`${cloud.name} has no worker`)
  process.kill(worker, 'SIGSTOP')
  await management('PUT', `permissions/${cloud.vhost}/admin`, {
    configure: '.*',
    write: '.*',
    read: '.*'
  })
  await expect
    .poll(
      async () => {
        const found = (await management('GET', `vhosts/${cloud.vhost}/connections`)) as {
          name: string
          user: string
        }[]
        const theirs = found.filter(({ user }) => user === `worker-${cloud.name}`)
        for (const { name } of theirs)
          await management('DELETE', `connections/${encodeURIComponent(name)}`)
        const queue = (await management('GET', `queues/${cloud.vhost}/${cloud.queue}`)) as {
          consumers?: number
        }
        return queue.consumers
      },
      { timeout: 30_000, interval: 500 }
    )
    .toBe(0)
  return {
    end: async () => {
      process.kill(worker, 'SIGCONT')
      await management('DELETE', `permissions/${cloud.vhost}/admin`)
    }
  }
}

/** Reads the console's tasks out of the queue and answers each in the worker's name. @returns how many */
async function forgeHello(cloud: CloudStatus, run: string): Promise<number> {
  const { admin } = await passwords()
  const url = new URL(cloud.amqp)
  url.username = 'admin'
  url.password = admin
  const connection = await connect(url.href)
  try {
    const channel = await connection.createConfirmChannel()
    let forged = 0
    await expect
      .poll(
        async () => {
          const message = await channel.get(cloud.queue)
          if (message === false) return forged
          const { correlationId, replyTo } = message.properties as {
            correlationId: string
            replyTo: string
          }
          if (replyTo === `medusa.replies.${run}`) {
            const value = { hostname: 'evil', cluster: cloud.name, user: 'x', worker: '1' }
            const result = { text: JSON.stringify({ ok: true, value }), mac: '0'.repeat(64) }
            const body = {
              task_id: correlationId,
              status: 'SUCCESS',
              result,
              traceback: null,
              children: []
            }
            channel.publish('', replyTo, Buffer.from(JSON.stringify(body)), {
              correlationId,
              contentType: 'application/json',
              contentEncoding: 'utf-8'
            })
            await channel.waitForConfirms()
            forged += 1
          }
          channel.ack(message)
          return forged
        },
        { timeout: 20_000, interval: 50 }
      )
      .toBeGreaterThan(0)
    return forged
  } finally {
    await connection.close()
  }
}

async function management(method: string, path: string, body?: object): Promise<unknown> {
  const { broker } = await status()
  const { admin } = await passwords()
  const answer = await fetch(`${broker.management}/api/${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`admin:${admin}`).toString('base64')}`,
      'content-type': 'application/json'
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })
  if (!answer.ok && answer.status !== 404)
    throw new Error(`${method} ${path}: ${String(answer.status)} ${await answer.text()}`)
  return method === 'GET' ? answer.json() : null
}
