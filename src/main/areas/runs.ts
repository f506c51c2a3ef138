/** Runs: followed, started, cancelled, fetched. Dialogs are opened here: the page learns what was chosen only as far as it shows it. */
import type { FetchedOutput, runCalls } from '@shared/ipc/areas/runs.js'
import type { HandlersOf } from '@shared/ipc/contract.js'
import { ConsoleError } from '@shared/model/errors.js'
import type { RunId } from '@shared/model/ids.js'
import { RunFeed } from '../run-feed.js'
import { done, type Area, type AreaContext } from './area.js'

/** Finished runs that are looked at for durations: the newest ones tell of today's clusters. */
const MEASURED_RUNS = 500

export function runArea({
  desk,
  desktop,
  now,
  after,
  push
}: AreaContext): Area<HandlersOf<typeof runCalls>> {
  const feed = new RunFeed(
    () => desk.runs(),
    (snapshot) => {
      push('run.snapshot', snapshot)
      void desk.noticeEnd(snapshot)
    },
    after
  )
  const fetched = new Map<RunId, string>()
  return {
    handlers: {
      'runs.follow': async ({ run }) => done(await feed.follow(run)),
      'runs.unfollow': () => {
        feed.stop()
        return Promise.resolve(done(null))
      },
      'runs.open': async () => {
        const { environment } = desk.state
        const file = await desktop.chooseJobFile()
        return done(file === null ? null : await desk.starts.start(file, false, environment))
      },
      'runs.startAgain': async ({ ticket, acceptWeaker }) =>
        done(await desk.starts.startAgain(ticket, acceptWeaker)),
      'runs.dismissStart': () => {
        desk.starts.dismiss()
        return Promise.resolve(done(null))
      },
      'runs.cancel': async ({ run }) => {
        const { environment = null, name = run } = desk.summaryOf(run) ?? {}
        const words = {
          environment,
          target: { kind: 'run', name: run },
          what: `cancelled ${name}`
        } as const
        await desk.host().record(words, () => desk.engineOf(run).cancelRun(run, 'from the window'))
        return done(null)
      },
      'runs.fetch': async ({ run }) => {
        desk.engineOf(run) // n.b. refuses before somebody chooses a folder in vain
        const folder = await desktop.chooseFolder()
        if (folder === null) return done(null)
        const { files, bytes, replaced } = await desk.engineOf(run).fetchOutput(run, folder)
        fetched.set(run, folder)
        return done<FetchedOutput>({ folder, files, bytes, replaced: replaced.length, at: now() })
      },
      'runs.durations': async () => done(await desk.runs().durations(MEASURED_RUNS)),
      'runs.showFetched': async ({ run }) => {
        const folder = fetched.get(run)
        if (folder === undefined)
          throw new ConsoleError('BAD_INPUT', `nothing was fetched of run "${run}" in this window`)
        await desktop.showFolder(folder)
        return done(null)
      }
    },
    stop: () => feed.stop()
  }
}
