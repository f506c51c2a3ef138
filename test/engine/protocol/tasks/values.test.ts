import { describe, expect, test } from 'vitest'
import type { ManifestDigest } from '../../../../src/shared/model/ids.js'
import { manifestOf, sha256Of } from '../../../../src/engine/protocol/tasks/manifest.js'
import { taskNames } from '../../../../src/engine/protocol/tasks/names.js'
import { requestSchemas } from '../../../../src/engine/protocol/tasks/requests.js'
import { parseValue, valueSchemas } from '../../../../src/engine/protocol/tasks/values.js'

const empty = sha256Of(new Uint8Array())
const files = [
  { path: '_SUCCESS', length: 0, sha256: empty },
  { path: 'part-r-00000', length: 0, sha256: empty }
]
const end = {
  outcome: 'succeeded',
  files,
  manifest: manifestOf(files).digest,
  inputs: [manifestOf(files).digest],
  lines: null,
  blocks: null,
  jobFinishedAt: 5,
  counters: { MAP_INPUT_RECORDS: 7 },
  exitCode: 0,
  code: null,
  cause: null,
  log: ['done']
}
const item = {
  id: 'a-1',
  kind: 'attempt',
  state: 'ended',
  phase: 'digesting',
  applicationId: 'application_1_0001',
  map: 100,
  reduce: 33.3,
  bytes: 12,
  startedAt: 1,
  finishedAt: 6,
  phases: { preparing: 1, running: 2 },
  end
}
const progress = (changes: object) => ({ version: 3, items: [{ ...item, ...changes }] })

describe('an answer to medusa.progress', () => {
  test('is taken as it is, without what this version does not know', () => {
    const value = { ...progress({}), news: 1 }
    expect(parseValue('porto', 'medusa.progress', value)).toEqual(progress({}))
  })

  test('is taken for a failure without output', () => {
    const failed = {
      ...end,
      outcome: 'failed',
      files: [],
      manifest: null,
      inputs: [],
      lines: null,
      blocks: null,
      jobFinishedAt: null,
      counters: {},
      exitCode: null,
      code: 'JOB_FAILED',
      cause: 'x'.repeat(3000)
    }
    const { items } = parseValue('porto', 'medusa.progress', progress({ end: failed }))
    expect(items[0]?.end?.cause).toBe('x'.repeat(2000))
  })

  test.each([
    ['a manifest that is not that of the files', { files: [files[0]] }, 'the files have'],
    ['a success without a manifest', { manifest: null }, 'succeeded without a manifest'],
    ['unsorted files', { files: [...files].reverse() }, 'not in its place'],
    ['a digest that is none', { manifest: 'sha256:00' as ManifestDigest }, 'manifest'],
    ['a negative length', { files: [{ ...files[0], length: -1 }] }, 'length'],
    [
      'a length beyond what numbers can hold',
      { files: [{ ...files[0], length: 2 ** 60 }] },
      'length'
    ],
    ['an outcome of its own', { outcome: 'splendid' }, 'outcome']
  ])('is refused with %s', (_, changes, reason) => {
    const value = progress({ end: { ...end, ...changes } })
    expect(() => parseValue('porto', 'medusa.progress', value)).toThrow(
      expect.objectContaining({
        code: 'REPLY_REFUSED',
        message: expect.stringContaining(reason) as string
      }) as Error
    )
  })

  test.each([
    { map: 101 },
    { reduce: -1 },
    { bytes: 0.5 },
    { state: 'winning' },
    { kind: 'other' }
  ])('is refused with %j', (changes) => {
    expect(() => parseValue('porto', 'medusa.progress', progress(changes))).toThrow(
      /porto.*medusa\.progress/
    )
  })
})

test.each([
  [
    'medusa.hello',
    {
      hostname: 'vm',
      cluster: 'porto',
      user: 'x',
      worker: '0.1.0',
      protocol: 1,
      celery: '5.2.6',
      python: '3.11.2',
      now: 1795262531412
    }
  ],
  [
    'medusa.facts',
    {
      hadoop: '3.4.2',
      java: null,
      blockSize: 134217728,
      capacityBytes: null,
      remainingBytes: null,
      cpus: 2,
      memoryBytes: 1024,
      locale: 'C.UTF-8',
      now: 1,
      root: false,
      checksum: null
    }
  ],
  ['medusa.stat', [{ path: '/a', type: 'missing', length: 0, files: 0 }]],
  ['medusa.manifest', { state: 'started' }],
  ['medusa.attempt', { state: 'lost' }],
  ['medusa.kill', { stopped: ['process 4711'], state: 'never-started' }],
  ['medusa.publish', { renamed: false }],
  ['medusa.remove', { removed: true }]
] as const)('takes what %s answers', (task, value) => {
  expect(parseValue('porto', task, value)).toEqual(value)
})

test('has a schema for requests and values of every task', () => {
  expect([Object.keys(requestSchemas), Object.keys(valueSchemas)]).toEqual([taskNames, taskNames])
})

test('refuses members that a request does not have', () => {
  expect(
    requestSchemas['medusa.progress'].safeParse({ run: 'r-1', since: 0, sinse: 1 }).success
  ).toBe(false)
})
