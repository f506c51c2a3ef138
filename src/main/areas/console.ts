/** The window itself: state, environment, theme, clipboard, the log of actions. */
import type { consoleCalls } from '@shared/ipc/areas/console.js'
import type { HandlersOf } from '@shared/ipc/contract.js'
import { joinedActions } from '@shared/model/joined-actions.js'
import { done, type Area, type AreaContext } from './area.js'

export function consoleArea({
  desk,
  desktop,
  push
}: AreaContext): Area<HandlersOf<typeof consoleCalls>> {
  let stopWatching: (() => void) | null = null
  return {
    handlers: {
      'console.read': () => Promise.resolve(done(desk.state)),
      'console.retry': async () => {
        await desk.retry()
        return done(null)
      },
      'environment.choose': async ({ name }) => {
        desktop.keep({ environment: name })
        await desk.chooseEnvironment(name)
        return done(null)
      },
      'theme.choose': ({ theme }) => {
        desktop.applyTheme(theme)
        desk.chooseTheme(theme)
        return Promise.resolve(done(null))
      },
      'notices.choose': ({ kind, shown }) => {
        desktop.keep({ notices: desk.chooseNotices(kind, shown) })
        return Promise.resolve(done(null))
      },
      'clipboard.write': ({ text }) => {
        desktop.writeClipboard(text)
        return Promise.resolve(done(null))
      },
      'actions.read': async ({ limit }) => {
        const { actions } = desk.host()
        stopWatching ??= actions.watch((added) => push('actions.added', added))
        return done(joinedActions(await actions.recent(2 * limit)).slice(0, limit))
      }
    },
    stop: () => stopWatching?.()
  }
}
