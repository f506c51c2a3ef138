import { beforeEach, describe, expect, test } from 'vitest'
import { ConsoleError } from '../../../src/shared/model/errors.js'
import { sshSchema } from '../../../src/shared/model/settings.js'
import {
  deployWorker,
  type WorkerDeploymentPlan
} from '../../../src/engine/runtime/deploy-worker.js'
import { FakeRemoteShell, type RunProgram } from '../../support/fake-remote-shell.js'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const hmacKey = 'ab'.repeat(32)
const plan = (changes: Partial<WorkerDeploymentPlan> = {}): WorkerDeploymentPlan => ({
  ssh: sshSchema.parse({ host: 'h', user: 'u', hostKey: `SHA256:${'A'.repeat(43)}` }),
  folder: '/home/u/medusa/',
  packageFiles: [
    { path: 'app.py', content: bytes('app') },
    { path: '__main__.py', content: bytes('main') }
  ],
  configuration: {
    cluster: 'porto',
    keyFile: '/home/u/medusa/hmac.key',
    broker: 'amqp://worker-porto:geheim@h/v'
  } as WorkerDeploymentPlan['configuration'],
  hmacKey,
  ...changes
})
const VERSION = /^\/home\/u\/medusa\/worker-[0-9a-f]{12}$/

describe('deploying a worker', () => {
  let shell: FakeRemoteShell
  let greeted: number
  /** An ordinary host: a user, a Python with Celery, nothing of ours yet. */
  const host: RunProgram = (argv) => {
    if (argv[0] === 'id') return { stdout: '1000\n' }
    if (argv[0] === 'test') return { exitCode: shell.files.has(argv[2] ?? '') ? 0 : 1 }
    return {}
  }
  const hello = (): Promise<void> => {
    greeted += 1
    return Promise.resolve()
  }
  beforeEach(() => {
    shell = new FakeRemoteShell()
    shell.on(host)
    greeted = 0
  })
  const versionFolder = (): string =>
    [...shell.files.keys()].find((path) => path.endsWith('/.complete'))!.replace('/.complete', '')

  test('brings package, configuration and key there, restarts the worker and waits for its hello', async () => {
    await deployWorker(shell, plan(), hello)
    const version = versionFolder()
    expect(version).toMatch(VERSION)
    expect(Object.fromEntries(shell.files)).toEqual({
      [`${version}/medusa_worker/app.py`]: { content: 'app', mode: 0o644 },
      [`${version}/medusa_worker/__main__.py`]: { content: 'main', mode: 0o644 },
      [`${version}/.complete`]: { content: '', mode: 0o644 },
      '/home/u/medusa/hmac.key': { content: `${hmacKey}\n`, mode: 0o600 },
      '/home/u/medusa/worker.json': {
        content: `${JSON.stringify(plan().configuration, null, 2)}\n`,
        mode: 0o600
      }
    })
    const command = `run env PYTHONPATH=${version} /usr/bin/python3 -m medusa_worker --config /home/u/medusa/worker.json`
    expect([shell.log.slice(-3), greeted]).toEqual([
      [`${command} --stop`, `${command} --detach`, 'close'],
      1
    ])
  })

  test('puts no secret into an argument list', async () => {
    await deployWorker(shell, plan(), hello)
    const commands = shell.log.filter((entry) => entry.startsWith('run ')).join('\n')
    expect(commands).not.toMatch(/geheim|abab/)
  })

  test('brings the package only once, everything else each time', async () => {
    await deployWorker(shell, plan(), hello)
    const written = (): readonly string[] =>
      shell.log.filter((entry) => entry.startsWith('write ')).map((entry) => entry.split(' ')[1]!)
    const before = written().length
    await deployWorker(shell, plan(), hello)
    expect(written().slice(before)).toEqual([
      '/home/u/medusa/hmac.key',
      '/home/u/medusa/worker.json'
    ])
  })

  test('brings a package again whose upload was cut short', async () => {
    await deployWorker(shell, plan(), hello)
    shell.files.delete(`${versionFolder()}/.complete`)
    await deployWorker(shell, plan(), hello)
    expect(shell.log.filter((entry) => entry.includes('app.py'))).toHaveLength(2)
  })

  test('gives other files another folder, in whatever order they come', async () => {
    const files = plan().packageFiles as { path: string; content: Uint8Array }[]
    await deployWorker(shell, plan(), hello)
    const first = versionFolder()
    shell.files.clear()
    await deployWorker(
      shell,
      plan({ packageFiles: () => Promise.resolve([...files].reverse()) }),
      hello
    )
    const second = versionFolder()
    shell.files.clear()
    await deployWorker(
      shell,
      plan({ packageFiles: [...files, { path: 'x.py', content: bytes('') }] }),
      hello
    )
    expect([first === second, first === versionFolder()]).toEqual([true, false])
  })

  test('takes python3 of the path when the system’s has no Celery', async () => {
    shell.on((argv, input) =>
      argv[0] === '/usr/bin/python3'
        ? { exitCode: 1, stderr: 'Traceback\nModuleNotFoundError: No module named celery' }
        : host(argv, input)
    )
    await deployWorker(shell, plan(), hello)
    expect(shell.log.at(-2)).toContain(' python3 -m medusa_worker ')
  })

  test.each([
    [{ exitCode: 127 }, 'python3: not there'],
    [{ exitCode: 3, stdout: '3.7 5.2.6' }, 'Python 3.7 is too old'],
    [
      { exitCode: 1, stderr: 'x\nModuleNotFoundError: No module named celery\n' },
      'No module named celery'
    ]
  ])('says what is missing when Python ends with %j', async (result, message) => {
    shell.on((argv, input) => (argv[1] === '-c' ? result : host(argv, input)))
    await expect(deployWorker(shell, plan(), hello)).rejects.toMatchObject({
      code: 'PREREQUISITE_MISSING',
      message: expect.stringContaining(message) as string,
      hint: expect.stringContaining('python3-celery') as string
    })
    expect([shell.log.at(-1), shell.files.size]).toEqual(['close', 0])
  })

  test('refuses to work as root, before it writes anything', async () => {
    shell.on((argv, input) => (argv[0] === 'id' ? { stdout: '0\n' } : host(argv, input)))
    await expect(deployWorker(shell, plan(), hello)).rejects.toMatchObject({
      code: 'PREREQUISITE_MISSING',
      message: 'u@h is root'
    })
    expect([shell.files.size, greeted]).toEqual([0, 0])
  })

  test.each([
    [1, 'SSH_FAILED'],
    [78, 'SSH_FAILED'],
    [77, 'PREREQUISITE_MISSING']
  ])('passes on what the worker said when it ends with %d', async (exitCode, code) => {
    shell.on((argv, input) =>
      argv.at(-1) === '--detach' ? { exitCode, stderr: 'no broker at amqp://h' } : host(argv, input)
    )
    await expect(deployWorker(shell, plan(), hello)).rejects.toMatchObject({
      code,
      message: expect.stringContaining('no broker at amqp://h') as string
    })
    expect([shell.log.at(-1), greeted]).toEqual(['close', 0])
  })

  test('passes on why the host could not be reached, and why there was no hello', async () => {
    const silent = new ConsoleError('TASK_TIMED_OUT', 'no answer')
    await expect(deployWorker(shell, plan(), () => Promise.reject(silent))).rejects.toBe(silent)
    const changed = new ConsoleError('HOST_KEY_CHANGED', 'another key')
    shell.fault(changed)
    await expect(deployWorker(shell, plan(), hello)).rejects.toBe(changed)
  })

  test.each([
    ['a relative folder', { folder: 'medusa' }, 'BAD_INPUT'],
    ['a package without a main module', { packageFiles: [] }, 'FILE_MISSING'],
    [
      'a file that would leave the folder',
      { packageFiles: [{ path: '../x.py', content: bytes('') }] },
      'BAD_INPUT'
    ]
  ])('refuses %s', async (_, changes, code) => {
    await expect(deployWorker(shell, plan(changes), hello)).rejects.toMatchObject({ code })
    expect(shell.files.size).toBe(0)
  })

  test('starts nothing any more when its caller gave up', async () => {
    const controller = new AbortController()
    shell.on((argv, input) => {
      if (argv[0] === 'test') controller.abort()
      return host(argv, input)
    })
    await expect(
      deployWorker(shell, plan({ signal: controller.signal }), hello)
    ).rejects.toMatchObject({ code: 'INTERRUPTED' })
    expect(shell.log.some((entry) => entry.includes('--detach'))).toBe(false)
  })
})
