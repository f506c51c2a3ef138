import { expect, test } from 'vitest'
import { judge, readFindings } from '../../../scripts/security/findings.mjs'

const HEADING = 'issue, severity, confidence, filename, location, sample, description, url\n'
const text = `${HEADING}CSP_GLOBAL_CHECK,"MEDIUM","CERTAIN","N/A","0:0",N/A,"No CSP, says it",https://example.org/a
PRELOAD_JS_CHECK,"HIGH","FIRM","main/window.ts","31:6","preload: join(""a"",
 'b'),","Review it",https://example.org/b`

const csp = { check: 'CSP_GLOBAL_CHECK', in: /^N\/A$/, because: 'a header has it' }

test('reads quoted fields with commas, quotes and line ends in them', () => {
  expect(readFindings(text)).toEqual([
    {
      check: 'CSP_GLOBAL_CHECK',
      severity: 'MEDIUM',
      file: 'N/A',
      location: '0:0',
      description: 'No CSP, says it'
    },
    {
      check: 'PRELOAD_JS_CHECK',
      severity: 'HIGH',
      file: 'main/window.ts',
      location: '31:6',
      description: 'Review it'
    }
  ])
})

test('reads no finding from a heading alone', () => {
  expect(readFindings(HEADING)).toEqual([])
})

test('lets nothing stay that is high, even when it was accepted', () => {
  const preload = { check: 'PRELOAD_JS_CHECK', in: /./, because: 'no reason is enough' }
  const { high, open, stale } = judge(readFindings(text), [csp, preload])
  expect([high.map(({ check }) => check), open, stale]).toEqual([['PRELOAD_JS_CHECK'], [], []])
})

test('wants a reason for what is medium, and no reason without a finding', () => {
  const gone = { check: 'GONE', in: /./, because: 'it was there once' }
  const { open, stale } = judge(readFindings(text), [gone])
  expect([open.map(({ check }) => check), stale]).toEqual([['CSP_GLOBAL_CHECK'], ['GONE']])
})
