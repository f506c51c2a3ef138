import { describe, expect, test } from 'vitest'
import {
  digestsText,
  matrixOf,
  MOST_COLUMNS,
  type Matrix
} from '../../../../src/renderer/src/features/run/matrix.js'
import {
  cancelled,
  disagreement,
  manyClouds,
  manyFiles,
  notVerified,
  running,
  surveying,
  verified
} from '../../scenarios.js'
import { anAttempt, aUnitView, manifest, sha, someFiles } from '../../snapshots.js'
import { jobGraph, taskLevel } from '../../scenarios-of-units.js'
import type { RunSnapshot } from '@shared/model/run.js'

const of = (snapshot: RunSnapshot): Matrix => matrixOf(snapshot.attempts, snapshot.units[0]!)
const row = (matrix: Matrix, path: string): Matrix['rows'][number] =>
  matrix.rows.find((each) => each.path === path)!

describe('columns', () => {
  test('stand by group: those who agreed, then the others', () => {
    expect(
      of(verified()).columns.map((column) => [column.names, column.look.word, column.how])
    ).toEqual([
      [['porto'], 'agreed', 'agreed'],
      [['lisbon'], 'agreed', 'agreed'],
      [['faro'], 'outvoted', 'outvoted on 1 of 5\u00a0files']
    ])
  })

  test('show who is still working, with what it does', () => {
    expect(
      of(disagreement()).columns.map((column) => [column.names[0], column.look.state, column.how])
    ).toEqual([
      ['porto', 'waiting', 'waits for the vote: A'],
      ['faro', 'waiting', 'waits for the vote: B'],
      ['lisbon', 'running', 'map 64 %']
    ])
  })

  test('leave out attempts that ended without an output', () => {
    expect([of(cancelled()).columns, of(surveying()).columns]).toEqual([[], []])
  })

  test('become one a group when there are many', () => {
    const { columns } = of(manyClouds())
    expect(columns.length).toBeLessThanOrEqual(MOST_COLUMNS)
    expect(columns.map((column) => column.names.length)).toEqual([10, 1, 1])
  })
})

describe('cells', () => {
  test('share a band where digests are equal, also with a cloud that was outvoted elsewhere', () => {
    const cells = row(of(verified()), 'part-r-00000').cells
    expect(cells.map(({ state, starts, ends, inset }) => [state, starts, ends, inset])).toEqual([
      ['agreed', true, false, false],
      ['agreed', false, false, false],
      ['agreed', false, true, true]
    ])
  })

  test('break the band where a cloud says something else', () => {
    const cells = row(of(verified()), 'part-r-00002').cells
    expect(
      cells.map(({ state, starts, ends, after, word }) => [state, starts, ends, after, word])
    ).toEqual([
      ['agreed', true, false, false, ''],
      ['agreed', false, true, false, ''],
      ['outvoted', true, true, true, 'outvoted']
    ])
  })

  test('are never called outvoted before the vote is decided', () => {
    for (const matrix of [of(disagreement()), of(notVerified())])
      for (const { cells } of matrix.rows)
        for (const cell of cells) expect(['waiting', 'inconclusive']).toContain(cell.state)
  })

  test('measure none by another while nothing is decided: equal ones carry the same letter', () => {
    const matrix = of(notVerified())
    expect(matrix.columns.map(({ how, lone }) => [how, lone])).toEqual([
      ['inconclusive: A', true],
      ['inconclusive: B', true],
      ['inconclusive: C', true]
    ])
    expect(
      matrix.rows
        .filter(({ differs }) => differs)
        .map(({ cells }) => cells.map(({ state, word }) => `${state} ${word}`))
    ).toEqual([
      ['inconclusive A', 'inconclusive A', 'inconclusive C'],
      ['inconclusive A', 'inconclusive B', 'inconclusive A']
    ])
  })

  test('are empty while a cloud has no digests yet', () => {
    expect(of(running()).rows).toEqual([])
    expect(row(of(disagreement()), '_SUCCESS').cells.map((cell) => cell.type)).toEqual([
      'digest',
      'digest',
      'pending'
    ])
  })

  test('differ when the length differs although the digest does not', () => {
    const files = someFiles(1)
    const longer = files.map((file) => ({ ...file, length: file.length + 1 }))
    const attempts = [
      anAttempt('porto', {}, { verdict: 'agreed', files, manifest: manifest('a') }),
      anAttempt('faro', {}, { verdict: 'outvoted', files: longer, manifest: manifest('b') })
    ]
    const unit = aUnitView({ decided: true, agreed: [attempts[0]!.id] })
    const cell = row(matrixOf(attempts, unit), 'part-r-00000').cells[1]
    expect([cell?.state, cell?.word]).toEqual(['outvoted', 'outvoted, 1 B more'])
  })

  test('name files that a cloud lacks, and those that only it has', () => {
    const [success, part] = someFiles(1)
    const extra = { path: 'part-r-00009', length: 3, sha256: sha('x') }
    const attempts = [
      anAttempt(
        'porto',
        {},
        { verdict: 'agreed', files: [success!, part!], manifest: manifest('a') }
      ),
      anAttempt(
        'faro',
        {},
        { verdict: 'outvoted', files: [success!, extra], manifest: manifest('b') }
      )
    ]
    const matrix = matrixOf(attempts, aUnitView({ decided: true, agreed: [attempts[0]!.id] }))
    expect(
      matrix.rows.map(({ path, length, cells }) => [
        path,
        length,
        cells.map((cell) => [cell.type, cell.word])
      ])
    ).toEqual([
      [
        '_SUCCESS',
        0,
        [
          ['digest', ''],
          ['digest', '']
        ]
      ],
      [
        'part-r-00000',
        part!.length,
        [
          ['digest', ''],
          ['absent', 'missing']
        ]
      ],
      [
        'part-r-00009',
        3,
        [
          ['absent', ''],
          ['digest', 'only here']
        ]
      ]
    ])
  })

  test('of a cancelled attempt stand in the band without counting', () => {
    const files = someFiles(1)
    const attempts = [
      anAttempt('porto', {}, { verdict: 'agreed', files, manifest: manifest('a') }),
      anAttempt('faro', {}, { verdict: 'cancelled', files, manifest: manifest('a') })
    ]
    const matrix = matrixOf(attempts, aUnitView({ decided: true, agreed: [attempts[0]!.id] }))
    expect(matrix.columns.map((column) => column.counts)).toEqual([true, false])
    expect(matrix.rows[0]?.cells.map((cell) => [cell.state, cell.counts])).toEqual([
      ['agreed', true],
      ['agreed', false]
    ])
  })
})

