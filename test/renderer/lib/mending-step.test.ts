import { expect, test } from 'vitest'
import { mendingStep } from '../../../src/renderer/src/lib/mending-step.js'

test('an error leads to the step of its cluster, else to the broker’s', () => {
  expect([
    mendingStep('VHOST_REFUSED', 'porto'),
    mendingStep('QUEUE_MISSING', 'porto'),
    mendingStep('HDFS_ERROR', 'porto'),
    mendingStep('MANAGEMENT_UNREACHABLE', 'porto'),
    mendingStep('MANAGEMENT_UNREACHABLE', null),
    mendingStep('VHOST_REFUSED', null),
    mendingStep('INTERNAL', 'porto')
  ]).toEqual([
    'porto/vhost',
    'porto/worker',
    'porto/httpfs-proof',
    'broker/plugin',
    'broker/plugin',
    null,
    null
  ])
})
