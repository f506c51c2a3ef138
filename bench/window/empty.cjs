// The rival: an Electron window with a button and nothing else, locked up and shown as ours is.
const { app, BrowserWindow } = require('electron')
const { join } = require('node:path')

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
  void window.loadFile(join(__dirname, 'empty.html'))
})
