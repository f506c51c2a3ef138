/**
 * Draws resources/desktop/icons/*.png from the SVG beside them, with the Electron at hand: `electron scripts/package/icons`
 * below a display. Skia draws in software here, so the same Electron draws the same bytes. The pictures are kept in the repository.
 */
import { app, BrowserWindow } from 'electron'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const SIZES = [16, 24, 32, 48, 64, 128, 256, 512]
const folder = join(import.meta.dirname, '../../../resources/desktop')

app.disableHardwareAcceleration()
void app.whenReady().then(async () => {
  const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true } })
  await window.loadURL('data:text/html,<!doctype html><title>icons</title>')
  const svg = readFileSync(join(folder, 'medusa-console.svg')).toString('base64')
  mkdirSync(join(folder, 'icons'), { recursive: true })
  for (const size of SIZES) {
    const script = `new Promise((resolve, reject) => {
      const image = new Image(${size}, ${size})
      image.onerror = () => reject(new Error('the SVG cannot be drawn'))
      image.onload = () => {
        const canvas = Object.assign(document.createElement('canvas'), { width: ${size}, height: ${size} })
        canvas.getContext('2d').drawImage(image, 0, 0, ${size}, ${size})
        resolve(canvas.toDataURL('image/png'))
      }
      image.src = 'data:image/svg+xml;base64,${svg}'
    })`
    const url = await window.webContents.executeJavaScript(script)
    writeFileSync(join(folder, 'icons', `${size}.png`), Buffer.from(url.split(',')[1], 'base64'))
  }
  app.exit(0)
})
