import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { diffOutput, type DiffRequest } from '../../../src/engine/runtime/diff-output.js'
import { ConsoleError } from '../../../src/shared/model/errors.js'
import type {
  AttemptId,
  ClusterName,
  RunId,
  Sha256,
  UnitId
} from '../../../src/shared/model/ids.js'
import type { FileEntry } from '../../../src/shared/model/manifest.js'
import type { AttemptReport, RunReport, UnitReport } from '../../../src/shared/model/run.js'
import { aReport } from '../../cli/output/reports.js'
import { FakeBlockWorker } from '../../support/fake-block-worker.js'
import { FakeClock } from '../../support/fake-clock.js'
import { FakeFileSystem } from '../../support/fake-file-system.js'
import { FakeWorkers } from '../../support/fake-workers.js'
import { SeededRng } from '../../support/seeded-rng.js'

const [lisbon, porto, faro] = ['lisbon', 'porto', 'faro'] as [ClusterName, ClusterName, ClusterName]
const KIB = 1024
const MIB = 1024 * KIB

let clock: FakeClock
let rng: SeededRng
let workers: FakeWorkers
let fileSystem: FakeFileSystem
let digesters: Record<string, FakeBlockWorker>
beforeEach(() => {
  clock = new FakeClock()
  rng = new SeededRng(5)
  workers = new FakeWorkers({ clusters: [lisbon, porto, faro], clock })
  fileSystem = new FakeFileSystem([lisbon, porto, faro])
  digesters = Object.fromEntries(
    [lisbon, porto, faro].map((name) => [name, new FakeBlockWorker(name, fileSystem, workers)])
  )
})

const bytesOf = (content: string | Uint8Array): Uint8Array => Buffer.from(content)
const entry = (path: string, content: string | Uint8Array): FileEntry => ({
  path,
  length: bytesOf(content).length,
  sha256: createHash('sha256').update(content).digest('hex') as Sha256
})

type Files = Readonly<Record<string, string | Uint8Array>>

/** An attempt whose files lie on its cluster. */
function attempt(
  cluster: ClusterName,
  verdict: AttemptReport['verdict'],
  files: Files,
  change: Partial<AttemptReport> & { readonly folder?: string } = {}
): AttemptReport {
  const id = `a-${cluster}` as AttemptId
  const unit = change.unit ?? 'count'
  for (const [path, content] of Object.entries(files))
    fileSystem.put(
      cluster,
      `${change.folder ?? `/w/runs/r-1/${unit}/${id}`}/${path}`,
      bytesOf(content)
    )
  const { attempts } = aReport()
  return {
    ...attempts[0]!,
    id,
    cluster,
    verdict,
    files: Object.entries(files).map(([path, content]) => entry(path, content)),
    ...change
  }
}

const unit = (id: string, clusters: readonly ClusterName[] = []): UnitReport => ({
  ...aReport().units[0]!,
  id: id as UnitId,
  output: { path: '/results/wordcount', clusters }
})

const report = (...attempts: readonly AttemptReport[]): RunReport =>
  aReport({ attempts, units: [unit('count')] })

async function diff(from: RunReport, request: Partial<DiffRequest> = {}) {
  const clusters = [lisbon, porto, faro].map((name) => ({ name, workFolder: '/w' }))
  const environment = { clusters } as unknown as Parameters<typeof diffOutput>[2]
  const ports = { workers, fileSystem, clock, rng }
  let open = true
  const isOpen = (): boolean => open
  const diffing = diffOutput(from, { run: 'r-1' as RunId, ...request }, environment, ports)
  const close = (): void => {
    open = false
  }
  diffing.then(close, close)
  for (let step = 0; step < 10_000 && isOpen(); step += 1) await clock.step()
  return diffing
}

const bytesRead = (cluster: ClusterName): number =>
  fileSystem.operations
    .map((operation) => new RegExp(`^read (\\d+) bytes at \\d+ from ${cluster} `).exec(operation))
    .reduce((sum, found) => sum + Number(found?.[1] ?? 0), 0)

