/** What is seen of the environment that is shown. */
import type { environmentCalls } from '@shared/ipc/areas/environment.js'
import type { HandlersOf } from '@shared/ipc/contract.js'
import { done, type Area, type AreaContext } from './area.js'

export function environmentArea(_context: AreaContext): Area<HandlersOf<typeof environmentCalls>> {
  return {
    handlers: {
      'environment.read': () => Promise.resolve(done(null)),
      'environment.probe': () => Promise.resolve(done(null)),
      'timeline.read': () => Promise.resolve(done([]))
    }
  }
}
