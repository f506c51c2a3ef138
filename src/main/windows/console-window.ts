/** The one window: sandboxed, isolated, shown when its first picture is painted, remembered where and how it was left. */
import { BrowserWindow, nativeTheme, screen } from 'electron'
import { join } from 'node:path'
import { START_PAGE } from '../security/origin.js'
import type { Remembered } from '../settings/preferences.js'
import { windowIcon } from './icon.js'
import { LEAST_SIZE, windowPlace } from './place.js'

/** The canvas of tokens.css, so that nothing flashes before the page is there. */
const CANVAS = { light: '#f4f5f7', dark: '#0d1013' } as const

export function createConsoleWindow(
  { place, zoom, page }: Pick<Remembered, 'place' | 'zoom' | 'page'>,
  report: (message: string) => void
): BrowserWindow {
  const { maximized, ...bounds } = windowPlace(
    place,
    screen.getAllDisplays().map((display) => display.workArea)
  )
  const window = new BrowserWindow({
    ...bounds,
    minWidth: LEAST_SIZE.width,
    minHeight: LEAST_SIZE.height,
    title: 'Medusa Console',
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? CANVAS.dark : CANVAS.light,
    webPreferences: {
      // n.b. every chunk of the build lies one folder below out/, whatever its name
      preload: join(import.meta.dirname, '../preload/index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      zoomFactor: zoom
    }
  })
  window.webContents.on('preload-error', (_event, _path, error) =>
    report(`the preload script failed: ${error.message}`)
  )
  window.once('ready-to-show', () => {
    if (maximized) window.maximize()
    window.show()
    window.setIcon(windowIcon()) // n.b. decoding it takes as long as five frames
  })
  void window.loadURL(`${START_PAGE}${page ?? ''}`)
  return window
}
