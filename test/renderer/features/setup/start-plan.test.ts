import { expect, test } from 'vitest'
import type { LabStep } from '@shared/ipc/lab-view.js'
import { startPlan, startSentence } from '../../../../src/renderer/src/features/setup/start-plan.js'

const ready = (cloud: string, daemon: string): LabStep => ({
  cloud,
  daemon,
  state: 'ready',
  seconds: 2
})

test('the table stands whole before anything began', () => {
  const plan = startPlan([])
  expect([plan.clouds.map(({ cells }) => cells.length), plan.ready, plan.all]).toEqual([
    [8, 8, 8],
    0,
    27
  ])
  expect(startSentence(plan)).toBe('Preparing')
})

test('counts what answers, and says when only greetings are left', () => {
  const some = [ready('lab', 'class data'), ready('porto', 'sshd')]
  expect(startSentence(startPlan(some))).toBe('2 of 27 parts answer')
  const greeting = { ...ready('lab', 'greetings'), state: 'starting' } as const
  expect(startSentence(startPlan([...some, greeting]))).toBe('Asking every worker for an answer')
})

test('remains of an earlier lab are no part of the table', () => {
  expect(startPlan([ready('lab', 'remains of an earlier lab')]).ready).toBe(0)
})
