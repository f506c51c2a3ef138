/** Opens the window on a run, where there is a display. */
import { spawn } from 'node:child_process'
import { product } from '../../lab/product.js'

export interface OpenWindow {
  /** Resolves when the window was closed. */
  readonly closed: Promise<void>
  close(): void
}

/** Set by `npm run demo`; without it only a package can show a window: it is one. */
const ELECTRON = 'MEDUSA_ELECTRON'

/** @returns `null` without a display, or without an Electron */
export function openWindow(args: readonly string[]): OpenWindow | null {
  const { packaged, root: checkout } = product()
  const electron = packaged ? process.execPath : process.env[ELECTRON]
  const display = process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'] ?? ''
  if (electron === undefined || electron === '' || display === '') return null
  // Chromium refuses its sandbox to root.
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const child = spawn(electron, [...(packaged ? [] : [checkout]), ...root, ...args], {
    stdio: 'ignore'
  })
  const closed = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve()
    })
    child.once('error', () => {
      resolve()
    })
  })
  return { closed, close: () => child.kill() }
}
