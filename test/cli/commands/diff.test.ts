import { afterEach, expect, test, vi } from 'vitest'
import { tellDiff } from '../../../src/cli/commands/diff.js'
import { main } from '../../../src/cli/program.js'
import type { DiffLine, OutputDiff } from '../../../src/engine/index.js'
import type {
  AttemptId,
  ClusterName,
  RunId,
  Sha256,
  UnitId
} from '../../../src/shared/model/ids.js'
import { collected } from '../output/reports.js'

afterEach(() => vi.restoreAllMocks())

const entry = (length: number, letter: string) => ({
  path: 'part-r-00001',
  length,
  sha256: letter.repeat(64) as Sha256
})
const line = (text: string, byte: number | null): DiffLine => ({
  byte,
  lineOffset: 100,
  lineLength: 5,
  text,
  caret: 2,
  cutBefore: false,
  cutAfter: false
})
const side = (cluster: string, verdict: 'agreed' | 'outvoted', id = `a-${cluster}`) => ({
  id: id as AttemptId,
  cluster: cluster as ClusterName,
  verdict
})

const aDiff = (change: Partial<OutputDiff> = {}): OutputDiff => ({
  run: 'r-1' as RunId,
  unit: 'count' as UnitId,
  method: 'bytes',
  left: side('lisbon', 'agreed'),
  right: side('porto', 'outvoted'),
  outcome: 'differs',
  files: [{ path: 'part-r-00001', left: entry(117, 'a'), right: entry(117, 'b') }],
  file: 'part-r-00001',
  difference: { offset: 102, line: 7, left: line('one\\t2', 101), right: line('onq\\t2', 113) },
  contradictions: [],
  read: { left: 131_072, right: 131_072, digests: 6 },
  ...change
})

function told(found: OutputDiff): string {
  const { lines, output } = collected()
  tellDiff(found, output)
  return lines.join('\n')
}

test('shows file, byte, line and both lines with a caret under the first difference', () => {
  expect(told(aDiff())).toBe(`count: lisbon (agreed) and porto (outvoted), compared byte by byte
  part-r-00001  differs, 117 bytes

  part-r-00001, byte 102, line 7
    lisbon  one\\t2
              ^
    porto   onq\\t2
              ^

  read 131072 bytes from each of the two, 6 digests of blocks`)
})

test('says that nothing differs', () => {
  const equal = aDiff({ outcome: 'equal', files: [], file: null, difference: null })
  expect(told(equal)).toBe(
    'the outputs of lisbon (agreed) and porto (outvoted) in count: no difference, by the manifests'
  )
})

test('says what a cluster did when nothing can be compared', () => {
  const text = 'porto serves other bytes than it digested: bytes 0 to 65535'
  const found = told(
    aDiff({
      outcome: 'contradicted',
      difference: null,
      contradictions: [{ cluster: 'porto' as ClusterName, text }],
      read: { left: 65_536, right: 0, digests: 0 }
    })
  )
  expect(found).toContain(`  !  ${text}`)
  expect(found).toContain('no difference of part-r-00001 can be shown')
  expect(found).toContain(
    'read 65536 bytes from lisbon and 0 bytes from porto, no digests of blocks'
  )
})

test('tells ends of files, long lines, other rules and attempts of one cluster', () => {
  const found = told(
    aDiff({
      method: 'lines',
      right: side('lisbon', 'outvoted', 'a-2'),
      files: [
        { path: 'a', left: entry(1, 'a'), right: null },
        { path: 'b', left: entry(5, 'a'), right: entry(4, 'b') }
      ],
      difference: {
        offset: 9_000_000,
        line: null,
        left: { ...line('ab', 1), lineOffset: null },
        right: line('ab', null)
      }
    })
  )
  for (const part of [
    'compared by lines: outputs that agree may differ',
    'a  only on lisbon a-lisbon',
    'b  differs, 5 bytes and 4 bytes',
    'byte 9000000, too far behind to count lines',
    '^ the line is longer than was read',
    '^ the file ends here'
  ])
    expect(found).toContain(part)
})

test.each([
  ['one name where two are needed', ['--clusters', 'lisbon'], /takes two names, got "lisbon"/],
  ['three names', ['--attempts', 'a', 'b', 'c'], /takes two names, got "a", "b", "c"/],
  ['both', ['--attempts', 'a', 'b', '--clusters', 'c', 'd'], /were both given/]
])('%s is bad input, before any cluster is asked', async (_, options, message) => {
  const said: string[] = []
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0)
  expect(await main(['diff', 'r-1', ...options])).toBe(2)
  expect(said.join('')).toMatch(message)
})