describe('from file to line', () => {
  test('shows the first line that differs in a small file, without a digest', async () => {
    const found = await diff(
      report(
        attempt(faro, 'agreed', { _SUCCESS: '', 'part-r-0': 'a\t1\nb\t20\nc\t3' }),
        attempt(porto, 'outvoted', { _SUCCESS: '', 'part-r-0': 'a\t1\nb\t27\nc\t4' })
      )
    )
    const line = { caret: 4, cutBefore: false, cutAfter: false, lineOffset: 4, lineLength: 4 }
    expect(found).toMatchObject({
      left: { id: 'a-faro', cluster: 'faro', verdict: 'agreed' },
      right: { cluster: 'porto', verdict: 'outvoted' },
      outcome: 'differs',
      files: [{ path: 'part-r-0' }],
      file: 'part-r-0',
      difference: {
        offset: 7,
        line: 2,
        left: { ...line, text: 'b\\t20', byte: 48 },
        right: { ...line, text: 'b\\t27', byte: 55 }
      },
      contradictions: [],
      read: { left: 12, right: 12, digests: 0 }
    })
    expect(workers.received).toEqual([])
  })

  test('reads less than 1 MiB of two files of 100 MiB, wherever they differ', async () => {
    const content = Buffer.alloc(100 * MIB, 'medusa 1234567\n')
    const at = 77 * MIB + 12_345
    const other = Buffer.from(content)
    other[at] = 0x21
    const found = await diff(
      report(
        attempt(lisbon, 'agreed', { 'part-r-0': content }),
        attempt(porto, 'outvoted', { 'part-r-0': other })
      )
    )
    expect(found.difference).toMatchObject({ offset: at, line: null, right: { byte: 0x21 } })
    expect(found.difference?.left.text).toBe('medusa 1234567')
    expect(found.read).toEqual({ left: 64 * KIB, right: 64 * KIB, digests: 4 })
    expect([bytesRead(lisbon), bytesRead(porto)]).toEqual([64 * KIB, 64 * KIB])
    const asked = digesters['porto']!.requests
    expect(asked.map(({ offset, length, size }) => [offset, length, size])).toEqual([
      [0, 100 * MIB, 400 * KIB],
      [197 * 400 * KIB, 400 * KIB, 64 * KIB]
    ])
    expect(new Set(asked.map(({ digest }) => digest)).size).toBe(2)
    for (const { digest } of asked) expect(digest).toMatch(/^r-1-diff-[a-z0-9-]{1,60}$/)
  })

  test('reads on in both directions for a line that crosses blocks', async () => {
    const long = 'x'.repeat(200 * KIB)
    const content = `first\n${long}\nlast\n`
    const other = content.slice(0, 100 * KIB) + 'y' + content.slice(100 * KIB + 1)
    const found = await diff(
      report(attempt(lisbon, 'agreed', { x: content }), attempt(porto, 'outvoted', { x: other }))
    )
    const { difference, read } = found
    expect(difference).toMatchObject({
      offset: 100 * KIB,
      line: 2,
      left: { lineOffset: 6, lineLength: 200 * KIB, cutBefore: true, cutAfter: true }
    })
    expect(Array.from(difference!.right.text)).toHaveLength(500)
    expect(difference!.right.text.charAt(difference!.right.caret)).toBe('y')
    expect(read.left).toBeLessThanOrEqual(content.length)
  })

  test('says when a line is longer than it reads', async () => {
    const content = 'x'.repeat(5 * MIB)
    const other = `${content.slice(0, 3 * MIB)}y${content.slice(3 * MIB + 1)}`
    const found = await diff(
      report(attempt(lisbon, 'agreed', { x: content }), attempt(porto, 'outvoted', { x: other }))
    )
    expect(found.difference).toMatchObject({
      offset: 3 * MIB,
      line: 1,
      left: { lineOffset: null, lineLength: null }
    })
    expect(found.read).toEqual({ left: 4 * MIB, right: 2 * MIB, digests: 2 })
  })

  test.each([
    ['small', 10],
    ['large', 300_000]
  ])('finds where a %s file ends before the other', async (_, lines) => {
    const content = Array.from({ length: lines }, (_, index) => `${String(index)}\n`).join('')
    const found = await diff(
      report(
        attempt(lisbon, 'agreed', { x: `${content}more\n` }),
        attempt(porto, 'outvoted', { x: content })
      )
    )
    expect(found.difference).toMatchObject({
      offset: content.length,
      line: lines + 1,
      left: { text: 'more', byte: 'm'.charCodeAt(0), lineLength: 4 },
      right: { text: '', byte: null, lineOffset: content.length, lineLength: 0 }
    })
  })

  test('takes a line feed for the difference that it is', async () => {
    const found = await diff(
      report(
        attempt(lisbon, 'agreed', { x: 'ab\ncd\n' }),
        attempt(porto, 'outvoted', { x: 'abxcd\n' })
      )
    )
    expect(found.difference).toMatchObject({
      offset: 2,
      line: 1,
      left: { text: 'ab', caret: 2, byte: 10 },
      right: { text: 'abxcd', caret: 2, byte: 120 }
    })
  })
})

