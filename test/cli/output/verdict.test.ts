import { expect, test } from 'vitest'
import { tellError } from '../../../src/cli/output/output.js'
import { tellVerdict } from '../../../src/cli/output/verdict.js'
import { ConsoleError } from '../../../src/shared/model/errors.js'
import type { ClusterName, Millis } from '../../../src/shared/model/ids.js'
import { aReport, collected } from './reports.js'

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
