/**
 * The window as a whole, but for its engine: protocol, hardening, window first; then the engine, which nothing of the first
 * picture waits for. The engine comes in from outside (app.ts; the tests bring one of their own).
 */
import { app, ipcMain, nativeTheme, protocol, session } from 'electron'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { parseWindowArguments, type WindowArguments } from './arguments.js'
import { ConsoleDesk, systemNow } from './console-desk.js'
import type { EngineChoice, EngineHost } from './engine-host.js'
import { createHandlers } from './ipc/handlers.js'
import { registerCalls } from './ipc/register.js'
import { RunFeed } from './run-feed.js'
import { serve } from './security/app-protocol.js'
import { hardenContents, hardenSession } from './security/harden.js'
import { SCHEME } from './security/origin.js'
import { openPreferences } from './settings/preferences.js'
import type { After } from './throttle.js'
import { guardClosing } from './windows/closing.js'
import { createConsoleWindow } from './windows/console-window.js'
import { createDesktop } from './windows/desktop.js'
import { setMenu } from './windows/menu.js'

const report = (message: string): void => void process.stderr.write(`medusa: ${message}\n`)

const after: After = (delayMs, action) => {
  const timer = setTimeout(action, delayMs)
  return () => clearTimeout(timer)
}

export type LoadHost = (choice: EngineChoice) => Promise<EngineHost>

function start(asked: WindowArguments, loadHost: LoadHost): void {
  const preferences = openPreferences(report)
  nativeTheme.themeSource = preferences.theme()
  hardenSession(session.defaultSession)
  const root = join(import.meta.dirname, '../renderer')
  protocol.handle(SCHEME, (request) => serve(root, request))

  const desk = new ConsoleDesk({
    loadHost: () => loadHost({ state: asked.state, environment: asked.environment }),
    theme: preferences.theme(),
    stateFolder: asked.state,
    run: asked.run,
    job: asked.job,
    now: systemNow,
    after,
    newTicket: randomUUID
  })
  const window = createConsoleWindow(preferences, report)
  const push = (channel: string, payload: unknown): void => {
    if (!window.isDestroyed()) window.webContents.send(channel, payload)
  }
  const feed = new RunFeed(
    () => desk.runs(),
    (snapshot) => {
      push('run.snapshot', snapshot)
      void desk.noticeEnd(snapshot)
    },
    after
  )
  const desktop = createDesktop(window, preferences)
  const handlers = createHandlers(desk, feed, desktop, systemNow)
  const unregister = registerCalls(ipcMain, handlers)
  desk.onChange((state) => push('console.state', state))
  guardClosing(window, desk, report)
  window.on('closed', () => {
    feed.stop()
    unregister()
  })
  window.once('show', () => {
    setMenu(() => void handlers['runs.open']({}).catch(() => undefined)) // it stands in the state
    void desk.begin()
  })
}

/** Starts the application. Called once, before Electron is ready: schemes cannot be registered later. */
export function runConsole(loadHost: LoadHost): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true }
    }
  ])
  // As root Chromium needs --no-sandbox, and enableSandbox() would undo it for the children: they would not start.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  hardenContents(app)
  app.on('window-all-closed', () => app.quit())
  try {
    const asked = parseWindowArguments(process.argv.slice(1))
    void app.whenReady().then(() => start(asked, loadHost)) // n.b. awaited at top level it hangs for ever
  } catch (thrown) {
    report(thrown instanceof Error ? thrown.message : String(thrown))
    app.exit(2)
  }
}
