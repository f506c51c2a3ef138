/** Which environments are open in this window as they were, while the settings say something else by now. Pure. */
import type { Settings } from '@shared/model/settings.js'
import { isDeepStrictEqual } from 'node:util'
import type { OpenedEnvironment } from '../opened-environment.js'

/**
 * Those that carry runs: they are opened anew when these are over. Others are at once, and need no mark.
 *
 * @param settings - saved, or to be saved; `null`: not readable, so nothing would be opened anew
 */
export function restartNeeded(
  opened: readonly OpenedEnvironment[],
  settings: Settings | null
): readonly string[] {
  if (settings === null) return []
  return opened
    .filter(({ name, environment, busy }) => {
      const saved = Object.hasOwn(settings.environments, name) ? settings.environments[name] : null
      // n.b. the lab is in no settings unless somebody put one there
      if (saved === null && name === 'lab') return false
      return busy && !isDeepStrictEqual(saved, environment)
    })
    .map(({ name }) => name)
}
