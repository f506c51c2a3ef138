/** A run of the bench's own: tasks of the workers as the engine sends them, and a folder on every cloud that is removed at the end. */
import { AmqplibWorkers } from '../src/engine/adapters/amqp/amqplib-workers.js'
import { SystemClock } from '../src/engine/adapters/system/clock.js'
import { CryptoRng } from '../src/engine/adapters/system/rng.js'
import type { TaskName } from '../src/engine/ports/workers.js'
import { parseValue, type ProgressItem } from '../src/engine/protocol/tasks/values.js'
import type { RunId } from '../src/shared/model/ids.js'
import type { ClusterSettings } from '../src/shared/model/settings.js'
import type { BenchContext } from './bench.js'

const DEADLINE_MS = 30_000

export interface BenchRun {
  readonly id: RunId
  /** An id that nothing of this run has yet. */
  newId(): string
  /** What this run has on a cloud lies below it. */
  home(cluster: ClusterSettings): string
  /** @throws Error with what the worker said, when it refused */
  call(cluster: ClusterSettings, task: TaskName, request: object): Promise<unknown>
  /** Waits for the end of a digest or a copy. @throws the signal's reason */
  ended(cluster: ClusterSettings, id: string): Promise<ProgressItem>
}

export async function withBenchRun<T>(
  { lab, signal, say }: BenchContext,
  action: (run: BenchRun) => Promise<T>
): Promise<T> {
  const { loaded } = await lab()
  const { environment, secrets } = loaded
  const clock = new SystemClock()
  const log = { write: () => undefined }
  const workers = new AmqplibWorkers({ environment, secrets, clock, rng: new CryptoRng(), log })
  const id = `bench-${String(process.pid)}-${String(Date.now())}` as RunId
  const home = ({ workFolder }: ClusterSettings): string => `${workFolder}/runs/${id}`
  const call: BenchRun['call'] = async ({ name }, task, request) => {
    const answer = await workers.call(name, task, request, { deadlineMs: DEADLINE_MS, run: id })
    answer.settle()
    if (!answer.outcome.ok) throw new Error(`${task} on ${name}: ${answer.outcome.error.message}`)
    return answer.outcome.value
  }
  const ended: BenchRun['ended'] = async (cluster, item) => {
    for (let since = 0; ;) {
      signal.throwIfAborted()
      const answer = await call(cluster, 'medusa.progress', { run: id, since })
      const { version, items } = parseValue(cluster.name, 'medusa.progress', answer)
      since = version
      const found = items.find((one) => one.id === item)
      if (found !== undefined && found.state !== 'running') return found
    }
  }
  let given = 0
  const newId = (): string => {
    given += 1
    return `${id}-${String(given)}`
  }
  try {
    await workers.openRun(id)
    return await action({ id, newId, home, call, ended })
  } finally {
    // A failure here must not hide the one that led here; what is left are files below the lab's own folder.
    for (const cluster of environment.clusters)
      await call(cluster, 'medusa.remove', { run: id, path: home(cluster) }).catch(
        (thrown: unknown) => say(`${home(cluster)} stays on ${cluster.name}: ${String(thrown)}`)
      )
    await workers.closeRun(id)
    await workers.close()
  }
}

/** How long the detached process itself worked. */
export const secondsOf = ({ startedAt, finishedAt }: ProgressItem): number =>
  ((finishedAt ?? 0) - (startedAt ?? 0)) / 1000
