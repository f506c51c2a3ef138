/** The console's own client as the engine uses it: confirms, HMAC both ways, deadlines, outbox. */
import { AmqplibWorkers } from '../../src/engine/adapters/amqp/amqplib-workers.js'
import { SystemClock } from '../../src/engine/adapters/system/clock.js'
import { CryptoRng } from '../../src/engine/adapters/system/rng.js'
import type { LoadedEnvironment } from '../../src/engine/compose.js'
import type { ClusterName, RunId } from '../../src/shared/model/ids.js'
import { timed, type Client } from './client.js'

const DEADLINE_MS = 20_000

/** Both ways in which answers come: the process's own queue (`medusa hello`), and the durable one of a run, acknowledged. */
export async function consoleClients(
  { environment, secrets }: LoadedEnvironment,
  cluster: ClusterName
): Promise<{ readonly own: Client; readonly run: Client }> {
  const workers = new AmqplibWorkers({
    environment: {
      ...environment,
      clusters: environment.clusters.filter(({ name }) => name === cluster)
    },
    secrets,
    clock: new SystemClock(),
    rng: new CryptoRng(),
    log: { write: () => undefined }
  })
  const run = `bench-${String(process.pid)}-${String(Date.now())}` as RunId
  const client = (name: string, of: RunId | null): Omit<Client, 'close'> => ({
    name,
    calls: (count) =>
      timed(count, async () => {
        const options = { deadlineMs: DEADLINE_MS, run: of }
        const answer = await workers.call(cluster, 'medusa.hello', {}, options)
        if (!answer.outcome.ok) throw new Error(answer.outcome.error.message)
        answer.settle()
      })
  })
  await workers.openRun(run)
  return {
    own: { ...client('console, confirms and HMAC', null), close: () => Promise.resolve() },
    run: {
      ...client("console, a run's durable queue and acks", run),
      close: async () => {
        await workers.closeRun(run)
        await workers.close()
      }
    }
  }
}
