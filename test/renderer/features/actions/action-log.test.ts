import { expect, test } from 'vitest'
import type { Action } from '@shared/model/action.js'
import { ActionLog } from '../../../../src/renderer/src/features/actions/action-log.svelte.js'
import {
  ALL_ACTIONS,
  filteredActions,
  isActionsFilter
} from '../../../../src/renderer/src/features/actions/actions-filter.js'
import { fakeMain, ok } from '../../fake-transport.js'

const anAction = (id: string, change: Partial<Action> = {}): Action => ({
  id,
  at: 1,
  tookMs: 2,
  environment: 'lab',
  by: 'window',
  target: { kind: 'broker', name: 'medusa.porto' },
  what: 'purged queue medusa.porto, 2 messages',
  call: 'DELETE /api/queues/medusa-porto/medusa.porto/contents',
  outcome: 'done',
  error: null,
  ...change
})
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

test('shows what was kept, and what is added, newest first and each once', async () => {
  const main = fakeMain({ 'actions.read': () => ok([anAction('b'), anAction('a')]) })
  const log = new ActionLog(main.api)
  const stop = log.start()
  main.emit('actions.added', [anAction('b'), anAction('c')]) // while it is being read
  await settled()
  main.emit('actions.added', [anAction('d'), anAction('e')])
  expect(log.actions?.map(({ id }) => id)).toEqual(['e', 'd', 'c', 'b', 'a'])
  stop()
  expect(main.listeners()).toBe(0)
})

test('has an action once, as it began until it has ended', async () => {
  const began = anAction('b', { outcome: 'began' })
  const main = fakeMain({ 'actions.read': () => ok([began, anAction('a')]) })
  const log = new ActionLog(main.api)
  log.start()
  await settled()
  const shown = (): readonly string[] =>
    log.actions?.map(({ id, outcome }) => `${id} ${outcome}`) ?? []
  main.emit('actions.added', [anAction('c', { outcome: 'began' })])
  expect(shown()).toEqual(['c began', 'b began', 'a done'])
  main.emit('actions.added', [
    anAction('b'),
    began,
    anAction('d', { outcome: 'began' }),
    anAction('d')
  ])
  expect(shown()).toEqual(['d done', 'b done', 'c began', 'a done'])
})

test('says why the log cannot be read', async () => {
  const error = { code: 'DISK_FULL', message: 'no room' } as const
  const log = new ActionLog(fakeMain({ 'actions.read': () => ({ ok: false, error }) }).api)
  log.start()
  await settled()
  expect([log.actions, log.error]).toEqual([null, error])
})

test('is filtered by target, outcome and expression', () => {
  const failed = anAction('f', {
    target: { kind: 'run', name: 'r-1' },
    outcome: 'failed',
    error: { code: 'RUN_LOCKED', message: 'another process' },
    call: null
  })
  const ids = (change: Partial<typeof ALL_ACTIONS>): string[] =>
    filteredActions([anAction('d'), failed], { ...ALL_ACTIONS, ...change }).rows.map(({ id }) => id)
  expect([
    ids({}),
    ids({ target: 'run' }),
    ids({ outcome: 'done' }),
    ids({ text: 'RUN_LOCKED' }),
    ids({ text: 'DELETE .*porto' })
  ]).toEqual([['d', 'f'], ['f'], ['d'], ['f'], ['d']])
})

test('what was remembered by another version is not taken over', () => {
  expect([ALL_ACTIONS, { ...ALL_ACTIONS, target: 'moon' }, 7].map(isActionsFilter)).toEqual([
    true,
    false,
    false
  ])
})

test('what the window had the command line do stands once, and in the order it began', () => {
  const lab = { kind: 'lab', name: 'lab' } as const
  const call = 'medusa lab up --clouds 3 --base 60'
  const asked = anAction('w', { target: lab, at: 100, tookMs: 90, call: `${call} --state /s` })
  const echo = anAction('c', { target: lab, at: 99, tookMs: 80, call, by: 'command line' })
  const later = anAction('l', { at: 60, tookMs: 1 })
  const byHand = { ...echo, id: 'h', at: 500 }
  const { rows } = filteredActions([byHand, asked, echo, later], ALL_ACTIONS)
  expect(rows.map(({ id }) => id)).toEqual(['h', 'l', 'w'])
})
