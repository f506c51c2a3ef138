/** A task's round trip: medusa.hello on one cloud, four clients in turns against the same worker. */
import type { Bench } from '../bench.js'
import { inTurn, median, type Figure } from '../figures.js'
import { bareClient } from './bare-client.js'
import { celeryClient } from './celery-client.js'
import type { Client } from './client.js'
import { consoleClients } from './console-client.js'

const WARM_UP = 30
const BLOCKS = 15
const CALLS_A_BLOCK = 20

export const roundTrip: Bench = {
  name: 'round-trip',
  title: `a task's round trip, console → worker → console (${String(BLOCKS * CALLS_A_BLOCK)} times medusa.hello each)`,
  usesLab: true,
  run: async ({ lab, signal, say }) => {
    const { loaded, status } = await lab()
    const [cluster] = loaded.environment.clusters
    const cloud = status.clouds.find(({ name }) => name === cluster?.name)
    if (cluster === undefined || cloud === undefined) throw new Error('the lab has no cloud')
    const clients: Client[] = []
    try {
      const { own, run } = await consoleClients(loaded, cluster.name)
      clients.push(own, run)
      const celery = celeryClient(cloud.amqp, cloud.queue)
      clients.push(celery)
      const bare = await bareClient(cloud.amqp, cloud.queue)
      clients.push(bare)
      say('round-trip: warming up')
      for (const client of clients) await client.calls(WARM_UP)
      const samples = await inBlocks(clients, signal)
      const of = (client: Client): readonly number[] => samples.get(client) ?? []
      const rival = median(of(celery))
      return {
        targets: [own, run].map((client) => ({
          target: `${client.name}: median at most that of Celery's Python client`,
          measured: `${median(of(client)).toFixed(2)} ms against ${rival.toFixed(2)} ms (${(median(of(client)) / rival).toFixed(2)} of it)`,
          met: median(of(client)) <= rival
        })),
        figures: clients.map((client): Figure => ({
          name: client.name,
          unit: 'ms',
          samples: of(client)
        })),
        notes: ['Blocks of 20 calls in turns; connections stay open; same worker, same task.']
      }
    } finally {
      for (const client of clients) await client.close()
    }
  }
}

async function inBlocks(
  clients: readonly Client[],
  signal: AbortSignal
): Promise<ReadonlyMap<Client, readonly number[]>> {
  const samples = new Map<Client, readonly number[]>()
  for (let block = 0; block < BLOCKS; block += 1)
    for (const client of inTurn(clients, block)) {
      signal.throwIfAborted()
      const more = await client.calls(CALLS_A_BLOCK)
      samples.set(client, [...(samples.get(client) ?? []), ...more])
    }
  return samples
}
