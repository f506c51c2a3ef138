/** What each call of the page does. Dialogs are opened here: the page learns what was chosen only as far as it shows it. */
import type { FetchedOutput, Handlers } from '@shared/ipc/contract.js'
import type { ThemeChoice } from '@shared/ipc/console-state.js'
import { ConsoleError, type Result } from '@shared/model/errors.js'
import type { Millis, RunId } from '@shared/model/ids.js'
import type { ConsoleDesk } from '../console-desk.js'
import type { RunFeed } from '../run-feed.js'

/** The desktop, as far as calls need it. */
export interface Desktop {
  /** @returns `null` when the dialog was closed */
  chooseJobFile(): Promise<string | null>
  /** @returns `null` when the dialog was closed */
  chooseFolder(): Promise<string | null>
  /** @throws ConsoleError when the desktop has nothing to show it with */
  showFolder(folder: string): Promise<void>
  writeClipboard(text: string): void
  applyTheme(theme: ThemeChoice): void
}

const done = <T>(value: T): Result<T> => ({ ok: true, value })

export function createHandlers(
  desk: ConsoleDesk,
  feed: RunFeed,
  desktop: Desktop,
  now: () => Millis
): Handlers {
  const fetched = new Map<RunId, string>()
  return {
    'console.read': () => Promise.resolve(done(desk.state)),
    'console.retry': async () => {
      await desk.retry()
      return done(null)
    },
    'theme.choose': ({ theme }) => {
      desktop.applyTheme(theme)
      desk.chooseTheme(theme)
      return Promise.resolve(done(null))
    },
    'clipboard.write': ({ text }) => {
      desktop.writeClipboard(text)
      return Promise.resolve(done(null))
    },
    'runs.follow': async ({ run }) => done(await feed.follow(run)),
    'runs.unfollow': () => {
      feed.stop()
      return Promise.resolve(done(null))
    },
    'runs.open': async () => {
      const file = await desktop.chooseJobFile()
      return done(file === null ? null : await desk.start(file, false))
    },
    'runs.startAgain': async ({ ticket, acceptWeaker }) =>
      done(await desk.startAgain(ticket, acceptWeaker)),
    'runs.dismissStart': () => {
      desk.dismissStart()
      return Promise.resolve(done(null))
    },
    'runs.cancel': async ({ run }) => {
      await desk.engine().cancelRun(run, 'from the window')
      return done(null)
    },
    'runs.fetch': async ({ run }) => {
      const folder = await desktop.chooseFolder()
      if (folder === null) return done(null)
      const { files, bytes, replaced } = await desk.engine().fetchOutput(run, folder)
      fetched.set(run, folder)
      return done<FetchedOutput>({ folder, files, bytes, replaced: replaced.length, at: now() })
    },
    'runs.showFetched': async ({ run }) => {
      const folder = fetched.get(run)
      if (folder === undefined)
        throw new ConsoleError('BAD_INPUT', `nothing was fetched of run "${run}" in this window`)
      await desktop.showFolder(folder)
      return done(null)
    }
  }
}
