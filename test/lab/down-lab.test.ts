import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { labFault, labHeal, strandedClouds } from '../../src/lab/faults.js'
import { assertPortsFree } from '../../src/lab/ports-in-use.js'
import { parseStat } from '../../src/lab/processes.js'
import { labStatus } from '../../src/lab/status.js'

let state: string
let folder: string
const undo: (() => void)[] = []
beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'medusa-down-'))
  folder = join(state, 'lab')
  await mkdir(join(folder, 'clouds', 'faro', 'fault'), { recursive: true })
  const record = { version: 1, clouds: 3, base: 60, user: 'me', javaHome: '/j', hadoop: '/h' }
  await writeFile(join(folder, 'lab.json'), JSON.stringify(record))
})
afterEach(async () => {
  for (const one of undo.splice(0)) one()
  await rm(state, { recursive: true })
})

const start = (): string => `npx medusa lab up --base 60 --state ${state}`

/** A process that carries the marks of a lab, as all it starts do. */
async function marked(cloud: string, program = 'process.stdin.resume()'): Promise<number> {
  const child = spawn(process.execPath, ['-e', program], {
    env: { MEDUSA_LAB: folder, MEDUSA_CLOUD: cloud },
    stdio: ['pipe', 'pipe', 'inherit']
  })
  undo.push(() => child.kill('SIGKILL'))
  await once(child, 'spawn')
  if (program.includes('listen')) await once(child.stdout, 'data')
  return child.pid ?? 0
}

test('a fault of a lab that is down is refused, not lost at the next start; and so is a heal', async () => {
  const refusal = {
    code: 'NOT_AVAILABLE',
    message: 'the lab is down, and starts without any fault',
    hint: `Start it first: ${start()}`
  }
  await expect(labFault(folder, 'faro', 'lie')).rejects.toMatchObject(refusal)
  await expect(labHeal(folder, 'faro')).rejects.toMatchObject(refusal)
  expect(await readdir(join(folder, 'clouds', 'faro', 'fault'))).toEqual([])
})

test('a fault of a cloud that is down in a lab that is up is refused', async () => {
  await marked('porto')
  await expect(labFault(folder, 'faro', 'lie')).rejects.toThrow('faro is down')
})

test('finds the fault whose owner was killed, and not that of a living one or of nobody', async () => {
  const set = (owner: string) => writeFile(join(folder, 'clouds', 'faro', 'fault', 'lie'), owner)
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8')
  const own = { pid: process.pid, startedAt: 1, boot }
  await set(JSON.stringify(own))
  expect(await strandedClouds(folder)).toEqual(['faro'])
  const stat = await readFile('/proc/self/stat', 'utf8')
  await set(JSON.stringify({ ...own, startedAt: parseStat(stat).startedAt }))
  expect(await strandedClouds(folder)).toEqual([])
  await set('')
  expect(await strandedClouds(folder)).toEqual([])
})

test('the status tells a broker that is dead, and what starts it', async () => {
  await marked('porto')
  const { broker, remedy } = await labStatus(folder)
  expect([broker.state, remedy]).toEqual(['down', `${start()} starts what is missing`])
})

test('of a port held by another lab it says whose it is and how both can be', async () => {
  const server = createServer().listen(0, '127.0.247.3')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  const listening = `require('net').createServer().listen(${String(port)}, '127.0.247.3', () => console.log('up'))`
  const pid = await marked('porto', listening)
  await expect(
    assertPortsFree([{ address: '127.0.247.3', port, what: 'nameNodeHttp of porto' }])
  ).rejects.toMatchObject({
    code: 'PORT_IN_USE',
    facts: { pid },
    hint: `It belongs to the lab in ${folder}. Take that one down with "npx medusa lab down --state ${state}", or start this one at other addresses with "--base 64".`
  })
})
