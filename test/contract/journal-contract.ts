/** What every {@link JournalStore} does, in memory and on a disk alike. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RunId } from '../../src/shared/model/ids.js'
import type { JournalStore } from '../../src/engine/ports/journal.js'

export interface JournalSubject {
  readonly store: JournalStore
  /** What stands in the journal. */
  textOf(run: RunId): Promise<string>
  /** The process that writes dies; the last it wrote was half a line. */
  crash(run: RunId, torn: string): Promise<void>
  overwrite(run: RunId, text: string): Promise<void>
  dispose(): Promise<void>
}

export function describeJournals(name: string, makeSubject: () => Promise<JournalSubject>): void {
  describe(`${name}, as a store of journals`, () => {
    const run = 'r-1' as RunId
    let subject: JournalSubject
    let store: JournalStore
    beforeEach(async () => {
      subject = await makeSubject()
      store = subject.store
    })
    afterEach(async () => {
      await subject.dispose()
    })

    const events = [{ type: 'a', text: 'é😀\n' }, { type: 'b' }, { type: 'c', list: [1, 2] }]

    test('gives back the events that were appended, in their order', async () => {
      const journal = await store.create(run)
      await journal.append([events[0]!])
      await journal.append([events[1]!, events[2]!])
      await journal.close()
      expect(await store.read(run)).toEqual({ events, torn: null })
    })

    test('writes a line an event', async () => {
      const journal = await store.create(run)
      await journal.append(events)
      await journal.close()
      const lines = (await subject.textOf(run)).split('\n')
      expect(lines).toEqual([...events.map((event) => JSON.stringify(event)), ''])
    })

    test('keeps the order of appends that come at the same time', async () => {
      const journal = await store.create(run)
      const many = Array.from({ length: 100 }, (_, index) => ({ index }))
      await Promise.all(many.map((event) => journal.append([event])))
      await journal.close()
      expect((await store.read(run)).events).toEqual(many)
    })

    test('can be read while somebody writes it', async () => {
      const journal = await store.create(run)
      await journal.append([events[0]!])
      expect(await store.read(run)).toEqual({ events: [events[0]], torn: null })
      await journal.close()
    })

    test('goes on where it ended when it is opened again', async () => {
      const first = await store.create(run)
      await first.append([events[0]!])
      await first.close()
      const second = await store.create(run)
      await second.append([events[1]!])
      await second.close()
      expect((await store.read(run)).events).toEqual([events[0], events[1]])
    })

    test('is written by one at a time', async () => {
      const journal = await store.create(run)
      await expect(store.create(run)).rejects.toMatchObject({ code: 'RUN_LOCKED' })
      const locked = await store.isLocked(run)
      await journal.close()
      expect([locked, await store.isLocked(run)]).toEqual([true, false])
    })

    test('is free when its writer has died', async () => {
      const journal = await store.create(run)
      await journal.append([events[0]!])
      await subject.crash(run, '')
      const locked = await store.isLocked(run)
      const next = await store.create(run)
      await next.append([events[1]!])
      await next.close()
      await journal.close()
      expect({ locked, events: (await store.read(run)).events }).toEqual({
        locked: false,
        events: [events[0], events[1]]
      })
    })

    test('drops half a last line and says which', async () => {
      const journal = await store.create(run)
      await journal.append([events[0]!])
      await subject.crash(run, '{"type":"b')
      expect(await store.read(run)).toEqual({ events: [events[0]], torn: '{"type":"b' })
      await journal.close()
    })

    test('cuts half a last line off before it goes on, and still says which', async () => {
      const journal = await store.create(run)
      await journal.append([events[0]!])
      await subject.crash(run, '{"type":"b')
      const next = await store.create(run)
      const content = await store.read(run)
      await next.append([events[2]!])
      await next.close()
      await journal.close()
      expect([content, (await store.read(run)).events]).toEqual([
        { events: [events[0]], torn: '{"type":"b' },
        [events[0], events[2]]
      ])
    })

    test.each([
      ['a line that is no JSON', '{"type":"a"}\n{"ty\n{"type":"c"}\n'],
      ['a line that is no object', '{"type":"a"}\n7\n'],
      ['an empty line', '{"type":"a"}\n\n{"type":"c"}\n']
    ])('sets a journal with %s aside, and says where it is', async (_, text) => {
      await (await store.create(run)).close()
      await subject.overwrite(run, text)
      const damaged = { code: 'JOURNAL_DAMAGED' }
      await expect(store.read(run)).rejects.toMatchObject({
        ...damaged,
        message: expect.stringMatching(/journal\.jsonl.*journal\.damaged-/) as string
      })
      await expect(store.read(run)).rejects.toMatchObject(damaged)
      expect(await store.list()).toEqual([])
    })

    test('knows which runs it has, the newest first', async () => {
      for (const id of ['r-b', 'r-c', 'r-a']) {
        await (await store.create(id as RunId)).close()
        await new Promise((resolve) => setTimeout(resolve, 5)) // a file system's clock is coarse
      }
      expect(await store.list()).toEqual(['r-a', 'r-c', 'r-b'])
    })

    test('says so when there is no such run', async () => {
      await expect(store.read('r-none' as RunId)).rejects.toMatchObject({ code: 'RUN_UNKNOWN' })
      expect([await store.isLocked('r-none' as RunId), await store.list()]).toEqual([false, []])
    })

    test('takes no more once it is closed, and closing twice is as good as once', async () => {
      const journal = await store.create(run)
      await journal.close()
      await journal.close()
      await expect(journal.append([{}])).rejects.toMatchObject({ code: 'INTERNAL' })
    })

    test('keeps the files of a run, the last content of each', async () => {
      await Promise.all([1, 2, 3].map((n) => store.keep(run, 'progress.json', { n })))
      await store.keep(run, 'report.json', { verdict: 'verified' })
      expect([
        await store.kept(run, 'progress.json'),
        await store.kept(run, 'report.json'),
        await store.kept(run, 'job.json')
      ]).toEqual([{ n: 3 }, { verdict: 'verified' }, null])
    })

    test('tells who watches a run that it changed, until they stop', async () => {
      const journal = await store.create(run)
      let changes = 0
      const stop = store.watch(run, () => {
        changes += 1
      })
      await journal.append([events[0]!])
      await expect.poll(() => changes).toBeGreaterThan(0)
      await store.keep(run, 'progress.json', {})
      const before = changes
      await expect.poll(() => changes).toBeGreaterThanOrEqual(before)
      stop()
      const after = changes
      await journal.append([events[1]!])
      await journal.close()
      await new Promise((resolve) => setTimeout(resolve, 100))
      expect(changes).toBe(after)
    })

    test('can be watched before there is anything', async () => {
      let changes = 0
      const stop = store.watch(run, () => {
        changes += 1
      })
      const journal = await store.create(run)
      await journal.append([events[0]!])
      await expect.poll(() => changes, { timeout: 5_000 }).toBeGreaterThan(0)
      stop()
      await journal.close()
    })
  })
}