describe('files', () => {
  test('are told by the manifests, and no cluster is asked when nothing differs', async () => {
    const found = await diff(
      report(
        attempt(lisbon, 'agreed', { x: 'a', y: 'b', z: 'c' }),
        attempt(porto, 'outvoted', { x: 'a', y: '-', w: 'd' })
      ),
      { file: 'x' }
    )
    expect(found).toMatchObject({ outcome: 'equal', file: 'x', difference: null })
    expect(found.files.map(({ path, left, right }) => [path, left?.length, right?.length])).toEqual(
      [
        ['y', 1, 1],
        ['z', 1, undefined],
        ['w', undefined, 1]
      ]
    )
    expect(fileSystem.operations).toEqual([])
  })

  test('that only one side has are a difference without a line', async () => {
    const only = report(
      attempt(lisbon, 'agreed', { x: 'a' }),
      attempt(porto, 'outvoted', { x: 'a', y: 'b' })
    )
    expect(await diff(only)).toMatchObject({ outcome: 'differs', file: 'y', difference: null })
  })

  test('of a published output are found under its name, those of an attempt in its folder', async () => {
    const agreed = attempt(lisbon, 'agreed', { x: 'a' }, { folder: '/results/wordcount' })
    const from = {
      ...report(agreed, attempt(porto, 'outvoted', { x: 'b' })),
      units: [unit('count', [lisbon])]
    }
    expect((await diff(from)).difference).toMatchObject({
      left: { text: 'a' },
      right: { text: 'b' }
    })
  })

  test('that were removed are an error that names both places', async () => {
    const gone = attempt(lisbon, 'agreed', { x: 'a' }, { folder: '/elsewhere' })
    const from = {
      ...report(gone, attempt(porto, 'outvoted', { x: 'b' })),
      units: [unit('count', [lisbon])]
    }
    await expect(diff(from)).rejects.toMatchObject({
      code: 'HDFS_ERROR',
      message: expect.stringMatching(/count\/a-lisbon nor in \/results\/wordcount/) as string
    })
  })
})

