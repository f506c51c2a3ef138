import { expect, test } from 'vitest'
import { daemonPids, stateOf } from '../../src/lab/status.js'
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
