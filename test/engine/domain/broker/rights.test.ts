import { describe, expect, test } from 'vitest'
import type { ClusterName } from '@shared/model/ids.js'
import type { Rights } from '@shared/model/broker.js'
import { previewRights } from '../../../../src/engine/domain/broker/rights.js'
import { userSentence } from '../../../../src/engine/domain/broker/user-sentence.js'
import { clientRights, workerRights } from '../../../../src/lab/broker-configuration.js'

const faro = { cluster: 'faro' as ClusterName, queue: 'medusa.faro' }
const porto = { cluster: 'porto' as ClusterName, queue: 'medusa.porto' }
const names = { tasks: [faro], queues: ['medusa.faro'], exchanges: ['', 'amq.topic'] }
const everything: Rights = { configure: '.*', write: '.*', read: '.*' }
const nothing: Rights = { configure: '^$', write: '', read: '^$' }

const said = (rights: Rights, before: Rights | null = rights, vhost = names): readonly string[] =>
  previewRights(rights, before, vhost, []).statements.map(
    ({ tone, text, was }) => `${tone}: ${text}${was === null ? '' : ` (was: ${was})`}`
  )

describe('rights in plain words', () => {
  test('of a worker as the lab makes it', () => {
    expect(said(workerRights('medusa.faro'))).toEqual([
      'may: takes tasks from medusa.faro',
      'may: answers to the console’s reply queues',
      'may: sends heartbeats',
      'may-not: cannot read the replies that wait for the console',
      'note: could put tasks into its own queue, which harms faro alone',
      'may-not: cannot see any other vhost'
    ])
  })

  test('of somebody who may touch everything, or nothing', () => {
    expect(said(everything)[0]).toBe(
      'danger: may touch everything in this vhost: read, write, make and delete'
    )
    expect(said(nothing)[0]).toBe(
      'may-not: may log in here, and touch nothing: the patterns match nothing'
    )
  })

  test('marks what a change would newly allow', () => {
    const before = workerRights('medusa.faro')
    const after = { ...before, read: '^medusa\\..*$' }
    expect(said(after, before)).toContain(
      'danger: can read the replies that wait for the console (was: cannot read the replies that wait for the console)'
    )
  })

  test('warns where two clouds share a vhost and one could speak for the other', () => {
    const shared = { ...names, tasks: [faro, porto] }
    expect(said(workerRights('medusa.faro'), null, shared)).toContain(
      'danger: could put tasks into medusa.porto, which is not its own'
    )
  })

  test('says when the worker could not make its queue', () => {
    const rights = { ...workerRights('medusa.faro'), configure: '^$' }
    expect(said(rights)).toContain(
      'note: cannot make medusa.faro itself: it has to be there before the worker starts'
    )
  })

  test('names the field whose pattern is wrong, and tells that from what only cannot be previewed', () => {
    const preview = previewRights(
      { configure: '*', write: '(?<=a)b', read: 'a++' },
      null,
      names,
      []
    )
    expect(preview.problems.configure).toMatchObject({ type: 'invalid' })
    expect(preview.problems.write).toMatchObject({ type: 'unseen' })
    expect(preview.problems.read).toMatchObject({ type: 'unseen' })
    expect(preview.statements).toEqual([])
  })

  test('counts what each pattern matches of what is there', () => {
    const { matches, known } = previewRights(everything, null, names, [])
    expect(matches).toEqual({ configure: known, write: known, read: known })
    expect(previewRights(nothing, null, names, []).matches.read).toBe(0)
  })
})

describe('what a user may do, in one sentence', () => {
  const tasks = new Map([
    ['medusa-faro', [faro]],
    ['medusa-porto', [porto]]
  ])
  const user = (
    rights: Readonly<Record<string, Rights>>,
    tags: readonly string[] = [],
    own = false
  ): string =>
    userSentence(
      { tags, own, rights: Object.entries(rights).map(([vhost, each]) => ({ vhost, ...each })) },
      tasks
    )

  test.each([
    [
      'takes porto’s tasks, answers as porto',
      user({ 'medusa-porto': workerRights('medusa.porto') })
    ],
    ['may touch all but replies in medusa-faro', user({ 'medusa-faro': clientRights })],
    ['sees figures, touches nothing', user({ 'medusa-faro': nothing }, ['monitoring'])],
    ['has no vhost: can connect to nothing', user({})],
    [
      'administers the broker, may touch everything in medusa-faro',
      user({ 'medusa-faro': everything }, ['administrator'])
    ],
    [
      'sees figures, gives tasks to faro and porto, reads the answers',
      user({ 'medusa-faro': everything, 'medusa-porto': everything }, ['monitoring'], true)
    ]
  ])('%s', (wanted, sentence) => {
    expect(sentence).toBe(wanted)
  })
})