describe('which two', () => {
  test('without a decision: one of each of the two largest groups', async () => {
    const from = report(
      attempt(faro, 'inconclusive', { x: 'a' }),
      attempt(lisbon, 'inconclusive', { x: 'b' }),
      attempt(porto, 'inconclusive', { x: 'b' })
    )
    const { left, right } = await diff(from)
    expect([left.cluster, right.cluster]).toEqual(['lisbon', 'faro'])
  })

  test('named by cluster, and equal', async () => {
    const from = report(
      attempt(faro, 'outvoted', { x: 'a' }),
      attempt(lisbon, 'agreed', { x: 'b' }),
      attempt(porto, 'agreed', { x: 'b' })
    )
    const found = await diff(from, { clusters: ['porto', 'lisbon'] })
    expect(found).toMatchObject({ outcome: 'equal', left: { cluster: 'porto' }, files: [] })
  })

  test('in the only unit with a disagreement; of several one has to be chosen', async () => {
    const pair = (name: string, differs: boolean): readonly AttemptReport[] => [
      attempt(lisbon, 'agreed', { x: 'a' }, { unit: name as UnitId }),
      attempt(
        porto,
        differs ? 'outvoted' : 'agreed',
        { x: differs ? 'b' : 'a' },
        { unit: name as UnitId }
      )
    ]
    const units = ['one', 'two', 'three'].map((id) => unit(id))
    const single = aReport({ units, attempts: [...pair('one', false), ...pair('two', true)] })
    expect((await diff(single)).unit).toBe('two')
    const several = { ...single, attempts: [...single.attempts, ...pair('three', true)] }
    await expect(diff(several)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      hint: 'Choose one with --unit: two, three.'
    })
    expect((await diff(several, { unit: 'three' })).unit).toBe('three')
  })

  test.each([
    ['a unit', { unit: 'nope' }, 'no unit "nope"'],
    ['an attempt', { attempts: ['a-porto', 'a-nope'] }, 'no attempt "a-nope"'],
    ['two attempts', { attempts: ['a-porto', 'a-porto'] }, 'not two attempts of one unit'],
    ['an attempt without an output', { attempts: ['a-porto', 'a-faro'] }, 'it ended failed'],
    ['a cluster without an output', { clusters: ['porto', 'faro'] }, 'it ended failed'],
    ['a cluster that is none', { clusters: ['porto', 'nope'] }, '"nope" made no attempt'],
    ['a file', { file: 'nope' }, 'no such file|has a file "nope"']
  ] as const)('%s that does not serve is bad input', async (_, request, message) => {
    const from = report(
      attempt(faro, 'failed', {}),
      attempt(lisbon, 'agreed', { x: 'a' }),
      attempt(porto, 'outvoted', { x: 'b' })
    )
    await expect(diff(from, request)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringMatching(message) as string,
      hint: expect.any(String) as string
    })
  })
})

