import { expect, test } from 'vitest'
import { millis, type ClusterName } from '../../../../src/shared/model/ids.js'
import { RefusalFilter } from '../../../../src/engine/adapters/amqp/refusal-filter.js'

const refusal = (cluster: string, task: string) => ({
  at: millis(0),
  cluster: cluster as ClusterName,
  run: null,
  task,
  reason: 'wrong mac'
})

test('lets each refusal through once, and a flood of them only so far', () => {
  const filter = new RefusalFilter()
  const flood = Array.from({ length: 500 }, (_, index) => refusal('porto', `t${index}`))
  const told = [...flood, ...flood].filter((one) => filter.isNews(one))
  expect([told.length, filter.isNews(refusal('lisbon', 't1'))]).toEqual([200, true])
})
