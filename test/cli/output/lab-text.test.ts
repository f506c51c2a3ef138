import { expect, test } from 'vitest'
import { labText } from '../../../src/cli/output/lab-text.js'
import type { LabStatus } from '../../../src/lab/index.js'

const cloud = (name: string): LabStatus['clouds'][number] => ({
  name,
  address: '127.0.1.1',
  state: 'up',
  vhost: `medusa-${name}`,
  queue: `medusa.${name}`,
  amqp: 'amqp://x',
  webhdfs: 'http://w',
  httpfs: 'http://h',
  peers: 'http://p',
  yarn: 'http://y',
  ssh: 'ssh://s',
  pids: {}
})
const aLab = (change: Partial<LabStatus> = {}): LabStatus => ({
  broker: { state: 'up', amqp: 'amqp://127.0.0.1:5682', management: 'http://127.0.0.1:15682' },
  clouds: [cloud('porto')],
  ...change
})

test('a lab that is whole is told without a remedy', () => {
  expect(labText(aLab()).split('\n')).toEqual([
    'broker up, amqp://127.0.0.1:5682, management http://127.0.0.1:15682',
    '  cloud  address    state  queue         HttpFS',
    '  porto  127.0.1.1  up     medusa.porto  http://h'
  ])
})

test('a dead broker is called down although every cloud is up, and what is missing is named', () => {
  const broker = { ...aLab().broker, state: 'down' as const }
  const degraded = { ...cloud('faro'), state: 'degraded' as const, missing: ['worker'] }
  const remedy = 'npx medusa lab up starts what is missing'
  const lines = labText(aLab({ broker, clouds: [cloud('porto'), degraded], remedy })).split('\n')
  expect([lines[0], ...lines.slice(-2)]).toEqual([
    'broker down, amqp://127.0.0.1:5682, management http://127.0.0.1:15682',
    'faro is without worker',
    remedy
  ])
})
