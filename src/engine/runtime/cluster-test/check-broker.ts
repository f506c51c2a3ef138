/** The cluster's vhost on the broker, and the worker behind its queue. */
import type { ClusterSettings } from '../../../shared/model/settings.js'
import { ConsoleError, toWireError } from '../../../shared/model/errors.js'
import type { Workers } from '../../ports/workers.js'
import { PROTOCOL_VERSION } from '../../protocol/tasks/names.js'
import { parseValue, type HelloValue } from '../../protocol/tasks/values.js'
import type { ClockReading } from './check-ssh.js'
import type { ClusterTestPorts } from './ports.js'
import { passed, warned, type StepEnd, type TestBoard } from './test-board.js'

const LINK_LIMIT_MS = 10_000
const HELLO_LIMIT_MS = 12_000

/** @param key - typed by hand, not saved yet @returns the worker's clock; `null`: it did not answer */
export async function checkBroker(
  cluster: ClusterSettings,
  key: string | null,
  board: TestBoard,
  ports: ClusterTestPorts
): Promise<ClockReading | null> {
  const workers = ports.workers(cluster, key)
  try {
    const link = await board.run('broker', LINK_LIMIT_MS, () => openLink(cluster, workers))
    if (link.state !== 'ok') {
      board.skip('worker', 'the broker is not reached')
      return null
    }
    if (key === null && !ports.hasKey(cluster.name)) {
      board.skip('worker', 'its key is not known here: enter it, or install the worker by Set-up')
      return null
    }
    let clock: ClockReading | null = null
    await board.run('worker', HELLO_LIMIT_MS, async () => {
      const greeted = await greet(cluster, workers, ports)
      clock = greeted.clock
      return greeted.end
    })
    return clock
  } finally {
    await workers.close()
  }
}

/** A call that is given up as soon as the links stand: nothing of it reaches the queue. */
async function openLink(
  { name, vhost, queue }: ClusterSettings,
  workers: Workers
): Promise<StepEnd> {
  const enough = new AbortController()
  const link = { stood: false }
  const stop = workers.onBrokerState((_cluster, state) => {
    link.stood ||= state.type === 'connected'
    if (link.stood) enough.abort()
  })
  try {
    const options = { deadlineMs: LINK_LIMIT_MS, run: null, signal: enough.signal }
    const answer = await workers.call(name, 'medusa.hello', {}, options)
    answer.settle()
  } catch (thrown) {
    if (!link.stood) throw thrown
  } finally {
    stop()
  }
  return passed(`vhost ${vhost} is open; tasks go to the queue ${queue}`)
}

async function greet(
  { name, queue }: ClusterSettings,
  workers: Workers,
  { clock }: ClusterTestPorts
): Promise<{ readonly end: StepEnd; readonly clock: ClockReading | null }> {
  const sent = clock.now()
  const options = { deadlineMs: HELLO_LIMIT_MS - 2_000, run: null }
  const answer = await workers.call(name, 'medusa.hello', {}, options).catch(withQueue(queue))
  const back = clock.now()
  answer.settle()
  if (!answer.outcome.ok) {
    const { message, remedy } = answer.outcome.error
    throw new ConsoleError('TASK_FAILED', `the worker refused: ${message}`, {
      ...(remedy === null ? {} : { hint: remedy })
    })
  }
  const value = parseValue(name, 'medusa.hello', answer.outcome.value)
  return {
    end: helloEnd(name, value),
    clock: {
      aheadMs: value.now - (sent + back) / 2,
      errorMs: (back - sent) / 2,
      by: 'the worker'
    }
  }
}

const withQueue =
  (queue: string) =>
  (thrown: unknown): never => {
    const { code, message, hint } = toWireError(thrown)
    throw new ConsoleError(code, message, {
      cause: thrown,
      hint:
        code === 'TASK_TIMED_OUT'
          ? `does a worker run there, does it read the queue ${queue}, and has it the same key? A task with another key is dropped without a word`
          : (hint ?? 'look at the queue on the page Broker')
    })
  }

function helloEnd(name: string, value: HelloValue): StepEnd {
  const { worker, protocol, celery, python, user, hostname, cluster } = value
  const found = `worker ${worker} as ${user} on ${hostname}; Celery ${celery}, Python ${python}`
  if (cluster !== name)
    return warned(
      found,
      `the worker calls itself "${cluster}", the settings call it "${name}"`,
      'give both the same name: set it in the configuration of the worker and restart it'
    )
  if (protocol !== PROTOCOL_VERSION)
    return warned(
      found,
      `the worker speaks protocol ${String(protocol)}, this console ${String(PROTOCOL_VERSION)}`,
      'install the worker of this version by Set-up'
    )
  return passed(found)
}
