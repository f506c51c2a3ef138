import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  CLOCK_LIMIT_MS,
  findDrift,
  type DriftInput
} from '../../../../src/engine/domain/watch/drift.js'
import type { ClusterName } from '../../../../src/shared/model/ids.js'
import type { ClusterFacts } from '../../../../src/shared/model/watch.js'

const facts: ClusterFacts = {
  hadoop: '3.4.2',
  java: '17.0.15',
  python: '3.11.2',
  celery: '5.2.6',
  worker: '0.1.0',
  protocol: 2,
  blockSize: 134_217_728,
  checksum: 'CRC32C/512',
  locale: 'C.UTF-8',
  cpus: 8,
  memoryBytes: 1,
  root: false,
  hostname: 'h',
  user: 'u'
}
const cluster = (
  name: string,
  change: Partial<ClusterFacts> | null = {},
  clock: DriftInput['clock'] = null
): DriftInput => ({
  cluster: name as ClusterName,
  facts: change === null ? null : { ...facts, ...change },
  clock
})
const of = (...inputs: readonly DriftInput[]) =>
  findDrift(inputs).map(({ fact, level, usual, others }) => ({
    fact,
    level,
    usual,
    others: others.map((other) => `${other.cluster} ${other.value}`)
  }))

test('equal clusters do not drift, nor does one alone', () => {
  expect([of(cluster('a'), cluster('b'), cluster('c')), of(cluster('a'))]).toEqual([[], []])
})

test('names what most have and who has something else', () => {
  expect(of(cluster('a'), cluster('b', { java: '1.8.0_392' }), cluster('c'))).toEqual([
    { fact: 'java', level: 'warning', usual: '17.0.15', others: ['b 1.8.0_392'] }
  ])
})

test('where no two agree nobody is the odd one', () => {
  expect(of(cluster('a', { locale: 'C' }), cluster('b', { locale: 'pt_PT.UTF-8' }))).toEqual([
    { fact: 'locale', level: 'warning', usual: null, others: ['a C', 'b pt_PT.UTF-8'] }
  ])
})

test('two against two is not decided by who comes first', () => {
  const [drift] = of(
    cluster('a', { blockSize: 67_108_864 }),
    cluster('b', { blockSize: 67_108_864 }),
    cluster('c'),
    cluster('d')
  )
  expect(drift).toMatchObject({
    usual: null,
    others: ['a 64 MiB', 'b 64 MiB', 'c 128 MiB', 'd 128 MiB']
  })
})

test.each([
  ['another patch of Java', { java: '17.0.9' }, 'note'],
  ['another major Java', { java: '11.0.2' }, 'warning'],
  ['another patch of Hadoop', { hadoop: '3.4.1' }, 'note'],
  ['another minor Hadoop', { hadoop: '3.3.6' }, 'warning'],
  ['another patch of Python', { python: '3.11.9' }, 'note'],
  ['another minor Python', { python: '3.9.2' }, 'warning'],
  ['other checksums', { checksum: 'CRC32/512' }, 'note'],
  ['another worker', { worker: '0.0.9' }, 'warning']
] as const)('%s is a %s', (_what, change, level) => {
  expect(of(cluster('a'), cluster('b'), cluster('c', change))[0]?.level).toBe(level)
})

test('warnings stand before notes', () => {
  const found = of(cluster('a'), cluster('b'), cluster('c', { celery: '5.3.0', locale: 'C' }))
  expect(found.map(({ fact }) => fact)).toEqual(['locale', 'celery'])
})

test('a cluster that does not tell is compared with nobody', () => {
  expect(of(cluster('a'), cluster('b', { java: null }), cluster('c', null))).toEqual([])
})

describe('clocks', () => {
  test('may be off by the limit, and by the error of measuring', () => {
    const error = { aheadMs: CLOCK_LIMIT_MS + 300, errorMs: 300 }
    expect(of(cluster('a', {}, error))).toEqual([])
  })

  test('beyond that they are named with direction, also when there is only one cluster', () => {
    expect(of(cluster('a', {}, { aheadMs: -4_250, errorMs: 3 }))).toEqual([
      {
        fact: 'clock',
        level: 'warning',
        usual: 'within 2 s of this console',
        others: ['a 4.3 s behind']
      }
    ])
  })
})

test('nobody is listed among the others who has what is usual, and everybody else is', () => {
  const values = fc.constantFrom('17.0.15', '17.0.9', '11.0.2', null)
  fc.assert(
    fc.property(fc.array(values, { maxLength: 9 }), (all) => {
      const [drift] = findDrift(all.map((java, index) => cluster(`c${String(index)}`, { java })))
      if (drift === undefined) {
        expect(new Set(all.filter((java) => java !== null)).size).toBeLessThan(2)
        return
      }
      const told = all.filter((java) => java !== null)
      expect(drift.others.length).toBe(told.filter((java) => java !== drift.usual).length)
    })
  )
})
