import { ConsoleError, type ErrorCode } from '../../../../../shared/model/errors.js'
import type { ClusterName } from '../../../../../shared/model/ids.js'
import type { Change } from '../../../../domain/setup/change.js'
import { fine, wrong } from '../../../../domain/setup/finding.js'
import { PROTOCOL_VERSION } from '../../../../protocol/tasks/names.js'
import { parseValue } from '../../../../protocol/tasks/values.js'
import type { ClusterBench, ClusterStep } from '../../bench.js'
import { environmentOf } from '../environment-of.js'
import { wantedWorker } from './worker.js'

const DEADLINE_MS = 15_000

export const clusterHello: ClusterStep = {
  scope: 'cluster',
  name: 'hello',
  title: 'The worker answers',
  why: 'The whole way and back: a task signed here, through the broker, to the worker, and its signed answer.',
  needs: [{ step: 'worker', of: 'same' }],
  estimateSeconds: 3,
  check: async (bench) => {
    try {
      return { ...fine(await greet(bench)), facts: { greeted: true } }
    } catch (thrown) {
      if (!(thrown instanceof ConsoleError)) throw thrown
      const { code, message, hint } = thrown
      return {
        ...wrong(
          'critical',
          'no answer',
          { code, message, hint: hint ?? 'look into worker.log there' },
          RESTART_HELPS.includes(code) ? await restart(bench) : []
        ),
        facts: { greeted: false }
      }
    }
  }
}

/** What a worker may say, or leave unsaid, that lost its queue, hangs, or has another key. */
const RESTART_HELPS: readonly ErrorCode[] = [
  'TASK_TIMED_OUT',
  'QUEUE_MISSING',
  'REPLY_REFUSED',
  'TASK_FAILED'
]

async function restart(bench: ClusterBench): Promise<readonly Change[]> {
  const worker = await wantedWorker(bench)
  return worker === null ? [] : [worker]
}

async function greet({ cluster, names, ports, secret, ...rest }: ClusterBench): Promise<string> {
  const bench = { cluster, names, ports, secret, ...rest }
  const [brokerPassword, key] = await Promise.all([secret('broker'), secret(`key:${cluster.name}`)])
  if (brokerPassword === null || key === null)
    throw new ConsoleError('SECRET_MISSING', `this computer has no key of "${cluster.name}"`, {
      hint: 'install the worker from here: its key is made then'
    })
  const environment = environmentOf(bench, [cluster])
  const workers = ports.openWorkers(environment, { brokerPassword, keys: { [cluster.name]: key } })
  try {
    const options = { deadlineMs: DEADLINE_MS, run: null }
    const name: ClusterName = cluster.name
    const answer = await workers.call(name, 'medusa.hello', {}, options)
    answer.settle()
    if (!answer.outcome.ok) throw new ConsoleError('TASK_FAILED', answer.outcome.error.message)
    const value = parseValue(name, 'medusa.hello', answer.outcome.value)
    if (value.protocol !== PROTOCOL_VERSION)
      throw new ConsoleError(
        'TASK_FAILED',
        `the worker speaks protocol ${String(value.protocol)}, this console ${String(PROTOCOL_VERSION)}`,
        {
          hint: 'install the worker of this version'
        }
      )
    return `worker ${value.worker} as ${value.user} on ${value.hostname}, Celery ${value.celery}, Python ${value.python}`
  } finally {
    await workers.close()
  }
}
