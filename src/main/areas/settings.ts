/** Settings: read, checked, saved, kept in versions. */
import type { settingsCalls } from '@shared/ipc/areas/settings.js'
import type { HandlersOf } from '@shared/ipc/contract.js'
import { ConsoleError } from '@shared/model/errors.js'
import type { Area, AreaContext } from './area.js'

export function settingsArea(_context: AreaContext): Area<HandlersOf<typeof settingsCalls>> {
  const nothing = (): Promise<never> =>
    Promise.reject(new ConsoleError('NOT_AVAILABLE', 'settings are not there yet'))
  return {
    handlers: {
      'settings.read': nothing,
      'settings.check': nothing,
      'settings.save': nothing,
      'settings.restore': nothing,
      'settings.version': nothing,
      'settings.export': nothing,
      'settings.import': nothing,
      'secrets.set': nothing,
      'secrets.forget': nothing
    }
  }
}
