/** Bad input and broken surroundings: a clear message that names thing, value and remedy, the documented exit code, no stack trace. */
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Environment, Secrets } from '../../src/shared/model/settings.js'
import {
  environment,
  medusa,
  start,
  stateFolder,
  status,
  temporary,
  writeJob
} from '../support/lab.js'

let folder: Awaited<ReturnType<typeof temporary>>
beforeAll(async () => {
  folder = await temporary()
})
afterAll(async () => {
  for (const { name } of (await environment()).clusters) await medusa('lab', 'heal', name)
  await folder.remove()
})

const STACK = /\n\s+at .*:\d+:\d+/

async function refused(args: readonly string[], state?: string) {
  const { code, stderr } = await start(args, state).done
  expect(stderr).not.toMatch(STACK)
  return { code, stderr }
}

describe('a job file', () => {
  test.each([
    ['an unknown key', { extra: { fautls: 2 } }, 2, 'unknown key "fautls"'],
    ['a wrong type', { extra: { name: 3 } }, 2, 'name: expected string, got 3'],
    ['a negative number of faults', { faults: -1 }, 2, 'got -1'],
    [
      'a jar that does not exist',
      { jar: { path: 'nowhere.jar' } },
      2,
      'the jar "nowhere.jar" does not exist'
    ],
    [
      'an input that does not exist',
      { inputs: [{ upload: './nowhere' }] },
      2,
      'the input "./nowhere" does not exist'
    ],
    [
      'an input on no cluster',
      { inputs: [{ hdfs: '/nowhere/at/all' }] },
      2,
      'no cluster that can be reached holds the input "/nowhere/at/all"'
    ],
    [
      'task level for a jar that nothing combines',
      { extra: { granularity: 'task' } },
      2,
      'task level is not right for this run'
    ],
    [
      'more faults than the clusters can stand',
      { faults: 2 },
      4,
      'faults: 2 needs 5 clusters, the environment has 3'
    ]
  ])('with %s is refused', async (_, change, code, message) => {
    const job = await writeJob(folder.path, change)
    const answer = await refused(['run', job])
    expect(answer.stderr + (await lastReport())).toContain(message)
    expect(answer.code).toBe(code)
  })

  test('that does not exist is named', async () => {
    const answer = await refused(['run', '/nowhere/job.yaml'])
    expect(answer).toMatchObject({ code: 2 })
    expect(answer.stderr).toContain('/nowhere/job.yaml')
  })

  test('that is no YAML is refused with the place', async () => {
    const file = join(folder.path, 'broken.yaml')
    await writeFile(file, 'name: [unclosed\n')
    const answer = await refused(['run', file])
    expect(answer).toMatchObject({ code: 2 })
    expect(answer.stderr).toMatch(/line \d+/)
  })

  test('--faults on the command line is checked like the job file’s', async () => {
    const job = await writeJob(folder.path)
    expect(await refused(['run', job, '--faults', '-1'])).toMatchObject({ code: 2 })
    expect(await refused(['run', job, '--faults', '2'])).toMatchObject({ code: 4 })
  })
})

/** A run that began and failed tells its sentence on stdout, which `refused` does not keep. */
const lastReport = async (): Promise<string> => {
  const { stdout } = await medusa('runs', '--json')
  const [latest] = stdout.trim().split('\n')
  const { run } = JSON.parse(latest ?? '{}') as { run?: string }
  return run === undefined
    ? ''
    : (await medusa('runs', run, '--json')).stdout.replaceAll('\\"', '"')
}

test('an output path that exists on the clusters is refused before anything is computed', async () => {
  const { clouds } = await status()
  const output = `/results/occupied-${String(Date.now())}`
  for (const { httpfs } of clouds)
    await fetch(`${httpfs}${output}?op=MKDIRS&user.name=medusa-lab`, { method: 'PUT' })
  const job = await writeJob(folder.path, { output })
  const { code, stdout } = await medusa('run', job)
  expect(code).toBe(2)
  expect(stdout).toContain(`the output path "${output}" exists already`)
})

test('a run that nobody knows is named', async () => {
  expect(await refused(['runs', 'r-nobody'])).toMatchObject({ code: 2 })
  expect(await refused(['fetch', '../etc', folder.path])).toMatchObject({ code: 2 })
})

describe('a broker', () => {
  /** A state folder whose lab is the real one, with something changed. */
  async function changed(
    name: string,
    change: (environment: Environment, secrets: Secrets) => void
  ): Promise<string> {
    const state = join(folder.path, name)
    await mkdir(join(state, 'lab'), { recursive: true })
    const before = await environment()
    const secrets = JSON.parse(await readFile(before.secretsFile ?? '', 'utf8')) as Secrets
    const copy = structuredClone(before) as Environment & { secretsFile: string }
    copy.secretsFile = join(state, 'secrets.json')
    change(copy, secrets)
    await writeFile(copy.secretsFile, JSON.stringify(secrets), { mode: 0o600 })
    await writeFile(join(state, 'lab/environment.json'), JSON.stringify(copy))
    return state
  }
  const everyone = async (state: string) => {
    const answer = await refused(['hello', '--environment', 'lab', '--json'], state)
    const { stdout } = await start(['hello', '--json'], state).done
    return { code: answer.code, stdout }
  }

  test('that refuses the password is named with its user, and asked once', async () => {
    const state = await changed('password', (_, secrets) => {
      ;(secrets as { brokerPassword: string }).brokerPassword = 'wrong'
    })
    const { code, stdout } = await everyone(state)
    expect(code).toBe(4)
    expect(stdout).toMatch(/refused/)
  })

  test('without the vhost says so', async () => {
    const state = await changed('vhost', (copy) => {
      for (const cluster of copy.clusters as { vhost: string }[]) cluster.vhost = 'medusa-nowhere'
    })
    const { stdout } = await everyone(state)
    expect(stdout).toContain('medusa-nowhere')
  })

  test('that is not there is named with its address', async () => {
    const state = await changed('gone', (copy) => {
      ;(copy.broker as { port: number }).port = 1
    })
    const { code, stdout } = await everyone(state)
    expect(code).toBe(4)
    expect(stdout).toMatch(/:1\b/)
  })

  test('whose secrets file others may read is not used', async () => {
    const state = await changed('loose', () => undefined)
    await chmod(join(state, 'secrets.json'), 0o644)
    const answer = await refused(['hello'], state)
    expect(answer.code).toBe(2)
    expect(answer.stderr).toContain('chmod 600')
  })
})

test('the lab refuses unknown clouds and faults by name, and says which there are', async () => {
  expect((await refused(['lab', 'fault', 'atlantis', 'lie'])).stderr).toContain('atlantis')
  const [first] = (await status()).clouds
  const answer = await refused(['lab', 'fault', first?.name ?? '', 'earthquake'])
  expect(answer.stderr).toContain('earthquake')
  expect(answer.stderr).toContain('lie, lie-once, corrupt, swap, outage')
})

test('a state folder without a lab says how to start one', async () => {
  const answer = await refused(['hello'], join(folder.path, 'empty'))
  expect(answer.code).toBe(2)
  expect(answer.stderr).toContain('npx medusa lab up')
  expect(stateFolder()).not.toBe('')
})
