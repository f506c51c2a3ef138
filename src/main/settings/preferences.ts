/**
 * What the window remembers about itself: theme and place. Never a secret, never anything of a run.
 *
 * They are wanted before the window is made, so the file is read here by hand; electron-store, which writes it, takes 150 ms to load
 * and comes when there is something to write. A damaged file counts as none (nothing of worth is in it); a folder that cannot
 * be written to costs the memory, not the window.
 */
import type { ThemeChoice } from '@shared/ipc/console-state.js'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface WindowPlace {
  readonly x?: number
  readonly y?: number
  readonly width: number
  readonly height: number
  readonly maximized: boolean
}

export interface Remembered {
  readonly theme: ThemeChoice
  readonly place: WindowPlace | null
}

export interface Preferences extends Remembered {
  /** Never rejects. */
  keep(change: Partial<Remembered>): Promise<void>
}

/** Base name of the file in the user's folder of the application. */
const PREFERENCES_NAME = 'window'

/** @param report - told when something could not be kept */
export function openPreferences(folder: string, report: (message: string) => void): Preferences {
  const file = join(folder, `${PREFERENCES_NAME}.json`)
  return {
    ...parsePreferences(readIfThere(file)),
    keep: async (change) => {
      try {
        const { keepInStore } = await import('./window-store.js')
        keepInStore(folder, PREFERENCES_NAME, change)
      } catch (cause) {
        report(`the window's preferences could not be written to ${file}: ${String(cause)}`)
      }
    }
  }
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return '' // not there the first time; not readable is no reason to show no window
  }
}

/** @internal Anything that is not what it should be is as if it were not there. */
export function parsePreferences(text: string): Remembered {
  const { theme, place } = parseObject(text)
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    place: isPlace(place) ? place : null
  }
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function isPlace(value: unknown): value is WindowPlace {
  if (typeof value !== 'object' || value === null) return false
  const { x, y, width, height, maximized } = value as Record<string, unknown>
  const whole = (each: unknown): boolean => Number.isSafeInteger(each)
  return (
    whole(width) &&
    whole(height) &&
    typeof maximized === 'boolean' &&
    [x, y].every((each) => each === undefined || whole(each))
  )
}
