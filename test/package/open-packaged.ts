/**
 * The packaged program with its window open. Its fuses leave Playwright's usual way (Node's inspector) shut, so its page is reached
 * by Chromium's own port: what is tested is what is shipped.
 */
import { chromium, type Page } from '@playwright/test'
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Installed, User } from './installed.js'

export interface Packaged {
  readonly user: User
  readonly page: Page
  readonly complaints: readonly string[]
  /** The program with all its children, by `/proc`. */
  readonly processes: () => readonly Process[]
  /** Everything it has written to standard error. */
  readonly said: () => string
  /** @returns exit code, or the signal that ended it */
  readonly close: () => Promise<number | string | null>
}

export interface Process {
  readonly pid: number
  /** Chromium's word for it: `renderer`, `gpu-process`, …; `main` for the first. */
  readonly type: string
  /** 2: its system calls are filtered. */
  readonly seccomp: number
  /** Process numbers by namespace: more than one when it is in a namespace of its own. */
  readonly numbers: readonly number[]
  readonly user: number
}

const LISTENING = /DevTools listening on (ws:\/\/127\.0\.0\.1:\S+)/

export async function openPackaged(
  { program }: Installed,
  user: User,
  args: readonly string[] = []
): Promise<Packaged> {
  const [command, ...words] = user.command(program, [
    '--remote-debugging-port=0',
    `--user-data-dir=${join(user.home, 'data')}`,
    ...args
  ])
  const child = spawn(command, words, { env: user.env, stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise<number | string | null>((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? signal))
  )
  let said = ''
  const address = await new Promise<string>((resolve, reject) => {
    child.stderr.on('data', (data: Buffer) => {
      said += data.toString()
      const found = LISTENING.exec(said)?.[1]
      if (found !== undefined) resolve(found)
    })
    void ended.then((code) => reject(new Error(`ended with ${String(code)}: ${said}`)))
  })
  const browser = await chromium.connectOverCDP(address, { timeout: 20_000 })
  const [context] = browser.contexts()
  if (context === undefined) throw new Error('the program has no page to talk to')
  const page = context.pages()[0] ?? (await context.waitForEvent('page'))
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return {
    user,
    page,
    complaints,
    processes: () => family(user.home),
    said: () => said,
    close: async () => {
      child.kill('SIGTERM')
      const code = await ended
      await browser.close()
      return code
    }
  }
}

/** All processes with this user's folder on their command line. */
function family(home: string): readonly Process[] {
  const found: Process[] = []
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    // n.b. what the zygote forks has its words in one string
    const words = read(`/proc/${name}/cmdline`)
    if (!words.includes(home)) continue
    const status = read(`/proc/${name}/status`)
    const field = (key: string): string =>
      new RegExp(`^${key}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? ''
    found.push({
      pid: Number(name),
      type: /--type=([\w-]+)/.exec(words)?.[1] ?? 'main',
      seccomp: Number(field('Seccomp')),
      numbers: field('NSpid').split('\t').map(Number),
      user: Number(field('Uid').split('\t')[0])
    })
  }
  return found
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return '' // it ended meanwhile
  }
}
