import { expect, test } from 'vitest'
import type { ClusterBench } from '../../../../../src/engine/runtime/setup/bench.js'
import { clusterHdfs } from '../../../../../src/engine/runtime/setup/steps/cluster/hdfs.js'
import { ConsoleError } from '../../../../../src/shared/model/errors.js'

interface NameNode {
  readonly state?: string
  /** Seconds since each was heard of; `null`: it does not tell. */
  readonly lastContacts: readonly number[] | null
}

/** A NameNode's JMX, as Hadoop 3.4.2 writes it. */
const look = ({ state = 'Operational', lastContacts }: NameNode) => {
  const general = {
    FSState: state,
    NumLiveDataNodes: lastContacts?.length ?? 1,
    CapacityRemaining: 2 ** 40,
    CapacityTotal: 2 ** 41
  }
  const get = (url: string) => {
    if (!url.includes('NameNodeInfo')) return answer(general)
    if (lastContacts === null) throw new ConsoleError('CLUSTER_UNREACHABLE', 'too much to tell')
    const nodes = lastContacts.map((lastContact, index) => [`n${String(index)}`, { lastContact }])
    return answer({ LiveNodes: JSON.stringify(Object.fromEntries(nodes)) })
  }
  const answer = (bean: object) =>
    Promise.resolve({ status: 200, text: JSON.stringify({ beans: [bean] }) })
  const http = { get: async (url: string) => get(url) }
  return clusterHdfs.check({ own: {}, ports: { http } } as unknown as ClusterBench)
}

test('a DataNode that called lately is one', async () => {
  expect(await look({ lastContacts: [1] })).toMatchObject({ level: 'ok' })
})

test('a NameNode counts a dead DataNode as live for ten minutes; half a minute of silence is enough here', async () => {
  expect(await look({ lastContacts: [31] })).toMatchObject({
    level: 'critical',
    error: { code: 'HDFS_ERROR', message: 'no DataNode has been heard of for half a minute' }
  })
  expect(await look({ lastContacts: [0, 31, 2] })).toMatchObject({
    level: 'warning',
    error: { message: '1 of 3 DataNodes have not been heard of for half a minute' }
  })
})

test('one that cannot tell is taken at its word', async () => {
  expect(await look({ lastContacts: null })).toMatchObject({ level: 'ok' })
})

test('none at all, and safe mode', async () => {
  expect(await look({ lastContacts: [] })).toMatchObject({
    error: { message: 'no DataNode is there' }
  })
  expect(await look({ state: 'safeMode', lastContacts: [1] })).toMatchObject({
    level: 'critical',
    error: { message: 'the NameNode is in safemode' }
  })
})
