/**
 * The page's process may crash or hang; engine and runs live in this process and are not touched. A crash reloads the page once and says
 * so; when that does not help, or the page hangs, the user decides.
 */
import type { PageRestart } from '@shared/ipc/console-state.js'
import { millis } from '@shared/model/millis.js'
import { dialog, type BrowserWindow } from 'electron'

/** A second crash within this time is not met with another reload: it would go on for ever. */
const AGAIN_MS = 60_000

/** @internal `reload`: without a question; `ask`: the last reload did not help; `none`: nobody is to be troubled. */
export function afterCrash(
  reason: string,
  now: number,
  lastReloadAt: number | null
): 'reload' | 'ask' | 'none' {
  if (reason === 'clean-exit') return 'none'
  return lastReloadAt !== null && now - lastReloadAt < AGAIN_MS ? 'ask' : 'reload'
}

export function guardPage(
  window: BrowserWindow,
  onRestart: (restart: PageRestart) => void,
  report: (message: string) => void
): void {
  const { webContents } = window
  let reloadedAt: number | null = null
  let asking = false

  const reload = (reason: string): void => {
    reloadedAt = Date.now()
    onRestart({ at: millis(reloadedAt), reason })
    webContents.reload()
  }
  const ask = async (message: string, detail: string, reason: string): Promise<void> => {
    if (asking || window.isDestroyed()) return
    asking = true
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message,
      detail: `${detail} Runs go on: they are not carried out by the page.`,
      buttons: ['Wait', 'Reload the page'],
      defaultId: 1,
      cancelId: 0
    })
    asking = false
    if (response !== 1 || window.isDestroyed()) return
    webContents.forcefullyCrashRenderer() // n.b. a page that hangs does not answer a reload
    reload(reason)
  }
  webContents.on('render-process-gone', (_event, { reason }) => {
    if (asking || window.isDestroyed()) return
    report(`the page's process ended: ${reason}`)
    const next = afterCrash(reason, Date.now(), reloadedAt)
    if (next === 'reload') reload(reason)
    if (next === 'ask')
      void ask('The page ended again', `Its process ended twice in a minute: ${reason}.`, reason)
  })
  window.on('unresponsive', () => {
    report('the page does not answer')
    void ask('The page does not answer', 'It has been busy for some seconds.', 'hung')
  })
}
