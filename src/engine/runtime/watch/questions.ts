/**
 * What a cluster is asked, and where its answers go: each question has a time limit of its own, fails by itself, and leaves a {@link Trial}.
 */
import { ConsoleError, toWireError } from '../../../shared/model/errors.js'
import { millis, type Millis } from '../../../shared/model/ids.js'
import type { ClusterFacts, Trial } from '../../../shared/model/watch.js'
import { counted } from '../../../shared/text/counted.js'
import type { TaskName } from '../../ports/workers.js'
import {
  parseValue,
  type FactsValue,
  type HelloValue,
  type TaskValue
} from '../../protocol/tasks/values.js'
import type { EnginePorts } from '../ports.js'
import { seen, unseen } from '../seen.js'
import type { ClusterRecord, QuestionKind } from './cluster-record.js'

export type QuestionPorts = Pick<EnginePorts, 'workers' | 'fileSystem' | 'yarn' | 'clock'>

/** Milliseconds after which a question counts as not answered. */
const DEADLINES: Readonly<Record<QuestionKind, number>> = {
  hello: 5_000,
  facts: 15_000,
  queue: 3_000,
  hdfs: 3_000,
  yarn: 3_000
}

/** Asks, puts the answer or the failure into the record. Never rejects. */
export async function askCluster(
  ports: QuestionPorts,
  record: ClusterRecord,
  kind: QuestionKind
): Promise<void> {
  const began = ports.clock.now()
  try {
    const says = await QUESTIONS[kind](ports, record, DEADLINES[kind])
    record.answered(kind, ports.clock.now())
    keepTrial(ports, record, kind, began, { ok: true, says, code: null, hint: null })
  } catch (thrown) {
    const { hint = null, message, code } = toWireError(thrown)
    record.failed(kind, ports.clock.now(), thrown)
    keepTrial(ports, record, kind, began, { ok: false, says: message, code, hint })
  }
}

function keepTrial(
  { clock }: QuestionPorts,
  record: ClusterRecord,
  kind: QuestionKind,
  began: Millis,
  outcome: Pick<Trial, 'ok' | 'says' | 'code' | 'hint'>
): void {
  const at = clock.now()
  const target = targetOf(record, kind)
  record.trials.set(kind, { kind, target, at, tookMs: Math.max(0, at - began), ...outcome })
}

export function targetOf({ settings }: ClusterRecord, kind: QuestionKind): string {
  switch (kind) {
    case 'hello':
    case 'facts':
      return `task medusa.${kind} through queue ${settings.queue} of vhost ${settings.vhost}`
    case 'queue':
      return `queue.declare ${settings.queue} passive=true in vhost ${settings.vhost}`
    case 'yarn':
      return `GET ${settings.yarn.replace(/\/+$/, '')}/ws/v1/cluster/metrics`
    case 'hdfs':
      return `GET ${settings.httpfs ?? settings.webhdfs}/?op=GETFILESTATUS`
  }
}

type Question = (ports: QuestionPorts, record: ClusterRecord, deadlineMs: number) => Promise<string>

const QUESTIONS: Readonly<Record<QuestionKind, Question>> = {
  hello: async (ports, record, deadlineMs) => {
    const sent = ports.clock.now()
    const standing = record.link.type === 'up'
    const value = await task(ports, record, 'medusa.hello', deadlineMs)
    const now = ports.clock.now()
    const half = (now - sent) / 2
    record.hello = value
    // An answer for which the link had to be made first took too long to tell anything about a clock.
    if (standing)
      record.clock = seen({ aheadMs: Math.round(value.now - (sent + half)), errorMs: half }, now)
    record.facts = factsOf(record, now)
    return `${value.hostname}, worker ${value.worker}, Celery ${value.celery}, Python ${value.python}`
  },
  facts: async (ports, record, deadlineMs) => {
    const value = await task(ports, record, 'medusa.facts', deadlineMs)
    const now = ports.clock.now()
    record.told = value
    record.facts = factsOf(record, now)
    record.storage = storageOf(record, value, now)
    return `Hadoop ${value.hadoop ?? 'unknown'}, Java ${value.java ?? 'unknown'}, locale ${value.locale ?? 'unknown'}`
  },
  queue: async ({ workers, clock }, record, deadlineMs) => {
    const { ready, consumers, roundTripMs } = await workers.queue(record.settings.name, deadlineMs)
    // The link was lost while the answer was on its way: it tells of before.
    if (record.link.type === 'down')
      throw new ConsoleError('BROKER_UNREACHABLE', record.link.reason)
    const now = clock.now()
    record.queue = seen({ ready, unacknowledged: null, consumers }, now)
    record.roundTripMs = seen(roundTripMs, now)
    return `${String(ready)} ready, ${counted(consumers, 'consumer')}`
  },
  hdfs: async ({ fileSystem }, { settings }, deadlineMs) => {
    if (await fileSystem.answers(settings.name, deadlineMs)) return 'it answers'
    throw new ConsoleError(
      'CLUSTER_UNREACHABLE',
      `no answer from the HDFS of "${settings.name}" within ${String(deadlineMs / 1_000)} s`,
      { hint: 'does the address answer from this machine, and does the NameNode run?' }
    )
  },
  yarn: async ({ yarn, clock }, record, deadlineMs) => {
    const metrics = await yarn.metrics(record.settings.name, deadlineMs)
    record.yarn = seen(metrics, clock.now())
    return `${counted(metrics.nodes, 'node')}, ${String(metrics.vcoresUsed)} of ${String(metrics.vcores)} vcores used`
  }
}

async function task<T extends TaskName>(
  { workers }: QuestionPorts,
  { settings }: ClusterRecord,
  name: T,
  deadlineMs: number
): Promise<TaskValue<T>> {
  const answer = await workers.call(settings.name, name, {}, { deadlineMs, run: null })
  answer.settle()
  const { outcome } = answer
  if (outcome.ok) return parseValue(settings.name, name, outcome.value)
  const { message, remedy } = outcome.error
  throw new ConsoleError('TASK_FAILED', `${name} on ${settings.name}: ${message}`, {
    ...(remedy === null ? {} : { hint: remedy })
  })
}

/** Known once both tasks have answered: half of the facts would look like drift. */
function factsOf({ hello, told, facts }: ClusterRecord, at: Millis): ClusterRecord['facts'] {
  if (hello === null || told === null) return facts
  const merged: ClusterFacts = { ...fromFacts(told), ...fromHello(hello) }
  return seen(merged, at)
}

const fromHello = ({ python, celery, worker, protocol, hostname, user }: HelloValue) => ({
  python,
  celery,
  worker,
  protocol,
  hostname,
  user
})

const fromFacts = (told: FactsValue) => ({
  hadoop: told.hadoop,
  java: told.java,
  blockSize: told.blockSize,
  checksum: told.checksum,
  locale: told.locale,
  cpus: told.cpus,
  memoryBytes: told.memoryBytes,
  root: told.root
})

function storageOf(
  { storage }: ClusterRecord,
  { capacityBytes, remainingBytes }: FactsValue,
  at: Millis
): ClusterRecord['storage'] {
  return capacityBytes === null || remainingBytes === null
    ? unseen(storage, 'its HDFS did not tell the worker how much room there is', null)
    : seen({ capacityBytes, freeBytes: remainingBytes }, millis(at))
}
