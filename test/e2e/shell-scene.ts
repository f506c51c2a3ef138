/** What the specs of the frame share: runs, actions, and ways to tell the harness what there is. */
import type { ElectronApplication, Page } from '@playwright/test'
import type { Action } from '@shared/model/action.js'
import type { RunId } from '@shared/model/ids.js'
import type { RunSnapshot } from '@shared/model/run.js'
import type { EnvironmentSnapshot } from '@shared/model/watch.js'
import * as scenarios from '../renderer/scenarios.js'
import { START } from '../renderer/snapshots.js'
import { savePicture } from './fixtures.js'

/** The engine's watch sees this from now on. */
export const see = (app: ElectronApplication, snapshot: EnvironmentSnapshot): Promise<void> =>
  app.evaluate((_electron, next) => {
    const { harness } = globalThis as unknown as {
      harness: { watch: { show(snapshot: unknown): void } }
    }
    harness.watch.show(next)
  }, snapshot)

/** The window as it is painted: Playwright's own picture is a part of it while it is zoomed. */
export async function capture(app: ElectronApplication, name: string): Promise<void> {
  const base64 = await app.evaluate(async ({ BrowserWindow }) => {
    const picture = await BrowserWindow.getAllWindows()[0]!.webContents.capturePage()
    return picture.toPNG().toString('base64')
  })
  savePicture(name, Buffer.from(base64, 'base64'))
}

export const go = (page: Page, hash: string): Promise<void> =>
  page.evaluate((to) => void (location.hash = to), hash)

export function manyRuns(): readonly RunSnapshot[] {
  const kinds = [
    scenarios.verified,
    scenarios.running,
    scenarios.notVerified,
    scenarios.cancelled,
    scenarios.failed
  ]
  const names = ['wordcount-sotu', 'sotu-bigrams', 'sotu-invert', 'sotu-sort', 'pi']
  return Array.from({ length: 40 }, (_, index) => {
    const made = kinds[index < 5 ? index : index % 4 === 1 ? 0 : index % 5 === 1 ? 0 : index % 5]!()
    const startedAt = made.startedAt - index * 5_400_000
    const shift = startedAt - made.startedAt
    return {
      ...made,
      run: `r-20261121-${String(index).padStart(4, '0')}` as RunId,
      name: names[index % names.length]!,
      startedAt: startedAt as RunSnapshot['startedAt'],
      finishedAt:
        made.finishedAt === null ? null : ((made.finishedAt + shift) as RunSnapshot['startedAt']),
      live: made.verdict === null && index === 1
    }
  })
}

const anAction = (index: number, change: Partial<Action> = {}): Action => ({
  id: `a-${String(index)}`,
  at: START - index * 61_000,
  tookMs: 12 + index * 7,
  environment: 'lab',
  by: index % 3 === 0 ? 'command line' : 'window',
  target: { kind: 'broker', name: 'medusa.porto' },
  what: 'purged queue medusa.porto, 2 messages',
  call: 'DELETE /api/queues/medusa-porto/medusa.porto/contents',
  outcome: 'done',
  error: null,
  ...change
})

const actions: readonly Action[] = [
  anAction(1),
  anAction(2, {
    target: { kind: 'run', name: 'r-20261121-140211-7k2m' },
    what: 'started wordcount.yaml',
    call: 'medusa run /home/ada/wordcount.yaml'
  }),
  anAction(3, {
    target: { kind: 'lab', name: 'lab' },
    what: 'set the fault "lie" of faro',
    call: 'medusa lab fault faro lie'
  }),
  anAction(4, {
    what: 'created user medusa-évora',
    target: { kind: 'broker', name: 'medusa-évora' },
    call: 'PUT /api/users/medusa-%C3%A9vora',
    outcome: 'failed',
    error: { code: 'AUTH_REFUSED', message: 'RabbitMQ refused the user console: 401' }
  }),
  ...Array.from({ length: 300 }, (_, index) =>
    anAction(index + 5, { what: `probed faro, try ${String(index)}`, call: null })
  )
]

export const giveActions = (app: ElectronApplication): Promise<void> =>
  app.evaluate((_electron, entries) => {
    const { harness } = globalThis as unknown as { harness: { actions: { entries: unknown[] } } }
    harness.actions.entries.push(...[...entries].reverse())
  }, actions)
