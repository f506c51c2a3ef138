import { expect, test } from 'vitest'
import { brokerRuns, daemonPids, expectedDaemons, stateOf } from '../../src/lab/status.js'
import type { LabProcess } from '../../src/lab/processes.js'

const aProcess = (pid: number, commandLine: string, startedAt = pid): LabProcess => ({
  pid,
  parent: 1,
  state: 'S',
  startedAt,
  commandLine,
  cloud: 'porto'
})

test('knows the daemons by their command lines, and takes no container or attempt for one', () => {
  const worker = '/usr/bin/python3 -m medusa_worker --config /lab/clouds/porto/worker/worker.json'
  const processes = [
    aProcess(10, '/usr/lib/jvm/x/bin/java -Dproc_namenode -Xmx256m NameNode'),
    aProcess(11, '/usr/lib/jvm/x/bin/java -Dproc_nodemanager -Xmx256m NodeManager'),
    aProcess(12, '/bin/bash -c /usr/lib/jvm/x/bin/java org.apache.hadoop.mapred.YarnChild'),
    aProcess(13, 'sshd: /usr/sbin/sshd -D -f /lab/clouds/porto/ssh/sshd_config [listener] 0 of 50'),
    aProcess(14, 'sshd: medusa-lab@notty'),
    aProcess(21, worker, 200),
    aProcess(20, worker, 300),
    aProcess(
      22,
      '/usr/bin/python3 -B /lab/clouds/porto/libexec/peers.py porto 127.0.1.1:14001 http://x /y'
    ),
    aProcess(30, '/usr/bin/python3 -s -S -m medusa_worker.supervisor /lab/x')
  ]
  expect(daemonPids(processes)).toEqual({
    namenode: 10,
    nodemanager: 11,
    peers: 22,
    sshd: 13,
    worker: 21
  })
})

test('tells a second, read-only HttpFS from the first by its configuration folder', () => {
  const httpfs = (pid: number, folder: string) =>
    aProcess(
      pid,
      `/x/bin/java -Dproc_httpfs -Xmx256m -Dhttpfs.config.dir=${folder} -cp /jars/* Main`
    )
  const first = httpfs(10, '/lab/clouds/porto/conf')
  const second = httpfs(11, '/lab/clouds/porto/home/medusa/peers/conf')
  expect(daemonPids([first, second])).toEqual({ httpfs: 10, peers: 11 })
  expect(daemonPids([second])).toEqual({ peers: 11 })
})

test('expects of a bare cloud what Hadoop and ssh are, and nothing that set-up brings', () => {
  expect(expectedDaemons(true)).toEqual([
    'namenode',
    'datanode',
    'resourcemanager',
    'nodemanager',
    'sshd'
  ])
})

test('takes a rabbitmqctl for no broker', () => {
  const beam = '/usr/lib/erlang/erts-13.1.5/bin/beam.smp -W w -- -root /usr/lib/erlang'
  const node = {
    ...aProcess(10, `${beam} -noinput -s rabbit boot -boot start_sasl`),
    cloud: 'broker'
  }
  const command = {
    ...aProcess(11, `${beam} -run escript start -extra rabbitmqctl`),
    cloud: 'broker'
  }
  expect([node, command].map((process) => brokerRuns([process]))).toEqual([true, false])
})

test.each([
  ['up', { missing: 0, expected: 8, faults: [] }],
  ['lying', { missing: 0, expected: 8, faults: ['lie', 'swap'] }],
  ['corrupting', { missing: 0, expected: 8, faults: ['corrupt'] }],
  ['swapping', { missing: 0, expected: 8, faults: ['swap'] }],
  ['outage', { missing: 0, expected: 8, faults: ['lie', 'outage'] }],
  ['degraded', { missing: 1, expected: 8, faults: ['lie'] }],
  ['down', { missing: 8, expected: 8, faults: ['outage'] }]
] as const)('says %s', (state, seen) => {
  expect(stateOf(seen)).toBe(state)
})
