/** Runs with one cluster that does whatever it likes, in whatever order things happen: they end, and they end right. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  datasetOf,
  jobOf,
  outputDataset,
  readsOf
} from '../../../../src/engine/domain/run/datasets.js'
import type { RunCommand } from '../../../../src/engine/domain/run/commands.js'
import type { RunEvent } from '../../../../src/engine/domain/run/events.js'
import type { PlannedJob, PlannedSource, RunPlan } from '../../../../src/engine/domain/run/plan.js'
import {
  isOpen,
  isUnderWay,
  type RunState,
  type Unit
} from '../../../../src/engine/domain/run/state.js'
import { step } from '../../../../src/engine/domain/run/step.js'
import type { Compare } from '../../../../src/shared/model/compare.js'
import {
  millis,
  type ClusterName,
  type ManifestDigest,
  type Sha256,
  type UnitId
} from '../../../../src/shared/model/ids.js'
import { aJob, aPlan, started } from './builders.js'

const FAULTY = 'b' as ClusterName

interface Scenario {
  readonly plan: RunPlan
  /** What happens next, and what the faulty cluster does: a number for each decision. */
  readonly dice: readonly number[]
}

const hex = (...texts: readonly string[]): Sha256 =>
  createHash('sha256').update(texts.join(' ')).digest('hex') as Sha256

const compares: readonly Compare[] = ['bytes', 'lines', { numeric: { tolerance: 1e-6 } }]

/** A graph of jobs, each reading the input or some before it; what nobody reads is published. */
const graph = fc
  .array(fc.record({ reads: fc.nat(15), rule: fc.nat(2) }), { minLength: 1, maxLength: 4 })
  .map((drawn): readonly PlannedJob[] => {
    const sources = drawn.map(({ reads }, index): readonly PlannedSource[] => {
      const earlier = Array.from({ length: index }, (_, job) => job)
        .filter((job) => ((reads >> job) & 1) === 1)
        .map((job) => ({ type: 'job' as const, job: `j${String(job)}` as UnitId }))
      return earlier.length === 0 ? [{ type: 'input', input: 0 }] : earlier
    })
    const read = new Set(
      sources.flat().flatMap((source) => (source.type === 'job' ? [String(source.job)] : []))
    )
    return drawn.map(({ rule }, index) => {
      const id = `j${String(index)}`
      return aJob(id, sources[index] ?? [], {
        compare: compares[rule] ?? 'bytes',
        publishAs: read.has(id) ? null : `/results/${id}`
      })
    })
  })

const chunked = fc.nat(2).map((rule): readonly PlannedJob[] => [
  aJob('count', [{ type: 'input', input: 0 }], {
    cut: true,
    publishAs: null,
    compare: compares[rule] ?? 'bytes'
  }),
  aJob('sum', [{ type: 'job', job: 'count' as UnitId }], { publishAs: '/results/sum' })
])

const scenario: fc.Arbitrary<Scenario> = fc
  .record({
    jobs: fc.oneof(graph, chunked),
    n: fc.integer({ min: 3, max: 5 }),
    seed: fc.nat(1000),
    parallel: fc.integer({ min: 1, max: 3 }),
    atATime: fc.integer({ min: 1, max: 3 }),
    relaunchSameCluster: fc.boolean(),
    onClusters: fc.boolean(),
    dice: fc.array(fc.nat(0xffff), { minLength: 40, maxLength: 80 })
  })
  .map(({ jobs, n, seed, parallel, atATime, relaunchSameCluster, onClusters, dice }) => ({
    plan: aPlan(
      {
        jobs,
        seed,
        parallel,
        relaunchSameCluster,
        granularity: jobs[0]?.cut === true ? 'task' : 'job',
        copies: { distcpFrom: null, atATime },
        inputs: [
          onClusters
            ? { type: 'hdfs', path: '/data', manifest: null }
            : { type: 'upload', path: './books' }
        ]
      },
      ['a', 'b', 'c', 'd', 'e'].slice(0, n)
    ),
    dice
  }))

const INPUT = `sha256:${hex('input')}` as ManifestDigest
const PIECES = [0, 1, 2].map((piece) => ({
  manifest: `sha256:${hex('piece', String(piece))}` as ManifestDigest,
  files: 1,
  bytes: 10
}))

/** What a correct execution of a unit on a cluster writes; under a rule that allows it each cluster has bytes of its own. */
function honestManifest(state: RunState, unit: Unit, on: string): ManifestDigest {
  const reads = (readsOf(state, unit) ?? []).map(({ manifest }) => String(manifest))
  const own = unit.role === 'cut' || jobOf(state, unit.job).compare === 'bytes' ? '' : on
  return `sha256:${hex(unit.id, ...reads, own)}` as ManifestDigest
}

const files = (manifest: string) => [
  { path: '_SUCCESS', length: 0, sha256: hex('') },
  { path: 'part-r-00000', length: 3, sha256: hex(manifest) }
]

