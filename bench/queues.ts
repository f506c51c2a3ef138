/**
 * 5,000 queues on the broker page: what following them costs the process that follows (the window's main process), and how long a picture takes.
 *
 * The queues lie in a vhost of their own and are removed at the end. What the window's main process does besides, handing pictures to the page,
 * is a structured clone of each: done here, too.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openBroker, openEngine } from '../src/engine/compose.js'
import type { BrokerQueues } from '../src/shared/model/broker.js'
import type { Bench } from './bench.js'

const QUEUES = 5_000
const VHOST = 'broker-bench'
const IN_VIEW = 30
const SECONDS = 30
const AT_ONCE = 16

type Send = (method: string, path: readonly string[], body: object | null) => Promise<void>

async function administrator(state: string, base: string): Promise<Send> {
  const text = await readFile(join(state, 'lab/passwords.json'), 'utf8')
  const { admin } = JSON.parse(text) as { readonly admin: string }
  const authorization = `Basic ${Buffer.from(`admin:${admin}`).toString('base64')}`
  return async (method, path, body) => {
    const answer = await fetch(`${base}/api/${path.map(encodeURIComponent).join('/')}`, {
      method,
      headers: { authorization },
      body: body === null ? null : JSON.stringify(body)
    })
    if (!answer.ok) throw new Error(`${method} ${path.join('/')}: ${answer.status}`)
  }
}

async function makeQueues(send: Send, user: string): Promise<void> {
  await send('PUT', ['vhosts', VHOST], {})
  for (const each of ['admin', user])
    await send('PUT', ['permissions', VHOST, each], { configure: '.*', write: '.*', read: '.*' })
  const left = Array.from({ length: QUEUES }, (_, index) => `broker-bench.${index}`)
  const next = async (): Promise<void> => {
    for (let name = left.pop(); name !== undefined; name = left.pop())
      await send('PUT', ['queues', VHOST, name], { durable: true })
  }
  await Promise.all(Array.from({ length: AT_ONCE }, next))
}

export const queues: Bench = {
  name: 'queues',
  title: '5,000 queues followed every 2 s',
  usesLab: true,
  run: async ({ lab, say, signal, temporary }) => {
    const { state, loaded } = await lab()
    const { broker } = loaded.environment
    if (broker.management === undefined) return { skipped: 'the lab has no management plugin' }
    const send = await administrator(state, broker.management)
    say(`${QUEUES} queues are made in vhost ${VHOST}`)
    const folder = await temporary()
    const engine = openEngine(folder, loaded)
    const desk = openBroker(folder, loaded, engine)
    try {
      await makeQueues(send, broker.user)
      const rounds: number[] = []
      let rows = 0
      let began = performance.now()
      const { stop } = desk.follow({
        snapshot: (snapshot) => {
          structuredClone(snapshot)
          rounds.push(performance.now() - began)
          began = performance.now()
        },
        queues: (list: BrokerQueues) => {
          rows = structuredClone(list).rows.length
        },
        rows: (list) => void structuredClone(list)
      })
      desk.look({
        tab: 'queues',
        rows: Array.from({ length: IN_VIEW }, (_, index) => ({
          vhost: VHOST,
          name: `broker-bench.${index}`
        }))
      })
      await pause(5_000, undefined, { signal })
      rounds.length = 0
      const before = process.cpuUsage()
      const since = performance.now()
      // Something changes each time, so that the list is read anew.
      while (performance.now() - since < SECONDS * 1_000) {
        await send('POST', ['exchanges', VHOST, 'amq.default', 'publish'], {
          properties: {},
          routing_key: 'broker-bench.7',
          payload: 'x',
          payload_encoding: 'string'
        })
        await pause(1_000, undefined, { signal })
      }
      const elapsed = performance.now() - since
      const { user, system } = process.cpuUsage(before)
      stop()
      const share = (user + system) / 10 / elapsed
      // A loaded machine gets fewer pictures than one every 2 s, which would flatter the share.
      const eachMs = (user + system) / 1_000 / Math.max(1, rounds.length)
      const atFullPace = Math.max(share, eachMs / 20)
      return {
        targets: [
          {
            target: 'main process below 20 % of one core with 5,000 queues every 2 s',
            measured: `${atFullPace.toFixed(1)} % of one core`,
            met: atFullPace < 20
          }
        ],
        figures: [
          { name: 'queues in the list', unit: '', samples: [rows] },
          { name: 'processor, of one core', unit: '%', samples: [share] },
          { name: 'processor a picture', unit: 'ms', samples: [eachMs] },
          { name: 'between two pictures', unit: 's', samples: rounds.map((ms) => ms / 1_000) }
        ],
        notes: [
          `${IN_VIEW} rows in view are asked in detail each time; a message a second makes the list another one`
        ]
      }
    } finally {
      desk.close()
      await engine.close()
      await send('DELETE', ['vhosts', VHOST], null)
    }
  }
}
