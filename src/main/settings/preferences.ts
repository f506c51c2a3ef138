/**
 * What the window remembers about itself: theme, place, zoom, where in it one was, what the desktop is told. Never a secret.
 *
 * They are wanted before the window is made, so the file is read here by hand; electron-store, which writes it, takes 150 ms to load
 * and comes when there is something to write. A damaged file counts as none (nothing of worth is in it); a folder that cannot
 * be written to costs the memory, not the window.
 */
import type { ConsoleState, ThemeChoice } from '@shared/ipc/console-state.js'
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
  /** 1 is 100 %. */
  readonly zoom: number
  /** The environment that was chosen last in the window; `null`: none was, so the settings decide. */
  readonly environment: string | null
  /** Where in the window one was: the address's fragment, `#/clusters/porto`. */
  readonly page: string | null
  readonly notices: ConsoleState['notices']
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
  const { theme, place, zoom, environment, page, notices } = parseObject(text)
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    place: isPlace(place) ? place : null,
    zoom: typeof zoom === 'number' && zoom >= LEAST_ZOOM && zoom <= MOST_ZOOM ? zoom : 1,
    environment: typeof environment === 'string' && environment !== '' ? environment : null,
    page: typeof page === 'string' && isPage(page) ? page : null,
    notices: { runs: isOn(notices, 'runs'), clusters: isOn(notices, 'clusters') }
  }
}

/** Chromium's own limits. */
const LEAST_ZOOM = 0.25
const MOST_ZOOM = 5

/** A fragment that this window writes itself; what it names is checked by the page like any link. */
export const isPage = (fragment: string): boolean => /^#\/[\w%.~/-]{1,300}$/.test(fragment)

/** Notifications are on until they are turned off. */
const isOn = (notices: unknown, kind: keyof ConsoleState['notices']): boolean =>
  typeof notices !== 'object' ||
  notices === null ||
  (notices as Record<string, unknown>)[kind] !== false

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