/** They get their time when they happen. */
const events = (...list: readonly object[]): readonly RunEvent[] =>
  list.map((event) => ({ at: millis(0), ...event }) as RunEvent)

/** Plays a run: commands become events that wait until they are drawn. */
class World {
  state: RunState
  /** Something happened that a run without faults does not have. */
  faults = 0
  readonly commands: RunCommand[] = []
  #waiting: RunEvent[] = []
  #die = 0
  #now = 10

  constructor(private readonly scenario: Scenario) {
    const begun = step(null, started(scenario.plan))
    this.state = begun.state
    for (const command of begun.commands) this.#carryOut(command)
  }

  play(): void {
    for (let turn = 0; this.state.phase !== 'over'; turn += 1) {
      if (turn > 3000) throw new Error('it goes on for ever')
      const [event] = this.#waiting.splice(this.#roll(this.#waiting.length), 1)
      if (event === undefined) throw new Error(`nothing will happen any more: ${this.state.phase}`)
      this.#now += 1
      this.#happen({ ...event, at: millis(this.#now) })
      // Every message may come twice.
      if (this.#roll(10) === 0) this.#happen({ ...event, at: millis(this.#now) })
    }
  }

  #happen(event: RunEvent): void {
    const next = step(this.state, event)
    this.state = next.state
    this.commands.push(...next.commands)
    for (const command of next.commands) this.#carryOut(command)
  }

  /** 0 … sides − 1 */
  #roll(sides: number): number {
    const { dice } = this.scenario
    this.#die += 1
    const number = (dice[this.#die % dice.length] ?? 0) ^ Math.imul(this.#die, 0x9e3779b1)
    return sides === 0 ? 0 : (number >>> 4) % sides
  }

  /** One of the ways to be faulty, or `null`: it behaves well this time. */
  #mischief<T>(cluster: string | null, ...ways: readonly T[]): T | null {
    if (cluster !== FAULTY || this.#roll(2) === 0) return null
    this.faults += 1
    return ways[this.#roll(ways.length)] ?? null
  }

  #lose(): readonly RunEvent[] {
    return events({ type: 'cluster-lost', cluster: FAULTY, evidence: 'no heartbeat' })
  }

  #carryOut(command: RunCommand): void {
    this.#waiting.push(...this.#answers(command))
  }

