/**
 * The product on a real lab, with secrets that are known to the test: where do they turn up? Looked through are every answer and every
 * event of the main process, what the pages show, all files it writes (settings, journals, actions, log, Chromium's own), its output,
 * and the command lines of its processes. Once with the right secrets, once with wrong ones, whose refusals are errors that quote things.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { aSecret, filesBelow, leaks, type Secrets } from '../support/secret-scan.js'
import { expect, test } from './fixtures.js'
import type { OpenWindow } from './window.js'

const root = resolve(import.meta.dirname, '../..')
const lab = process.env['MEDUSA_TEST_LAB'] ?? ''
const HASHES = ['overview', 'runs', 'clusters', 'broker', 'predict', 'setup', 'settings', 'actions']
const CLOUDS = ['porto', 'lisbon', 'faro']

interface LabSecrets {
  readonly brokerPassword: string
  readonly keys: Readonly<Record<string, string>>
}

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))

/** Every answer and event of the main process is kept from now on. */
async function listen({ app }: OpenWindow): Promise<void> {
  const calls = await app.evaluate(({ ipcMain, BrowserWindow }) => {
    const heard: string[] = []
    Object.assign(globalThis, { heard })
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    if (contents === undefined) throw new Error('there is no window')
    const send = contents.send.bind(contents)
    contents.send = (channel: string, ...args: unknown[]) => {
      heard.push(`${channel} ${JSON.stringify(args)}`)
      send(channel, ...args)
    }
    type Handler = (...args: unknown[]) => unknown
    const handlers = (ipcMain as unknown as { readonly _invokeHandlers: Map<string, Handler> })
      ._invokeHandlers
    for (const [name, handler] of handlers)
      handlers.set(name, async (...args) => {
        const answer: unknown = await handler(...args)
        heard.push(`${name} ${JSON.stringify(answer)}`)
        return answer
      })
    return handlers.size
  })
  expect(calls).toBeGreaterThan(20)
}

/** What the page may call. */
const ask = ({ page }: OpenWindow, name: string, params: unknown): Promise<unknown> =>
  page.evaluate(
    ([call, words]) => {
      const { medusa } = globalThis as unknown as {
        medusa: Record<string, (params: unknown) => Promise<unknown>>
      }
      return medusa[call]?.(words)
    },
    [name, params] as const
  )

async function shownOnAllPages({ page }: OpenWindow): Promise<string> {
  const shown: string[] = []
  for (const hash of [...HASHES, ...CLOUDS.map((name) => `clusters/${name}`)]) {
    await page.evaluate((to) => (location.hash = `#/${to}`), hash)
    await page.waitForTimeout(700) // until it has asked for what it shows
    shown.push(
      await page.evaluate(() =>
        [
          document.documentElement.outerHTML,
          ...[...document.querySelectorAll('input, textarea')].map(
            (each) => (each as HTMLInputElement).value
          )
        ].join('\n')
      )
    )
  }
  return shown.join('\n')
}

function commandLines(folder: string): string {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'latin1')
      } catch {
        return '' // it ended meanwhile
      }
    })
    .filter((words) => words.includes(folder))
    .join('\n')
}

for (const kind of ['right', 'wrong'] as const)
  test(`no secret is in an answer, a page, a file, a log or an argument: ${kind} ones`, async ({
    open
  }) => {
    test.skip(lab === '', 'MEDUSA_TEST_LAB names no running lab')
    test.setTimeout(180_000)
    const folder = mkdtempSync(join(tmpdir(), 'medusa-secrets-'))
    const [state, config, secretsFile] = [
      join(folder, 'state'),
      join(folder, 'config'),
      join(folder, 'secrets.json')
    ]
    const real = read(join(lab, 'lab/secrets.json')) as LabSecrets
    const { admin } = read(join(lab, 'lab/passwords.json')) as { admin: string }
    const used: LabSecrets =
      kind === 'right'
        ? real
        : {
            brokerPassword: aSecret('broker'),
            keys: Object.fromEntries(CLOUDS.map((name) => [name, aSecret(name)]))
          }
    writeFileSync(secretsFile, JSON.stringify(used), { mode: 0o600 })
    mkdirSync(join(config, 'medusa'), { recursive: true })
    const environment = { ...(read(join(lab, 'lab/environment.json')) as object), secretsFile }
    writeFileSync(
      join(config, 'medusa/settings.json'),
      JSON.stringify({ version: 1, current: 'secrets', environments: { secrets: environment } })
    )
    const own = {
      session: aSecret('session'),
      signIn: kind === 'right' ? admin : aSecret('admin'),
      newUser: aSecret('new user')
    }

    const window = await open({
      folder: root,
      args: ['--state', state],
      env: { XDG_CONFIG_HOME: config }
    })
    const said: string[] = []
    window.app.process().stderr?.on('data', (data: Buffer) => said.push(data.toString()))
    await listen(window)
    const first = await shownOnAllPages(window)
    await ask(window, 'broker.follow', {})
    await ask(window, 'broker.signIn', { user: 'admin', password: own.signIn })
    const user = `package-secret-${kind}`
    for (const change of [
      { type: 'create-user', user, password: own.newUser, tags: [] },
      { type: 'set-password', user, password: own.newUser },
      { type: 'delete-user', user, own: 'refuse' }
    ])
      await ask(window, 'broker.change', { change })
    // Last: the environment is opened anew with it.
    await ask(window, 'secrets.set', { environment: 'secrets', name: 'broker', value: own.session })
    await ask(window, 'secrets.forget', { environment: 'secrets', name: 'broker' })
    await ask(window, 'clipboard.write', { text: 'nothing of worth' })
    await ask(window, 'settings.read', {})
    await ask(window, 'actions.read', { limit: 100 })
    const second = await shownOnAllPages(window)
    const heard = await window.app.evaluate(() =>
      (globalThis as unknown as { heard: string[] }).heard.join('\n')
    )
    const processes = commandLines(folder)
    const userData = await window.app.evaluate(({ app }) => app.getPath('userData'))

    const everything = { ...filesBelow(folder), ...filesBelow(userData) }
    const files = Object.fromEntries(
      Object.entries(everything).filter(([file]) => file !== secretsFile) // where they belong
    )
    const looked: Secrets = {
      'broker password': used.brokerPassword,
      ...Object.fromEntries(CLOUDS.map((name) => [`key of ${name}`, used.keys[name] ?? ''])),
      ...own
    }
    expect(processes).not.toBe('')
    // n.b. a scan that looks at nothing finds nothing; what was heard is too long to be printed
    expect(heard.includes(`broker.change {"ok":${String(kind === 'right')}`)).toBe(true)
    expect(Object.keys(files).some((file) => file.endsWith('actions.jsonl'))).toBe(true)
    expect(
      leaks(looked, {
        'answers and events': heard,
        pages: first + second,
        output: said.join(''),
        'command lines': processes,
        ...files
      })
    ).toEqual([])
    window.complaints.length = 0 // wrong secrets are complained about
    await window.close()
    rmSync(folder, { recursive: true, force: true })
  })
