import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isVotable, tally, type Ballot } from '../../../src/engine/domain/vote.js'
import type { AttemptId, ClusterName, Sha256 } from '../../../src/shared/model/ids.js'
import type { FileEntry } from '../../../src/shared/model/manifest.js'

const file = (path: string, content: string): FileEntry => ({
  path,
  length: content.length,
  sha256: content.padEnd(64, '0') as Sha256
})
const output = (content: string): readonly FileEntry[] => [
  file('_SUCCESS', ''),
  file('part-r-00000', content)
]
const ballot = (cluster: string, files: readonly FileEntry[]): Ballot => ({
  cluster: cluster as ClusterName,
  attempt: `a-${cluster}` as AttemptId,
  files
})

describe('tally', () => {
  test('decides when f + 1 clusters report the same files, and keeps the others as groups of their own', () => {
    const ballots = [
      ballot('faro', output('b')),
      ballot('porto', output('a')),
      ballot('lisbon', output('a'))
    ]
    expect(tally(ballots, 2)).toEqual({
      type: 'decided',
      winner: {
        files: output('a'),
        clusters: ['porto', 'lisbon'],
        attempts: ['a-porto', 'a-lisbon']
      },
      groups: [
        { files: output('a'), clusters: ['porto', 'lisbon'], attempts: ['a-porto', 'a-lisbon'] },
        { files: output('b'), clusters: ['faro'], attempts: ['a-faro'] }
      ]
    })
  })

  test('does not decide when f clusters agree', () => {
    expect(tally([ballot('porto', output('a')), ballot('lisbon', output('a'))], 3).type).toBe(
      'no-quorum'
    )
  })

  test('hears a cluster once, however often it speaks', () => {
    const twice = [ballot('faro', output('b')), ballot('faro', output('b'))]
    expect(tally(twice, 2)).toEqual({
      type: 'no-quorum',
      groups: [{ files: output('b'), clusters: ['faro'], attempts: ['a-faro'] }]
    })
  })

  test('takes no output for no answer, also when all clusters have none', () => {
    const nothing = [
      ballot('porto', []),
      ballot('lisbon', []),
      ballot('faro', [file('_SUCCESS', '')])
    ]
    expect(tally(nothing, 2)).toEqual({ type: 'no-quorum', groups: [] })
  })

  test('tells outputs apart that differ in the name or the length of a file only', () => {
    const renamed = [file('_SUCCESS', ''), file('part-r-00001', 'a')]
    const longer = [file('_SUCCESS', ''), { ...file('part-r-00000', 'a'), length: 2 }]
    const ballots = [
      ballot('porto', output('a')),
      ballot('lisbon', renamed),
      ballot('faro', longer)
    ]
    expect(tally(ballots, 2).groups).toHaveLength(3)
  })

  test('refuses to count with a quorum of nothing', () => {
    expect(() => tally([], 0)).toThrow(new RangeError('needed must be a positive integer, got 0'))
  })

  test('lets no f clusters win, whatever they send and in whatever order it comes', () => {
    const scene = fc.integer({ min: 0, max: 4 }).chain((faults) =>
      fc.tuple(
        fc.constant(faults),
        fc.array(fc.string({ minLength: 1, maxLength: 3 }), {
          minLength: faults,
          maxLength: faults
        }),
        fc.integer({ min: 0, max: 4 }),
        fc.nat()
      )
    )
    fc.assert(
      fc.property(scene, ([faults, lies, honest, turn]) => {
        const ballots = [
          ...lies.flatMap((lie, index) => [
            ballot(`liar-${String(index)}`, output(`x${lie}`)),
            ballot(`liar-${String(index)}`, output('xx'))
          ]),
          ...Array.from({ length: honest }, (_, index) =>
            ballot(`honest-${String(index)}`, output('truth'))
          )
        ]
        const turned = [
          ...ballots.slice(turn % (ballots.length + 1)),
          ...ballots.slice(0, turn % (ballots.length + 1))
        ]
        const result = tally(turned, faults + 1)
        if (result.type === 'decided') expect(result.winner.files).toEqual(output('truth'))
        else expect(honest).toBeLessThan(faults + 1)
      })
    )
  })
})

describe('isVotable', () => {
  test.each([
    ['a whole output', output('a'), true],
    ['an output without _SUCCESS', [file('part-r-00000', 'a')], false],
    ['an output without part files', [file('_SUCCESS', '')], false],
    ['a name that stands there twice', [...output('a'), file('part-r-00000', 'b')], false],
    ['parts of map-only jobs', [file('_SUCCESS', ''), file('part-m-00000', '')], true]
  ])('judges %s', (_, files, expected) => {
    expect(isVotable(files)).toBe(expected)
  })
})
