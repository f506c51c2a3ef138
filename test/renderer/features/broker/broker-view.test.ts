import { SvelteMap } from 'svelte/reactivity'
import { describe, expect, test, vi } from 'vitest'
import type { Rights } from '@shared/model/broker.js'
import type { ConsoleContext } from '../../../../src/renderer/src/lib/console-context.js'
import { BrokerView } from '../../../../src/renderer/src/features/broker/broker-view.svelte.js'
import { RightsDraft } from '../../../../src/renderer/src/features/broker/rights-draft.svelte.js'
import { aConsoleState, fakeMain, ok, type FakeMain } from '../../fake-transport.js'
import { aPicture } from './a-picture.js'

function context(
  main: FakeMain,
  answers: readonly boolean[] = []
): ConsoleContext & { said: string[] } {
  const left = [...answers]
  const said: string[] = []
  return {
    api: main.api,
    chooseEnvironment: () => Promise.resolve(),
    console: aConsoleState(),
    watch: null,
    now: 0,
    said,
    toast: (text) => said.push(text),
    confirm: (question) => {
      said.push(question.button)
      return Promise.resolve(left.shift() ?? false)
    }
  }
}
const settled = (): Promise<void> => new Promise((done) => setTimeout(done))

test('an older picture never replaces a newer one, and another environment’s is dropped', async () => {
  const main = fakeMain({ 'broker.follow': () => ok(aPicture(5)) })
  const view = new BrokerView(context(main))
  const stop = view.start()
  await settled()
  main.emit('broker.snapshot', { ...aPicture(3).snapshot })
  expect(view.snapshot?.version).toBe(5)
  main.emit('broker.snapshot', { ...aPicture(9).snapshot, environment: 'stable' })
  expect(view.snapshot?.version).toBe(5)
  stop()
  expect(main.listeners()).toBe(0)
  expect(main.calls.at(-1)?.[0]).toBe('broker.unfollow')
})

test('asks with the count of this moment, and sends nothing when it is kept', async () => {
  const counted = { queues: 1, ready: 2, unacknowledged: 0, consumers: 0, counted: 'exact' }
  const main = fakeMain({ 'broker.count': () => ok(counted) })
  const kept = context(main, [false])
  const view = new BrokerView(kept)
  const change = { type: 'purge-queue', vhost: 'v', queue: 'q' } as const
  await view.ask(change, {
    count: { vhost: 'v', queue: 'q' },
    text: (count) => ({ title: '', text: '', button: `Purge ${String(count?.ready)}` })
  })
  expect(kept.said).toEqual(['Purge 2'])
  expect(main.calls.map(([name]) => name)).toEqual(['broker.count'])
})

test('what is refused stands on the page, and nothing is toasted', async () => {
  const error = { code: 'BROKER_REFUSED', message: 'no' } as const
  const main = fakeMain({ 'broker.change': () => ({ ok: false, error }) })
  const given = context(main, [true])
  const view = new BrokerView(given)
  await view.ask(
    { type: 'close-connection', connection: 'c' },
    { count: null, text: () => ({ title: '', text: '', button: 'Close' }) }
  )
  expect(view.problem).toEqual(error)
  expect(given.said).toEqual(['Close'])
})

describe('a draft of rights', () => {
  const nothing = { configure: '^$', write: '^$', read: '^$' }
  function opened(
    first: Rights | null,
    main = fakeMain()
  ): { readonly open: () => RightsDraft; readonly now: (rights: Rights | null) => void } {
    localStorage.clear()
    const broker = new SvelteMap([['rights', first]])
    return {
      open: () => new RightsDraft(main.api, 'lab', 'u"', 'v/', () => broker.get('rights') ?? null),
      now: (rights) => broker.set('rights', rights)
    }
  }

  test('survives another page, and is gone once it is undone', () => {
    const { open } = opened(nothing)
    const draft = open()
    draft.type('read', '.*')
    expect(draft.changes).toBe(1)
    expect(open().value.read).toBe('.*')
    draft.undo()
    expect(open().value.read).toBe('^$')
  })

  test.each([[null], [nothing]])('of nobody follows the broker and keeps nothing: %o', (first) => {
    const { open, now } = opened(first)
    const draft = open()
    now({ ...nothing, read: '.*' })
    expect([draft.value.read, draft.changes, localStorage.length]).toEqual(['.*', 0, 0])
  })

  test('shows what was saved until the broker’s picture has it, and then follows', () => {
    const { open, now } = opened(nothing)
    const draft = open()
    draft.type('read', '.*')
    draft.saved()
    draft.settle()
    expect([draft.value.read, localStorage.length]).toEqual(['.*', 0])
    now({ ...nothing, read: '.*' })
    draft.settle()
    now(nothing)
    expect([draft.value.read, draft.changes]).toEqual(['^$', 0])
  })

  test('says no longer that its preview failed when the next one came', async () => {
    const error = { code: 'NOT_AVAILABLE', message: 'not open' } as const
    const preview = { problems: {}, statements: [], matches: {}, known: 0 }
    const answers = [{ ok: false, error } as const, ok(preview)]
    const { open } = opened(nothing, fakeMain({ 'broker.preview': () => answers.shift()! }))
    const draft = open()
    vi.useFakeTimers()
    draft.ask(nothing)
    await vi.advanceTimersByTimeAsync(200)
    expect(draft.previewError).toEqual(error)
    draft.ask(nothing)
    await vi.advanceTimersByTimeAsync(200)
    expect([draft.previewError, draft.preview]).toEqual([null, preview])
    vi.useRealTimers()
  })
})
