import { describe, expect, test } from 'vitest'
import type { HostResult } from '@shared/model/host-command.js'
import type { ErrorCode } from '@shared/model/errors.js'
import type { ClusterName } from '@shared/model/ids.js'
import { lineDiff } from '../../../../../src/renderer/src/features/clusters/hosts/line-diff.js'
import {
  comparedOutputs,
  groupOutputs
} from '../../../../../src/renderer/src/features/clusters/hosts/output-groups.js'
import { resultLook } from '../../../../../src/renderer/src/features/clusters/hosts/result-looks.js'

const result = (cluster: string, change: Partial<HostResult> = {}): HostResult => ({
  cluster: cluster as ClusterName,
  state: 'ended',
  exitCode: 0,
  signal: null,
  tookMs: 10,
  output: 'a\nb\nc\n',
  errors: '',
  cut: false,
  error: null,
  ...change
})

describe('answers', () => {
  test('that are equal stand together, the largest group first, others with their difference', () => {
    const grouped = groupOutputs([
      result('faro', { output: 'a\nB\nc\n', exitCode: 4 }),
      result('porto'),
      result('lisbon'),
      result('evora', { state: 'failed' })
    ])
    expect(grouped.map(({ difference }) => difference)).toEqual([null, null]) // not while it runs
    const groups = comparedOutputs(grouped)
    expect(groups.map(({ id, difference }) => [id, difference])).toEqual([
      ['porto lisbon', null],
      [
        'faro',
        {
          exitCode: { usual: 0 },
          rows: [
            { type: 'same', text: 'a' },
            { type: 'del', text: 'b' },
            { type: 'add', text: 'B' },
            { type: 'same', text: 'c' }
          ]
        }
      ]
    ])
  })

  test('differ also by exit code or standard error alone', () => {
    expect(
      groupOutputs([result('a'), result('b', { exitCode: 1 }), result('c', { errors: 'x' })])
    ).toHaveLength(3)
  })

  test('that never came are called what they are, not silent', () => {
    const word = (code: ErrorCode): string =>
      resultLook({ state: 'failed', error: { code, message: 'm' } }).word
    expect([word('HOST_KEY_CHANGED'), word('SSH_FAILED'), word('INTERNAL')]).toEqual([
      'another host key',
      'ssh failed',
      'failed'
    ])
    expect(resultLook(result('a')).word).toBe('ended')
  })

  test('are none while nothing has ended', () => {
    expect(groupOutputs([result('a', { state: 'running' })])).toEqual([])
  })
})

describe('a difference', () => {
  test('folds away what is equal', () => {
    const before = Array.from({ length: 30 }, (_, index) => `line ${index}`)
    const after = before.with(15, 'changed')
    expect(lineDiff(before.join('\n'), after.join('\n'))).toEqual([
      { type: 'skip', text: '13\u00a0equal lines' },
      { type: 'same', text: 'line 13' },
      { type: 'same', text: 'line 14' },
      { type: 'del', text: 'line 15' },
      { type: 'add', text: 'changed' },
      { type: 'same', text: 'line 16' },
      { type: 'same', text: 'line 17' },
      { type: 'skip', text: '12\u00a0equal lines' }
    ])
  })

  test('of nothing and something is something', () => {
    expect(lineDiff('', 'x\n')).toEqual([{ type: 'add', text: 'x' }])
    expect(lineDiff('x', '')).toEqual([{ type: 'del', text: 'x' }])
  })

  test('of very long texts is not looked for', () => {
    expect(lineDiff('x\n'.repeat(2_000), 'y')).toBeNull()
  })
})
