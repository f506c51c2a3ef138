/**
 * What no page of this application may do, whatever it contains: get a permission, navigate away, open a window, attach a
 * webview (Electron's security checklist, 5 and 11 to 14). Set once for the session and once for every web contents.
 */
import type { App, Session } from 'electron'
import { isOwnUrl, START_PAGE } from './origin.js'

export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
}

export function hardenContents(app: App): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      if (!isOwnUrl(event.url)) event.preventDefault()
    })
    contents.on('will-redirect', (event) => {
      if (!isOwnUrl(event.url)) event.preventDefault()
    })
    // n.b. no event comes before a page goes to about:blank
    contents.on('did-navigate', (_navigated, url) => {
      if (!isOwnUrl(url)) void contents.loadURL(START_PAGE)
    })
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}
