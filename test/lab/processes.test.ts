import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import {
  endProcesses,
  findProcesses,
  freezeProcesses,
  markOf,
  parseStat,
  sshdOf,
  thawProcesses
} from '../../src/lab/processes.js'

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

/** A process that carries the marks; with a script, one that waits for no input. */
async function marked(lab: string, cloud: string, script: string): Promise<ChildProcess> {
  const child = spawn('/bin/bash', ['-c', script], {
    env: { PATH: '/usr/bin:/bin', MEDUSA_LAB: lab, MEDUSA_CLOUD: cloud },
    stdio: ['ignore', 'pipe', 'ignore']
  })
  children.push(child)
  await once(child.stdout, 'data')
  return child
}

const lab = (name: string) => `/tmp/no-such-lab-${process.pid}-${name}`
const pidOf = (child: ChildProcess) => child.pid ?? 0

test('finds the processes of its own lab only, and those they started without the marks', async () => {
  const folder = lab('find')
  const ours = await marked(folder, 'porto', 'env -i /bin/sleep 60 & echo x; wait')
  const others = await marked(lab('other'), 'porto', 'echo x; exec sleep 60')
  const found = await findProcesses(folder)
  expect(found.map(({ cloud }) => cloud)).toEqual(['porto', 'porto'])
  expect(found.map(({ pid }) => pid)).toContain(pidOf(ours))
  expect(found.find(({ parent }) => parent === pidOf(ours))?.commandLine).toBe('/bin/sleep 60')
  expect(found.map(({ pid }) => pid)).not.toContain(pidOf(others))
})

test('ends a process that does not listen to TERM, and one that is frozen', async () => {
  const folder = lab('end')
  const deaf = await marked(folder, 'porto', "trap '' TERM; echo x; while :; do sleep 0.05; done")
  const frozen = await marked(folder, 'lisbon', 'echo x; exec sleep 60')
  process.kill(pidOf(frozen), 'SIGSTOP')
  const ends = Promise.all([once(deaf, 'exit'), once(frozen, 'exit')])
  expect(await endProcesses(folder, { graceMs: 300 })).toBeGreaterThanOrEqual(2)
  const signals = (await ends).map(([, signal]) => signal as string)
  expect(signals).toEqual(['SIGKILL', 'SIGTERM'])
  expect(await findProcesses(folder)).toEqual([])
})

test('freezes one cloud and lets it go on, and leaves the other alone', async () => {
  const folder = lab('freeze')
  const script = 'echo x; while :; do /bin/sleep 0.02; done'
  await marked(folder, 'porto', script)
  await marked(folder, 'lisbon', script)
  const states = async (cloud: string) =>
    (await findProcesses(folder)).filter((p) => p.cloud === cloud).map((p) => p.state === 'T')
  await freezeProcesses(folder, 'porto')
  expect(new Set(await states('porto'))).toEqual(new Set([true]))
  expect(await states('lisbon')).not.toContain(true)
  await thawProcesses(folder, 'porto')
  expect(await states('porto')).not.toContain(true)
})

test('reads a stat line whose program has blanks and parentheses in its name', () => {
  const rest = Array.from({ length: 19 }, (_, index) => String(index + 1))
  expect(parseStat(`12 (a) b (c) S 7 ${rest.slice(1).join(' ')} 99`)).toEqual({
    state: 'S',
    parent: 7,
    startedAt: 19
  })
})

test('knows an sshd, which overwrites its environment, by its configuration file', () => {
  const title = (of: string) =>
    `sshd: /usr/sbin/sshd -D -f ${of}/ssh/sshd_config [listener] 0 of 50`
  expect(sshdOf(title('/x/lab/clouds/faro'), '/x/lab')).toBe('faro')
  expect(sshdOf(title('/x/lab/broker'), '/x/lab')).toBe('broker')
  expect(sshdOf(title('/x/lab2/broker'), '/x/lab')).toBeNull()
})

test('takes a mark for what it is only when the folder is the whole folder', () => {
  expect(markOf('A=1\0MEDUSA_LAB=/x/lab\0MEDUSA_CLOUD=faro\0', '/x/lab')).toBe('faro')
  expect(markOf('MEDUSA_LAB=/x/lab2\0MEDUSA_CLOUD=faro\0', '/x/lab')).toBeNull()
  expect(markOf('NOTE=MEDUSA_LAB=/x/lab\0', '/x/lab')).toBeNull()
})