test('counts the files that differ', () => {
  expect(
    [of(verified()), of(manyFiles()), of(notVerified())].map((matrix) => matrix.differing)
  ).toEqual([1, 4, 2])
})

test('a thousand files of five clouds take no time that one would see', () => {
  const files = someFiles(1_000)
  const attempts = ['a', 'b', 'c', 'd', 'e'].map((name) =>
    anAttempt(name, {}, { verdict: 'agreed', files, manifest: manifest('a') })
  )
  const matrix = matrixOf(
    attempts,
    aUnitView({ decided: true, agreed: attempts.map((each) => each.id) })
  )
  expect([matrix.rows.length, matrix.differing]).toEqual([1_001, 0])
})

test('digests can be copied as sha256sum writes them, a block for each group', () => {
  const { attempts, units } = verified()
  const text = digestsText(attempts, units[0]!)
  const lines = text.split('\n')
  expect(lines[0]).toBe(`# porto (agreed), lisbon (agreed) ${manifest('true')}`)
  expect(lines[1]).toMatch(/^[0-9a-f]{64} {2}_SUCCESS$/)
  expect(lines.filter((line) => line.startsWith('#'))).toHaveLength(2)
  expect(lines.filter((line) => /^[0-9a-f]{64} {2}/.test(line))).toHaveLength(10)
})

describe('under another rule than bytes', () => {
  const { attempts, units } = jobGraph()
  const words = units[0]!

  test('clouds that agree are not said to differ, although their bytes do', () => {
    const matrix = matrixOf(attempts, words)
    expect([matrix.differing, row(matrix, 'part-r-00001').cells.map((cell) => cell.word)]).toEqual([
      0,
      ['', '']
    ])
    expect(row(matrix, 'part-r-00001').cells.map(({ state, starts }) => [state, starts])).toEqual([
      ['agreed', true],
      ['agreed', true]
    ])
  })

  test('nothing is said to differ before the vote', () => {
    const open = attempts.map((each) => ({ ...each, verdict: null, phase: 'voting' as const }))
    const matrix = matrixOf(open, { ...words, decided: false, agreed: [] })
    expect(matrix.rows.flatMap(({ cells }) => cells.map(({ state }) => state))).not.toContain(
      'inconclusive'
    )
  })
})

test('a repeat is called one and does not count', () => {
  const { attempts, units } = taskLevel()
  const matrix = matrixOf(
    attempts,
    units.find(({ id }) => id === 'count-2')!
  )
  expect(
    matrix.columns.map(({ names, how, counts }) => [names[0], how.split(' ')[0], counts])
  ).toEqual([
    ['porto', 'agreed', true],
    ['lisbon', 'agreed', true],
    ['faro', 'outvoted', true],
    ['faro', 'repeat,', false]
  ])
})
