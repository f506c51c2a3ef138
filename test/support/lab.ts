/**
 * The running lab, and the command line as a user calls it. For the tests that need real servers.
 *
 * MEDUSA_TEST_LAB names the state folder of a lab that is up (`medusa lab up --state FOLDER`); `npm test` sets it.
 */
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { stringify } from 'yaml'
import { labFolder, labStatus, type LabStatus } from '../../src/lab/index.js'
import type { Environment } from '../../src/shared/model/settings.js'
import type { RunReport } from '../../src/shared/model/run.js'

export const checkout = resolve(import.meta.dirname, '../..')

/** @throws Error when no lab is named: these tests prove nothing without one, so they must not pass */
export function stateFolder(): string {
  const folder = process.env['MEDUSA_TEST_LAB']
  if (folder === undefined || folder === '')
    throw new Error('MEDUSA_TEST_LAB is not set: start a lab with "npx medusa lab up --state DIR"')
  return folder
}

export const status = (): Promise<LabStatus> => labStatus(labFolder(stateFolder()))

export async function environment(): Promise<Environment> {
  const file = join(labFolder(stateFolder()), 'environment.json')
  return JSON.parse(await readFile(file, 'utf8')) as Environment
}

/** Passwords of the lab's broker; tests play its administrator. */
export async function passwords(): Promise<{ readonly admin: string }> {
  const file = join(labFolder(stateFolder()), 'passwords.json')
  return JSON.parse(await readFile(file, 'utf8')) as { admin: string }
}

export interface Called {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Calling {
  readonly pid: number
  readonly done: Promise<Called>
  /** Resolves when a line of stdout or stderr matches. Rejects when the process ends before. */
  said(pattern: RegExp): Promise<string>
  signal(name: NodeJS.Signals): void
}

/** Starts `medusa …` on the lab's state folder. */
export function start(args: readonly string[], state = stateFolder()): Calling {
  const child = spawn(
    process.execPath,
    [join(checkout, 'out/cli/index.js'), ...args, '--state', state],
    { stdio: ['ignore', 'pipe', 'pipe'], cwd: checkout }
  )
  let stdout = ''
  let stderr = ''
  const waiting = new Set<() => void>()
  const look = (): void => {
    for (const check of [...waiting]) check()
  }
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
    look()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
    look()
  })
  const done = new Promise<Called>((resolveDone, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      resolveDone({ code, stdout, stderr })
    })
  })
  return {
    pid: child.pid ?? -1,
    done,
    said: (pattern) =>
      new Promise((resolveSaid, reject) => {
        const check = (): void => {
          const line = `${stdout}\n${stderr}`.split('\n').find((one) => pattern.test(one))
          if (line === undefined) return
          waiting.delete(check)
          resolveSaid(line)
        }
        waiting.add(check)
        check()
        void done.then(({ code }) => {
          reject(
            new Error(`ended with ${String(code)} before it said ${String(pattern)}: ${stderr}`)
          )
        })
      }),
    signal: (name) => child.kill(name)
  }
}

export const medusa = (...args: readonly string[]): Promise<Called> => start(args).done

/** A temporary folder that is removed when the test's disposer runs. */
export async function temporary(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'medusa-test-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

let outputs = 0
/** HDFS paths that no other run of this or an earlier test has used. */
export function freshOutput(): string {
  outputs += 1
  return `/results/test-${String(process.pid)}-${String(Date.now())}-${String(outputs)}`
}

export interface JobChange {
  readonly faults?: number
  readonly seed?: number
  readonly inputs?: readonly object[]
  readonly output?: string
  readonly jar?: object
  readonly extra?: object
}

/** Writes a WordCount job and a small input of two files; returns the job file's path. */
export async function writeJob(folder: string, change: JobChange = {}): Promise<string> {
  const texts = join(checkout, 'resources/examples/texts')
  const job = {
    name: 'test-wordcount',
    faults: change.faults ?? 1,
    ranking: 'random',
    ...(change.seed === undefined ? {} : { seed: change.seed }),
    jobs: [
      {
        id: 'count',
        jar: {
          path: 'hadoop-mapreduce-examples.jar',
          main: 'wordcount',
          args: ['-Dmapreduce.job.reduces=2', '{input}', '{output}'],
          ...change.jar
        },
        inputs: change.inputs ?? [{ upload: texts }]
      }
    ],
    output: change.output ?? freshOutput(),
    ...change.extra
  }
  const file = join(folder, 'job.yaml')
  await writeFile(file, stringify(job))
  return file
}

export async function readReport(file: string): Promise<RunReport> {
  return JSON.parse(await readFile(file, 'utf8')) as RunReport
}
