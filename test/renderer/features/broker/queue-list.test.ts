import { describe, expect, test } from 'vitest'
import type { QueueRow, WorkerRow } from '@shared/model/broker.js'
import type { ClusterName, Millis } from '@shared/model/ids.js'
import {
  firstChoice,
  listQueues,
  newestBeats,
  queueNotes
} from '../../../../src/renderer/src/features/broker/queue-list.js'
import { generatedPassword } from '../../../../src/renderer/src/features/broker/password.js'
import { nameProblem } from '../../../../src/renderer/src/features/broker/names.js'

const row = (name: string, change: Partial<QueueRow> = {}): QueueRow => ({
  vhost: 'v',
  name,
  cluster: null,
  ready: 0,
  unacknowledged: 0,
  consumers: null,
  durable: true,
  exclusive: false,
  state: 'running',
  exists: true,
  ...change
})
const task = (name: string, change: Partial<QueueRow> = {}): QueueRow =>
  row(`medusa.${name}`, { cluster: name as ClusterName, ...change })
const all = { ...firstChoice, scope: 'all' } as const
const names = (rows: readonly QueueRow[]): string[] => rows.map(({ name }) => name)

describe('the list of queues', () => {
  const rows = [task('porto'), task('faro', { ready: 3 }), row('medusa.replies.x'), row('a(b')]

  test('begins with the clouds’ task queues', () => {
    expect(names(listQueues(rows, firstChoice).rows)).toEqual(['medusa.porto', 'medusa.faro'])
  })

  test('filters by a pattern; capital letters count only when there are some', () => {
    expect(names(listQueues(rows, { ...all, filter: 'porto|replies' }).rows)).toEqual([
      'medusa.porto',
      'medusa.replies.x'
    ])
  })

  test('looks for what is no pattern as it stands, and says so', () => {
    const { rows: found, problem } = listQueues(rows, { ...all, filter: 'a(b' })
    expect(names(found)).toEqual(['a(b'])
    expect(problem).toContain('No pattern')
  })

  test('is not held up by a pattern on which others hang, over 5,000 names', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => row(`${'a'.repeat(60)}!${index}!`))
    expect(listQueues(many, { ...all, filter: '(a+)+$' })).toEqual({ rows: [], problem: null })
  })

  test('sorts by figures, what is unknown last', () => {
    const sorted = listQueues([...rows, row('z', { ready: null })], {
      ...all,
      sort: 'ready',
      direction: 'down'
    })
    expect(names(sorted.rows)[0]).toBe('medusa.faro')
    expect(names(sorted.rows).at(-1)).toBe('z')
  })

  test('notes task queues that nobody takes from, or that are not there', () => {
    const notes = queueNotes(
      [
        task('porto', { consumers: 0, ready: 2 }),
        task('faro', { exists: false }),
        task('braga', { consumers: 1 })
      ],
      new Map()
    )
    expect(notes.map(({ title }) => title)).toEqual([
      'Nobody consumes medusa.porto.',
      'medusa.faro is not there.'
    ])
  })
})

test('the heartbeat of a cluster is the newest of all its workers', () => {
  const worker = (name: string, at: number): WorkerRow => ({
    cluster: 'porto' as ClusterName,
    vhost: 'v',
    worker: name,
    since: 0 as Millis,
    at: at as Millis,
    beats: 1,
    load: []
  })
  expect([...newestBeats([worker('a', 9_000), worker('b', 2_000)])]).toEqual([['porto', 9_000]])
})

test('a generated password has 40 letters and digits, also of unlucky random bytes', () => {
  let round = 0
  const password = generatedPassword((bytes) => bytes.fill(round++ === 0 ? 255 : round))
  expect(password).toMatch(/^[A-Za-z0-9]{40}$/)
})

test.each([
  ['', 'needed'],
  [' x', 'space'],
  ['a\u0000', 'control'],
  ['ü'.repeat(128), '256 bytes']
])('the name "%s" is refused', (name, words) => {
  expect(nameProblem(name)).toContain(words)
})
