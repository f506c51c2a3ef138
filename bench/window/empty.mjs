// The rival: an Electron window with a button and nothing else, a module like ours, locked up and shown as ours is.
import { join } from 'node:path'
import { app, BrowserWindow } from 'electron'

if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
void app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    show: false,
    autoHideMenuBar: true,
    webPreferences: { sandbox: true, contextIsolation: true, spellcheck: false }
  })
  window.once('ready-to-show', () => window.show())
  void window.loadFile(join(import.meta.dirname, 'empty.html'))
})
