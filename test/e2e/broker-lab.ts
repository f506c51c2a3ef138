/** Environments for the broker page's tests: the running lab through a proxy that can be cut, and a stock Celery worker. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Environment } from '../../src/shared/model/settings.js'

export const root = resolve(import.meta.dirname, '../..')

export interface OwnState {
  readonly folder: string
  remove(): void
}

/** A state folder of a test's own, whose environment "lab" is the running lab as `change` makes it. */
export function ownState(lab: string, change: (environment: Environment) => Environment): OwnState {
  const folder = mkdtempSync(join(tmpdir(), 'medusa-broker-'))
  mkdirSync(join(folder, 'lab'))
  const environment = JSON.parse(
    readFileSync(join(lab, 'lab/environment.json'), 'utf8')
  ) as Environment
  writeFileSync(join(folder, 'lab/environment.json'), JSON.stringify(change(environment)))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

export interface StockWorker {
  readonly output: () => string
  stop(): Promise<void>
}

/** `celery worker` of the system, with one queue; connects by itself as soon as it may. */
export function startWorker(url: string, queue: string): StockWorker {
  const folder = mkdtempSync(join(tmpdir(), 'medusa-celery-'))
  const file = join(folder, 'url')
  writeFileSync(file, url, { mode: 0o600 })
  const child: ChildProcess = spawn(
    '/usr/bin/python3',
    [
      '-m',
      'celery',
      '-A',
      'stock_celery_worker',
      'worker',
      '-Q',
      queue,
      '-P',
      'solo',
      '-l',
      'INFO'
    ],
    {
      cwd: folder,
      env: {
        ...process.env,
        BROKER_URL_FILE: file,
        PYTHONPATH: join(root, 'test/support'),
        PYTHONDONTWRITEBYTECODE: '1',
        C_FORCE_ROOT: '1'
      },
      stdio: ['ignore', 'pipe', 'pipe']
    }
  )
  let output = ''
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return {
    output: () => output,
    stop: async () => {
      const ended = new Promise((done) => child.once('close', done))
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM')
        await ended
      }
      rmSync(folder, { recursive: true, force: true })
    }
  }
}
