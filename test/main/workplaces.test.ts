import { beforeEach, expect, test } from 'vitest'
import { ConsoleError } from '@shared/model/errors.js'
import type { EngineHost } from '../../src/main/engine-host.js'
import type { Workplace } from '../../src/main/workplace.js'
import { Workplaces } from '../../src/main/workplaces.js'
import { settled } from '../support/fake-clock.js'

/** What was opened and closed, in order: the first `a` is `a1`. */
let calls: string[]
let busy: Set<string>
/** Environments whose opening, or closing (`close a`), waits for {@link letGo}. */
let held: Map<string, () => void>
let waits: Set<string>
let workplaces: Workplaces
let numbers: Map<string, number>

beforeEach(() => {
  calls = []
  busy = new Set()
  held = new Map()
  waits = new Set()
  numbers = new Map()
  workplaces = new Workplaces(({ name }) => busy.has(name))
})

const gate = (what: string): Promise<void> =>
  waits.has(what) ? new Promise((resolve) => held.set(what, resolve)) : Promise.resolve()
const letGo = async (what: string): Promise<void> => {
  held.get(what)?.()
  await settled()
}
const host = {
  openWorkplace: async (name: string): Promise<Workplace> => {
    const number = (numbers.get(name) ?? 0) + 1
    numbers.set(name, number)
    await gate(name)
    if (name === 'broken') throw new ConsoleError('SECRET_MISSING', 'nobody has the password')
    calls.push(`open ${name}${String(number)}`)
    const close = async (): Promise<void> => {
      await gate(`close ${name}`)
      calls.push(`close ${name}${String(number)}`)
    }
    return { name, close } as unknown as Workplace
  }
} as unknown as EngineHost
const show = (name: string): Promise<Workplace | null> => workplaces.show(host, name)
const open = (): readonly string[] => workplaces.open.map(({ name }) => name)

test('shows the choice that came last, although the one before is still closing what it left', async () => {
  await show('a')
  waits.add('close a').add('c')
  const b = show('b')
  await settled()
  const c = show('c')
  await letGo('c')
  await letGo('close a')
  expect([await b, (await c)?.name, workplaces.shown?.name, open()]).toEqual([
    null,
    'c',
    'c',
    ['c']
  ])
})

test('leaves what was shown when several choices come before one is open', async () => {
  await show('a')
  waits.add('b')
  const b = show('b')
  await show('c')
  await letGo('b')
  expect([await b, open(), calls.includes('close a1')]).toEqual([null, ['c'], true])
})

test('does not tell what went wrong with a choice that was overtaken', async () => {
  waits.add('broken')
  const broken = show('broken')
  await show('c')
  await letGo('broken')
  expect([await broken, workplaces.shown?.name]).toEqual([null, 'c'])
})

test('closes the one that was shown also when the next one cannot be opened', async () => {
  await show('a')
  await expect(show('broken')).rejects.toMatchObject({ code: 'SECRET_MISSING' })
  expect([workplaces.shown, open(), calls]).toEqual([null, [], ['open a1', 'close a1']])
})

test('keeps one with runs behind, shows it again as it is, and closes it when they are over', async () => {
  await show('a')
  busy.add('a')
  await show('b')
  await workplaces.closeIdle()
  await show('a')
  await show('b')
  expect(open()).toEqual(['a', 'b'])
  busy.clear()
  await workplaces.closeIdle()
  expect([open(), calls]).toEqual([
    ['b'],
    ['open a1', 'open b1', 'close b1', 'open b2', 'close a1']
  ])
})

test('opens the shown one anew, and one behind whose runs are over', async () => {
  await show('a')
  await show('a')
  busy.add('a')
  await show('b')
  busy.clear()
  await show('a')
  expect(calls).toEqual([
    'open a1',
    'close a1',
    'open a2',
    'open b1',
    'close a2',
    'open a3',
    'close b1'
  ])
})
