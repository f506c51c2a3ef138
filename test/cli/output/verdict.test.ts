import { describe, expect, test } from 'vitest'
import { tellError } from '../../../src/cli/output/output.js'
import { tellVerdict } from '../../../src/cli/output/verdict.js'
import { ConsoleError } from '../../../src/shared/model/errors.js'
import type { ClusterName, CopyId, Millis } from '../../../src/shared/model/ids.js'
import { aCopy, aReport, aTaskReport, collected } from './reports.js'

test('tells the verdict first, then the method and the assumption it rests on', () => {
  const { lines, output } = collected()
  tellVerdict(aReport(), output)
  expect(lines.join('\n')).toMatch(
    /^\nVERIFIED {2}lisbon and porto .*\n.*compared by bytes, SHA-256; holds if at most 1 cluster is faulty/
  )
  expect(lines.join('\n')).toContain('1 min 5 s, of which the console itself 0.5 s')
})

test('names refused answers', () => {
  const { lines, output } = collected()
  const refused = [
    { at: 1 as Millis, cluster: 'faro' as ClusterName, task: 'medusa.hello', reason: 'wrong mac' }
  ]
  tellVerdict(aReport({ refused }), output)
  expect(lines.join('\n')).toContain(
    'refused: a reply to medusa.hello in the name of faro: wrong mac'
  )
})

test.each([
  [new ConsoleError('FILE_MISSING', 'the jar "x" does not exist', { hint: 'look' }), 2],
  [new ConsoleError('TOO_FEW_CLUSTERS', 'n'), 4],
  [new ConsoleError('NOT_VERIFIED', 'n'), 3],
  [new Error('surprise'), 1],
  ['thrown text', 1]
])('leads %s to its documented exit code, without a stack trace', (error, code) => {
  const { said, output } = collected()
  expect(tellError(error, output)).toBe(code)
  expect(said.join('\n')).not.toMatch(/\sat .*:\d+/)
})

test('tells an error as one JSON object with --json, and nothing else', () => {
  const { objects, said, output } = collected(true)
  tellError(
    new ConsoleError('FILE_MISSING', 'the jar "x" does not exist', { hint: 'look' }),
    output
  )
  expect({ objects, said }).toEqual({
    objects: [
      { type: 'error', code: 'FILE_MISSING', message: 'the jar "x" does not exist', hint: 'look' }
    ],
    said: []
  })
})

describe('of several units', () => {
  const told = (report = aTaskReport()): string => {
    const { lines, output } = collected()
    tellVerdict(report, output)
    return lines.join('\n')
  }

  test('there is a row a chunk with a mark an attempt, and a matrix a job', () => {
    expect(told()).toContain(
      [
        '  count: 2 of 3 parts decided',
        '  part     bytes  faro  lisbon  porto',
        '  count-0     12  ·     ✓       ✓      decided',
        '  count-1     12  ≠≠    ✓       ✓      decided',
        '  count-2         ·     ·       ✗      undecided',
        '  ✓ agreed  ≠ outvoted  ✗ failed  · not asked; one mark an attempt',
        '',
        '  combine: decided by lisbon, porto, compared by lines, SHA-256',
        '  file          bytes    lisbon      porto',
        '  _SUCCESS          0    eeeeeeee    eeeeeeee',
        '  part-r-00000     12    aaaaaaaa  ≈ cccccccc',
        '                         agreed      agreed',
        '  count-2 on porto: failed, JOB_FAILED'
      ].join('\n')
    )
  })

  test('copies between clouds are told, also those that failed, and what it all took', () => {
    expect(told()).toContain(
      [
        '  lisbon ← porto  12.3 MB streamed, 1.2 s  the output of count-0',
        '  lisbon ← porto  failed after 7.10 MB, HDFS_ERROR: connection reset  the output of count-0'
      ].join('\n')
    )
    expect(told()).toContain(
      '  cost      9 executions, 12.3 MB uploaded, 4.00 MB copied between clouds, 0 B read for comparison'
    )
  })

  test('many copies are added up', () => {
    const copies = Array.from({ length: 20 }, (_, index) => aCopy({ id: String(index) as CopyId }))
    expect(told(aTaskReport({ copies }))).toContain(
      '  lisbon ← porto  246.0 MB streamed in 20 copies, 24.0 s in all'
    )
  })
})

test('a report of the first version is told as then, without a cost nobody counted', () => {
  const { lines, output } = collected()
  const { copies, cost, granularity, units, attempts, ...rest } = aReport()
  expect([copies.length, cost.executions, granularity]).toEqual([0, 3, 'job'])
  tellVerdict(
    {
      ...rest,
      units: units.map(({ id, decided, files }) => ({ id, decided, files })),
      attempts: attempts.map(({ repeats, ...attempt }) => {
        expect(repeats).toBeNull()
        return attempt
      })
    },
    output
  )
  expect(lines.join('\n')).toContain('part-r-00000     12    aaaaaaaa    aaaaaaaa  ≠ bbbbbbbb')
  expect(lines.join('\n')).not.toContain('cost')
})
