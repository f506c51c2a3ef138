/** What main would say to the pages of the clusters, said by the test: snapshots and answers to calls. */
import type { ElectronApplication } from '@playwright/test'
import type { CallName, EventName, Events } from '@shared/ipc/contract.js'
import type { ConsoleState } from '@shared/ipc/console-state.js'
import type { Result } from '@shared/model/errors.js'
import type { EnvironmentSnapshot } from '@shared/model/watch.js'
import { aConsoleState } from '../renderer/fake-transport.js'

/** From now on the call is answered so. */
export async function answer(
  app: ElectronApplication,
  call: CallName,
  result: Result<unknown>
): Promise<void> {
  await app.evaluate(
    ({ ipcMain }, [name, value]) => {
      ipcMain.removeHandler(name)
      ipcMain.handle(name, () => value)
    },
    [call, result] as const
  )
}

export async function tell<K extends EventName>(
  app: ElectronApplication,
  event: K,
  payload: Events[K]
): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, [name, value]) => {
      for (const window of BrowserWindow.getAllWindows()) window.webContents.send(name, value)
    },
    [event, payload] as const
  )
}

/** The window shows this environment, with these clusters; nothing else changes it any more. */
export async function showEnvironment(
  app: ElectronApplication,
  watch: EnvironmentSnapshot,
  more: Partial<ConsoleState> = {}
): Promise<void> {
  const state = aConsoleState({
    version: 1_000_000,
    environment: watch.environment,
    environments: [
      ...(watch.environment === 'lab'
        ? []
        : [{ name: watch.environment, origin: 'settings' as const }]),
      { name: 'lab', origin: 'lab' }
    ],
    clusters: watch.clusters.map(({ name }) => name),
    ...more
  })
  await answer(app, 'environment.read', { ok: true, value: watch })
  await answer(app, 'console.read', { ok: true, value: state })
  await tell(app, 'console.state', state)
  await tell(app, 'environment.snapshot', watch)
}
