import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { LogFile, LogLine } from '@shared/model/host-logs.js'
import { millis } from '@shared/model/ids.js'
import {
  levelOf,
  marked,
  shortPath
} from '../../../../../src/renderer/src/features/clusters/hosts/log-text.js'
import {
  KEPT_LINES,
  LogView
} from '../../../../../src/renderer/src/features/clusters/hosts/log-view.svelte.js'
import { compilePattern } from '@shared/text/pattern.js'
import { fakeMain, ok, type FakeMain } from '../../../fake-transport.js'

const file = (path: string): LogFile => ({ path, kind: 'other', size: 1, modifiedAt: millis(1) })
const lines = (from: number, count: number, text = 'line'): readonly LogLine[] =>
  Array.from({ length: count }, (_, index) => ({
    number: from + index,
    text: `${text} ${from + index}`,
    note: false
  }))

describe('a log that is followed', () => {
  let main: FakeMain
  let view: LogView
  let follow: number
  beforeEach(async () => {
    vi.useFakeTimers()
    follow = 1
    main = fakeMain({ 'logs.follow': () => ok(follow), 'logs.list': () => ok(null) })
    view = new LogView(main.api, 'porto')
    view.start()
    await view.open(file('/a.log'))
  })
  afterEach(() => vi.useRealTimers())
  const come = (batch: readonly LogLine[], number = follow): void => {
    main.emit('logs.lines', { follow: number, lines: batch })
    vi.runAllTimers()
  }
  const shown = (): readonly string[] => view.shown.map(({ text }) => text)

  test('shows its lines, and those of none before it', async () => {
    come(lines(1, 2))
    follow = 2
    const opening = view.open(file('/b.log'))
    main.emit('logs.lines', { follow: 2, lines: lines(1, 1, 'early') })
    await opening
    come(lines(3, 1, 'old'), 1)
    come(lines(2, 1, 'new'))
    expect(shown()).toEqual(['early 1', 'new 2'])
  })

  test('is filtered, also what comes later; a pattern that is not whole changes nothing', () => {
    come(lines(1, 12))
    view.filter('line 1\\d')
    vi.runAllTimers()
    view.filter('line 1(')
    come(lines(13, 1))
    expect([shown(), view.fault]).toEqual([
      ['line 10', 'line 11', 'line 12', 'line 13'],
      'missing closing )'
    ])
    view.filter('')
    vi.runAllTimers()
    expect([view.shown.length, view.fault]).toEqual([13, null])
  })

  test('stands still while it is paused, and catches up', () => {
    come(lines(1, 2))
    view.pause()
    come(lines(3, 2))
    expect([view.shown.length, view.waiting]).toEqual([2, 2])
    view.resume()
    expect([view.shown.length, view.waiting]).toEqual([4, 0])
  })

  test('lets the oldest lines go, and says how many', () => {
    for (let part = 0; part < 5; part += 1) come(lines(part * 5_000 + 1, 5_000))
    expect([view.shown.length, view.shown[0]?.number, view.count, view.dropped]).toEqual([
      KEPT_LINES,
      5_001,
      25_000,
      5_000
    ])
    view.filter('7$')
    vi.runAllTimers()
    come(lines(25_001, 5_000))
    expect(view.shown[0]?.number).toBe(10_007)
  })

  test('says that following ended', () => {
    main.emit('logs.ended', { follow: 1, why: 'the connection was lost' })
    expect(view.phase).toEqual({ type: 'ended', why: 'the connection was lost' })
  })
})

test.each([
  ['2026-11-21 10:00:00,1 ERROR org.apache: x', 'error'],
  ['[2026-11-21 10:00:00: WARNING/MainProcess] x', 'warning'],
  ['INFO no ERRORS here', 'plain'],
  [`${'x'.repeat(100)} ERROR `, 'plain']
])('the level of %j is %s', (line, level) => expect(levelOf(line)).toBe(level))

test('what matched is marked, all else stays', () => {
  const pattern = compilePattern('b')
  expect(pattern.type === 'ok' && marked('a ab b', pattern)).toEqual([
    { text: 'a a', mark: false },
    { text: 'b', mark: true },
    { text: ' ', mark: false },
    { text: 'b', mark: true }
  ])
  expect(marked('', null)).toEqual([{ text: '', mark: false }])
})

test('a path is shown below the folder that was searched', () => {
  expect([shortPath('/opt/h/logs/x.log', ['/opt/h']), shortPath('/x', ['/opt'])]).toEqual([
    'logs/x.log',
    '/x'
  ])
})
