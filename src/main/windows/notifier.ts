/** The desktop's notifications and badge for one window. Where the desktop shows no badge (most Linux ones), the title does. */
import { app, Notification, type BrowserWindow } from 'electron'
import type { Notifier } from '../notices/notice-desk.js'
import type { Notice } from '../notices/notice.js'

/** @param onClick - with the link of the notification; the window is shown by then */
export function createNotifier(
  window: BrowserWindow,
  onClick: (path: readonly string[]) => void
): Notifier {
  let title = window.getTitle()
  let count = 0
  // n.b. without a reference it is collected as garbage, and its click goes nowhere
  let latest: Notification | null = null
  const mark = (): void => {
    if (!window.isDestroyed()) window.setTitle(count === 0 ? title : `(${String(count)}) ${title}`)
  }
  window.webContents.on('page-title-updated', (event, next) => {
    event.preventDefault()
    title = next
    mark()
  })
  const show = (path: readonly string[]): void => {
    if (window.isDestroyed()) return
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
    onClick(path)
  }
  return {
    isWatched: () => window.isDestroyed() || (window.isFocused() && window.isVisible()),
    show: ({ title: head, body, path }: Notice) => {
      if (!Notification.isSupported()) return
      latest?.close()
      latest = new Notification({ title: head, body })
      latest.on('click', () => show(path))
      latest.show()
    },
    badge: (next) => {
      count = next
      app.setBadgeCount(next)
      mark()
    }
  }
}
