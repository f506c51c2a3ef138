/** The menu behind Alt: what it is for is its key bindings (copy, zoom, close); everything else is in the page. */
import { Menu } from 'electron'

export function setMenu(openJobFile: () => void): void {
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      {
        label: 'File',
        submenu: [
          { label: 'Open job file…', accelerator: 'CommandOrControl+O', click: openJobFile },
          { type: 'separator' },
          { role: 'close' },
          { role: 'quit' }
        ]
      },
      { role: 'editMenu' },
      {
        label: 'View',
        submenu: [
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { role: 'resetZoom' },
          { type: 'separator' },
          { role: 'togglefullscreen' }
        ]
      }
    ])
  )
}
