/** Where the window goes: the place it was left at, unless no screen shows it any more. */
import type { WindowPlace } from '../settings/preferences.js'

export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export const USUAL_SIZE = { width: 1280, height: 800 } as const
export const LEAST_SIZE = { width: 1024, height: 700 } as const

/** Pixels of the title bar that must lie on a screen, so that the window can be got hold of. */
const GRIP = 80

/**
 * @param kept - `null` the first time
 * @param screens - work areas, the main one first; never empty in practice
 * @returns without `x` and `y` when the desktop shall place it
 */
export function windowPlace(kept: WindowPlace | null, screens: readonly Area[]): WindowPlace {
  const main = screens[0]
  const wanted = kept ?? { ...USUAL_SIZE, maximized: false }
  const size = {
    width: Math.max(LEAST_SIZE.width, Math.min(wanted.width, main?.width ?? wanted.width)),
    height: Math.max(LEAST_SIZE.height, Math.min(wanted.height, main?.height ?? wanted.height)),
    maximized: wanted.maximized
  }
  const { x, y } = wanted
  if (x === undefined || y === undefined) return size
  const visible = screens.some(
    (screen) =>
      x + size.width - GRIP > screen.x &&
      x + GRIP < screen.x + screen.width &&
      y >= screen.y &&
      y + GRIP < screen.y + screen.height
  )
  return visible ? { ...size, x, y } : size
}