describe('a cluster that contradicts itself', () => {
  const content = Array.from({ length: 50_000 }, (_, index) => `${String(index)}\n`).join('')
  const other = content.replace('\n40000\n', '\n4OOOO\n')
  const two = (): RunReport =>
    report(attempt(lisbon, 'agreed', { x: content }), attempt(porto, 'outvoted', { x: other }))
  const served = (cluster: ClusterName, bytes: string): void =>
    fileSystem.put(cluster, `/w/runs/r-1/count/a-${cluster}/x`, bytes)

  test('by serving other bytes than it digested, so that nothing differs any more', async () => {
    const from = two()
    digesters['porto']!.content = Buffer.from(other)
    served(porto, content)
    const { outcome, difference, contradictions } = await diff(from)
    expect([outcome, difference]).toEqual(['contradicted', null])
    expect(contradictions).toEqual([
      {
        cluster: 'porto',
        text: expect.stringMatching(
          /^porto serves other bytes than it digested: bytes 196608 to /
        ) as string
      }
    ])
  })

  test('by serving other bytes that differ as well: the line is shown, and what it did is said', async () => {
    const from = two()
    digesters['porto']!.content = Buffer.from(other)
    served(porto, content.replace('\n40000\n', '\n4....\n'))
    const { outcome, difference, contradictions } = await diff(from)
    expect([outcome, difference?.right.text]).toEqual(['differs', '4....'])
    expect(contradictions.map(({ cluster }) => cluster)).toEqual(['porto'])
  })

  test('by serving a small file that is not the one of its manifest', async () => {
    const from = report(
      attempt(lisbon, 'agreed', { x: 'a\n' }),
      attempt(porto, 'outvoted', { x: 'b\n' })
    )
    served(porto, 'a\n')
    expect(await diff(from)).toMatchObject({
      outcome: 'contradicted',
      contradictions: [
        { cluster: 'porto', text: expect.stringContaining('digested in the run') as string }
      ]
    })
  })

  test('by digesting the same now, or not the same twice: nobody can tell who', async () => {
    const from = two()
    digesters['porto']!.content = Buffer.from(content)
    expect(await diff(from)).toMatchObject({
      outcome: 'contradicted',
      contradictions: [
        { cluster: null, text: expect.stringContaining('differed in the run') as string }
      ]
    })
    const long = Buffer.alloc(40 * MIB, 'a\n')
    const large = report(
      attempt(lisbon, 'agreed', { x: long }),
      attempt(porto, 'outvoted', { x: Buffer.concat([long.subarray(1), Buffer.from('!')]) })
    )
    digesters['porto']!.content = long
    digesters['porto']!.alter = (blocks, { length }) =>
      length === 40 * MIB ? ['0'.repeat(64), ...blocks.slice(1)] : blocks
    expect(await diff(large)).toMatchObject({
      outcome: 'contradicted',
      contradictions: [
        { cluster: null, text: expect.stringContaining('same bytes twice') as string }
      ],
      read: { left: 0, right: 0, digests: 4 }
    })
  })

  test('by having a file of another length, or other blocks than there are', async () => {
    const from = two()
    digesters['porto']!.alter = (blocks) => blocks.slice(1)
    expect(await diff(from)).toMatchObject({
      outcome: 'contradicted',
      contradictions: [
        { cluster: 'porto', text: expect.stringContaining('gave 4 digests') as string }
      ]
    })
    served(porto, 'short')
    expect(await diff(from)).toMatchObject({
      outcome: 'contradicted',
      contradictions: [
        { cluster: 'porto', text: expect.stringContaining('has 5 bytes now') as string }
      ]
    })
  })
})

describe('a cluster that does not help', () => {
  const content = 'x'.repeat(100 * KIB)
  const two = (): RunReport =>
    report(
      attempt(lisbon, 'agreed', { x: content }),
      attempt(porto, 'outvoted', { x: `y${content.slice(1)}` })
    )

  test('because it is unreachable', async () => {
    const from = two()
    fileSystem.fault(porto, { type: 'unreachable' })
    await expect(diff(from)).rejects.toMatchObject({ code: 'CLUSTER_UNREACHABLE' })
  })

  test('because its worker is gone', async () => {
    const from = two()
    workers.fault(porto, new ConsoleError('QUEUE_MISSING', 'no queue'))
    await expect(diff(from)).rejects.toMatchObject({ code: 'QUEUE_MISSING' })
  })

  test('because it cannot digest', async () => {
    const from = two()
    digesters['porto']!.failure = 'HDFS is in safe mode'
    await expect(diff(from)).rejects.toMatchObject({
      code: 'TASK_FAILED',
      message: expect.stringContaining('HDFS is in safe mode') as string
    })
  })

  test('because it never comes to an end', async () => {
    const from = two()
    digesters['porto']!.stuck = true
    await expect(diff(from)).rejects.toMatchObject({ code: 'TASK_TIMED_OUT' })
  }, 20_000)

  test('because the settings do not know it', async () => {
    const stranger = attempt(porto, 'outvoted', { x: 'b' }, { cluster: 'braga' as ClusterName })
    await expect(
      diff(report(attempt(lisbon, 'agreed', { x: 'a' }), stranger))
    ).rejects.toMatchObject({
      code: 'CLUSTER_UNKNOWN',
      hint: expect.stringContaining('"lab"') as string
    })
  })
})
