import { ChildProcess } from 'node:child_process'
import { expect, test, vi } from 'vitest'
import { systemPrograms } from '../../../src/main/lab/programs.js'

const programs = systemPrograms({
  executable: '/opt/electron',
  application: '/src/medusa',
  noSandbox: true
})
const node = (script: string): { program: string; args: string[] } => ({
  program: process.execPath,
  args: ['-e', script]
})

test('its own command line is this program with --cli', () => {
  const packaged = systemPrograms({
    executable: '/opt/medusa',
    application: null,
    noSandbox: false
  })
  expect([programs.own(['lab', 'up']), packaged.own(['lab', 'up'])]).toEqual([
    { program: '/opt/electron', args: ['/src/medusa', '--no-sandbox', '--cli', 'lab', 'up'] },
    { program: '/opt/medusa', args: ['--cli', 'lab', 'up'] }
  ])
})

test('tells every line before the end, also one without a line feed, and keeps the last words', async () => {
  const lines: string[] = []
  const end = await programs.run(
    node(
      'console.log("a\\nb"); process.stdout.write("c"); console.error("why"); process.exitCode = 3'
    ),
    { onLine: (line) => lines.push(line), signal: new AbortController().signal }
  )
  expect([lines, end]).toEqual([['a', 'b', 'c'], { code: 3, lastWords: ['why'] }])
})

test('asks a program to end as Ctrl-C would, and waits until it has', async () => {
  const abort = new AbortController()
  const end = await programs.run(
    node(
      'process.on("SIGINT", () => process.exit(130)); console.log("up"); setInterval(() => {}, 1000)'
    ),
    { onLine: () => abort.abort(), signal: abort.signal }
  )
  expect(end.code).toBe(130)
})

test('waits for a program that may not be sent a signal, as one of root’s', async () => {
  const kill = vi.spyOn(ChildProcess.prototype, 'kill').mockImplementation(function (
    this: ChildProcess
  ) {
    return !this.emit('error', Object.assign(new Error('kill EPERM'), { code: 'EPERM' }))
  })
  const abort = new AbortController()
  const end = await programs.run(node('console.log("up"); setTimeout(() => process.exit(3), 50)'), {
    onLine: () => abort.abort(),
    signal: abort.signal
  })
  kill.mockRestore()
  expect(end.code).toBe(3)
})

test('a program that is not there is named', async () => {
  const missing = programs.run(
    { program: '/no/such/program', args: [] },
    { onLine: () => undefined, signal: new AbortController().signal }
  )
  await expect(missing).rejects.toMatchObject({
    code: 'PREREQUISITE_MISSING',
    message: '/no/such/program could not be started'
  })
})