  #answers(command: RunCommand): readonly RunEvent[] {
    const { plan } = this.state
    switch (command.type) {
      case 'survey': {
        const way = this.#mischief(command.cluster, 'unreachable', 'occupied', 'empty')
        const survey =
          way === 'unreachable'
            ? { type: 'unreachable', reason: 'no answer' }
            : { type: 'ready', holds: [way !== 'empty'], outputExists: way === 'occupied' }
        return events({ type: 'cluster-surveyed', cluster: command.cluster, survey })
      }
      case 'digest-input': {
        const pieces =
          plan.jobs[0]?.cut === true ? PIECES.map((one) => ({ ...one, folder: null })) : []
        return events({
          type: 'input-digested',
          input: 0,
          manifest: INPUT,
          files: 3,
          bytes: 30,
          pieces
        })
      }
      case 'report-input': {
        const way = this.#mischief(command.cluster, 'lie', 'error', 'lost')
        if (way === 'lost') return this.#lose()
        return events({
          type: 'input-reported',
          input: 0,
          cluster: command.cluster,
          manifest: way === 'error' ? null : way === 'lie' ? `sha256:${hex('lie')}` : INPUT,
          files: 3,
          bytes: 30,
          reason: way === 'error' ? 'HDFS_ERROR' : null
        })
      }
      case 'attempt':
        return this.#attempt(command)
      case 'kill':
        return events({
          type: 'attempt-killed',
          attempt: command.attempt,
          stopped: [],
          error: null
        })
      case 'copy':
        return this.#copy(command)
      case 'kill-copy':
        return events({ type: 'copy-killed', copy: command.copy, error: null })
      case 'compare':
        return this.#compare(command)
      case 'publish': {
        const way = this.#mischief(command.cluster, 'error', 'lost')
        if (way === 'lost') return this.#lose()
        const error = way === 'error' ? { code: 'HDFS_ERROR', message: 'no' } : null
        const { unit, cluster } = command
        return events({ type: 'published', unit, cluster, since: millis(1), error })
      }
      case 'finish':
        return []
    }
  }

  #attempt({
    attempt: id,
    cluster
  }: Extract<RunCommand, { type: 'attempt' }>): readonly RunEvent[] {
    const way = this.#mischief(cluster, 'lie', 'same lines', 'fail', 'swapped', 'hang', 'lost')
    if (way === 'lost') return this.#lose()
    if (way === 'hang') return events({ type: 'attempt-stalled', attempt: id, stalledMs: 1 })
    const unit = this.#unitOf(this.state.attempts.find((one) => one.id === id)?.unit)
    const lies = way === 'lie' || way === 'same lines'
    const manifest = lies
      ? (`sha256:${hex('lie', unit.id, String(this.#roll(3)))}` as ManifestDigest)
      : honestManifest(this.state, unit, cluster)
    const isCut = unit.role === 'cut'
    const outcome =
      way === 'fail' || way === 'swapped'
        ? {
            type: 'failed',
            code: way === 'fail' ? 'JOB_FAILED' : 'INPUT_DIFFERS',
            cause: null,
            log: []
          }
        : {
            type: 'succeeded',
            files: files(manifest),
            manifest,
            counters: {},
            lines: {
              digest: `sha256:${hex('lines', unit.id, way === 'lie' ? 'lie' : '')}`,
              count: 1
            },
            ...(isCut
              ? {
                  pieces: PIECES.slice(lies ? 1 : 0).map((piece, index) => ({
                    ...piece,
                    folder: `chunk-0000${String(index)}`
                  }))
                }
              : {})
          }
    return events(
      { type: 'attempt-staged', attempt: id, bytes: 1 },
      { type: 'attempt-launched', attempt: id },
      { type: 'attempt-ended', attempt: id, outcome, applicationId: null, finishedAt: millis(1) }
    )
  }

  #copy({ copy: id }: Extract<RunCommand, { type: 'copy' }>): readonly RunEvent[] {
    const copy = this.state.copies.find((one) => one.id === id)
    if (copy === undefined) throw new Error('a copy that nobody asked for')
    const way =
      this.#mischief(copy.from, 'COPY_DIFFERS', 'SOURCE_UNREADABLE', 'NO_PROGRESS', 'lost') ??
      this.#mischief(copy.to, 'HDFS_ERROR', 'NO_PROGRESS', 'lost')
    if (way === 'lost') return this.#lose()
    const dataset = datasetOf(this.state, copy.dataset)
    // Bytes that have not the lines they should have: any correct cluster finds that out.
    const unit = this.state.units.find((one) => outputDataset(one.id) === copy.dataset)
    const isLie = unit !== undefined && !this.isRight(unit, dataset.manifest)
    const code =
      way ?? (isLie && dataset.lines !== null && copy.to !== FAULTY ? 'LINES_DIFFER' : null)
    const outcome =
      code === null ? { type: 'done', bytes: 1 } : { type: 'failed', code, cause: null, bytes: 0 }
    return events({ type: 'copy-ended', copy: id, outcome })
  }

  #compare({ unit, left, right }: Extract<RunCommand, { type: 'compare' }>): readonly RunEvent[] {
    const sides = [left, right].map((id) => this.state.attempts.find((one) => one.id === id))
    const faulty = sides.find((one) => one?.cluster === FAULTY)
    const way = this.#mischief(faulty?.cluster ?? null, 'misread', 'lost')
    const lost = way === 'lost' ? this.#lose() : []
    const within = sides.every(
      (one) => one?.manifest !== null && this.isRight(this.#unitOf(unit), one?.manifest)
    )
    const outcome =
      way === null
        ? { type: 'compared', within, difference: null }
        : { type: 'misread', attempt: faulty?.id, cause: 'it serves other bytes' }
    return [
      ...lost,
      ...events({ type: 'compared', unit, left, right, since: millis(1), bytes: 1, outcome })
    ]
  }

  #unitOf(id: UnitId | undefined): Unit {
    const found = this.state.units.find((one) => one.id === id)
    if (found === undefined) throw new Error('a unit that is not there')
    return found
  }

  isRight(unit: Unit, manifest: ManifestDigest | undefined): boolean {
    return this.state.plan.clusters.some(
      ({ name }) => honestManifest(this.state, unit, name) === manifest
    )
  }
}

test('a run with one faulty cluster ends, verified and right, and leaves nothing under way', () => {
  fc.assert(
    fc.property(scenario, (drawn) => {
      const world = new World(drawn)
      world.play()
      const { state } = world
      expect(state).toMatchObject({ verdict: 'verified', error: null })
      for (const unit of state.units.filter(({ role }) => role !== 'cut')) {
        const { manifest } = datasetOf(state, outputDataset(unit.id))
        expect(world.isRight(unit, manifest)).toBe(true)
      }
      expect(state.attempts.filter((one) => isOpen(one) || one.verdict === null)).toEqual([])
      expect(state.copies.filter(isUnderWay)).toEqual([])
      expect(world.commands.findIndex(({ type }) => type === 'finish')).toBe(
        world.commands.length - 1
      )
      const honest = state.attempts.filter((one) => one.cluster !== FAULTY)
      expect(honest.filter(({ verdict }) => verdict === 'outvoted')).toEqual([])
      if (world.faults === 0) expect(state.attempts).toHaveLength(2 * state.units.length)
    }),
    { seed: 20261121, numRuns: 300 }
  )
})
