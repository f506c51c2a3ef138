/**
 * What the window remembers about itself: theme and place. Never a secret, never anything of a run.
 *
 * A damaged file is begun anew (nothing of worth is in it); a folder that cannot be written to costs the memory, not the window.
 */
import type { ThemeChoice } from '@shared/ipc/console-state.js'
import Store from 'electron-store'

export interface WindowPlace {
  readonly x?: number
  readonly y?: number
  readonly width: number
  readonly height: number
  readonly maximized: boolean
}

interface Kept {
  theme: ThemeChoice
  place: WindowPlace
}

export interface Preferences {
  theme(): ThemeChoice
  place(): WindowPlace | null
  keepTheme(theme: ThemeChoice): void
  keepPlace(place: WindowPlace): void
}

/** @param report - told when something could not be kept */
export function openPreferences(report: (message: string) => void): Preferences {
  const store = new Store<Partial<Kept>>({
    name: 'window',
    clearInvalidConfig: true,
    schema: {
      theme: { type: 'string', enum: ['system', 'light', 'dark'] },
      place: {
        type: 'object',
        required: ['width', 'height', 'maximized'],
        properties: {
          x: { type: 'integer' },
          y: { type: 'integer' },
          width: { type: 'integer', minimum: 1 },
          height: { type: 'integer', minimum: 1 },
          maximized: { type: 'boolean' }
        }
      }
    }
  })
  const keep = (kept: Partial<Kept>): void => {
    try {
      store.set(kept)
    } catch (cause) {
      report(`the window's preferences could not be written to ${store.path}: ${String(cause)}`)
    }
  }
  return {
    theme: () => store.get('theme') ?? 'system',
    place: () => store.get('place') ?? null,
    keepTheme: (theme) => keep({ theme }),
    keepPlace: (place) => keep({ place })
  }
}
