/**
 * Closing the window ends the runs that this process carries out, so it asks first; runs of other processes go on.
 * Until a run can be resumed, ending means cancelling: attempts are killed on the clouds, the journal is kept.
 */
import { app, dialog, type BrowserWindow } from 'electron'
import type { ConsoleDesk } from '../console-desk.js'
import { isPage, type Preferences } from '../settings/preferences.js'
import type { WindowSession } from '../window-session.js'

/** Milliseconds the clouds get to confirm that their attempts are stopped. */
const CANCEL_MS = 15_000

/** @returns whether the window is being closed: what is opened from then on, nobody would end */
export function guardClosing(
  window: BrowserWindow,
  preferences: Preferences,
  opened: Promise<WindowSession>,
  report: (message: string) => void
): () => boolean {
  let session: WindowSession | null = null
  void opened.then((running) => (session = running))
  let agreed = false

  const end = async (): Promise<void> => {
    if (agreed) return
    agreed = true
    const place = { ...window.getNormalBounds(), maximized: window.isMaximized() }
    window.hide()
    await preferences.keep({ place, ...whatIsShown(window) })
    if (session !== null) await endRuns(session, report)
    window.destroy()
    app.quit()
  }
  window.on('close', (event) => {
    if (agreed) return
    event.preventDefault()
    const names = session?.desk.endsWithWindow() ?? []
    if (names.length === 0) return void end()
    void dialog
      .showMessageBox(window, {
        type: 'warning',
        message: `Close and cancel ${names.join(', ')}?`,
        detail:
          'This window carries the run out. Its attempts on the clouds are stopped; what ended already, the journal and the output of other runs are not touched.',
        buttons: ['Keep running', 'Cancel the run and close'],
        defaultId: 0,
        cancelId: 0
      })
      .then(({ response }) => (response === 1 ? end() : undefined))
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    // n.b. not `once`: electron-store brings a listener that sends us the same signal again, which must not find the default at work
    process.on(signal, () => void end())
  return () => agreed
}

/** Nothing of a page whose process is gone. */
function whatIsShown({ webContents }: BrowserWindow): { page?: string | null; zoom?: number } {
  if (webContents.isCrashed()) return {}
  const { hash } = new URL(webContents.getURL())
  return { page: isPage(hash) ? hash : null, zoom: webContents.getZoomFactor() }
}

async function cancelRuns(desk: ConsoleDesk): Promise<void> {
  await desk.starts.whenOver() // n.b. what is being started becomes a run that nobody would cancel
  await Promise.allSettled(
    desk.ownLiveRuns().map(async ({ run }) => {
      const engine = desk.engineOf(run)
      await engine.cancelRun(run, 'the window was closed')
      await engine.whenOver(run)
    })
  )
}

async function endRuns({ desk }: WindowSession, report: (message: string) => void): Promise<void> {
  const cancelled = cancelRuns(desk).then(() => desk.close())
  let timer: NodeJS.Timeout | undefined
  await Promise.race([
    cancelled.catch((cause: unknown) => report(`the engine did not close: ${String(cause)}`)),
    new Promise((resolve) => (timer = setTimeout(resolve, CANCEL_MS)))
  ])
  clearTimeout(timer)
}
