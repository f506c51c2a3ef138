/** Environments for the broker page's tests: the running lab through a proxy that can be cut, and a stock Celery worker. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Environment } from '../../src/shared/model/settings.js'

export const root = resolve(import.meta.dirname, '../..')

/** The lab's broker as its administrator sees it, over REST: what the page does is checked by other means than its own. */
export class LabAdministrator {
  readonly password: string
  readonly environment: Environment

  constructor(lab: string) {
    const json = (name: string): unknown => JSON.parse(readFileSync(join(lab, 'lab', name), 'utf8'))
    this.environment = json('environment.json') as Environment
    this.password = (json('passwords.json') as { readonly admin: string }).admin
  }

  async remove(...path: readonly string[]): Promise<void> {
    await this.#send('DELETE', path, null)
  }

  /** Puts messages into a queue that is there; the administrator has rights in its vhost afterwards. */
  async fill(vhost: string, queue: string, messages: number): Promise<void> {
    await this.#send('PUT', ['permissions', vhost, 'admin'], {
      configure: '.*',
      write: '.*',
      read: '.*'
    })
    for (let sent = 0; sent < messages; sent++)
      await this.#send('POST', ['exchanges', vhost, 'amq.default', 'publish'], {
        properties: {},
        routing_key: queue,
        payload: `message ${String(sent)}`,
        payload_encoding: 'string'
      })
  }

  async #send(method: string, path: readonly string[], body: object | null): Promise<void> {
    const base = this.environment.broker.management ?? ''
    const answer = await fetch(`${base}/api/${path.map(encodeURIComponent).join('/')}`, {
      method,
      body: body === null ? null : JSON.stringify(body),
      headers: {
        authorization: `Basic ${Buffer.from(`admin:${this.password}`).toString('base64')}`
      }
    })
    if (!answer.ok && answer.status !== 404)
      throw new Error(`${method} ${path.join(' ')}: ${String(answer.status)}`)
  }
}

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
