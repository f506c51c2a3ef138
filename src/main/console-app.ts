/**
 * The window as a whole, but for its engine: protocol, hardening, window first; then what answers it. The engine comes in from
 * outside (app.ts; the tests bring one of their own).
 */
import { callNames } from '@shared/ipc/channels.js'
import { app, ipcMain, nativeTheme, protocol, session, type BrowserWindow } from 'electron'
import { join } from 'node:path'
import { parseWindowArguments, type WindowArguments } from './arguments.js'
import { registerCalls } from './ipc/register.js'
import { systemPrograms } from './lab/programs.js'
import { serve } from './security/app-protocol.js'
import { hardenContents, hardenSession } from './security/harden.js'
import { SCHEME } from './security/origin.js'
import { openPreferences } from './settings/preferences.js'
import { guardClosing } from './windows/closing.js'
import { createConsoleWindow } from './windows/console-window.js'
import { createDesktop } from './windows/desktop.js'
import { confirmStart, handedOver, onHandedOver } from './windows/job-opening.js'
import { setMenu } from './windows/menu.js'
import { guardPage } from './windows/mishaps.js'
import { createNotifier } from './windows/notifier.js'
import type { LoadHost, SessionOptions, WindowSession } from './window-session.js'

/** From the page's end of loading until its picture is on the screen: 0.1 s measured, twice that where the machine is busy. */
const FIRST_CLICK_MS = 200

const report = (message: string): void => void process.stderr.write(`medusa: ${message}\n`)

function start(asked: WindowArguments, loadHost: LoadHost): void {
  const preferences = openPreferences(app.getPath('userData'), report)
  nativeTheme.themeSource = preferences.theme
  hardenSession(session.defaultSession)
  const root = join(import.meta.dirname, '../renderer')
  protocol.handle(SCHEME, (request) => serve(root, request))

  const window = createConsoleWindow(preferences, report)
  const push: SessionOptions['push'] = (channel, payload) => {
    if (!window.isDestroyed() && !window.webContents.isCrashed())
      window.webContents.send(channel, payload)
  }
  const open = async (): Promise<WindowSession> => {
    const { openSession } = await import('./window-session.js')
    if (isClosing()) return NEVER
    return openSession({
      asked,
      loadHost,
      remembered: preferences,
      desktop: createDesktop(window, preferences),
      notifier: createNotifier(window, (path) => push('console.go', { path })),
      programs: systemPrograms({
        executable: process.execPath,
        application: app.isPackaged ? null : app.getAppPath(),
        noSandbox: app.commandLine.hasSwitch('no-sandbox')
      }),
      confirmStart: (question) => confirmStart(window, question),
      push
    })
  }
  const opened = pictureTaken(window).then(open)
  const unregister = registerCalls(ipcMain, callNames, async (name, params) =>
    (await opened).answer(name, params)
  )
  const isClosing = guardClosing(window, preferences, opened, report)
  window.on('focus', () => void opened.then((running) => running.seen()))
  guardPage(
    window,
    (restart) => void opened.then((running) => running.pageRestarted(restart)),
    report
  )
  window.on('closed', () => {
    unregister()
    void opened.then((running) => running.stop())
  })
  onHandedOver(app, (file) => {
    if (window.isDestroyed()) return
    if (window.isMinimized()) window.restore()
    window.focus()
    void opened.then((running) => running.offerJobFile(file))
  })
  void opened.then((running) => setMenu(() => running.openJobFile()))
}

/**
 * The page is there and has had time for a first picture and a first click. What answers it takes some tenths of a second to load, during
 * which this process, and with it the window, is deaf.
 */
const pictureTaken = (window: BrowserWindow): Promise<void> =>
  new Promise((resolve) =>
    window.webContents.once('did-stop-loading', () => setTimeout(resolve, FIRST_CLICK_MS))
  )

/** The session of a window that was closed before: neither engine nor job is started for it. */
const NEVER = new Promise<never>(() => undefined)

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
    if (handedOver(app, asked, process.cwd())) app.exit(0)
    else void app.whenReady().then(() => start(asked, loadHost)) // n.b. awaited at top level it hangs for ever
  } catch (thrown) {
    report(thrown instanceof Error ? thrown.message : String(thrown))
    app.exit(2)
  }
}
