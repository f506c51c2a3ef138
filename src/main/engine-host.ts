/**
 * The engine as this process puts it together. Loaded after the window is shown: what it needs (broker, HTTP, schemas) is most of
 * the program's weight, and nothing of the first picture waits for it.
 */
import { join, resolve } from 'node:path'
import {
  describeEnvironment,
  knownEnvironments,
  loadEnvironment,
  openActions,
  openArchive,
  openBroker,
  openClusterTester,
  openEngine,
  openHosts,
  openSshHosts,
  recordActions
} from '../engine/compose.js'
import type { ActionRecorder, LineLog, SshHosts } from '../engine/index.js'
import type { Action } from '@shared/model/action.js'
import { packageFilesIn } from '../engine/compose-setup.js'
import { stateRoot } from '../lab/folders.js'
import { product } from '../lab/product.js'
import type { Environment, EnvironmentEntry } from '@shared/model/settings.js'
import { openSettings } from './settings/open-settings.js'
import { writeWithStore } from './settings/store-writer.js'
import { setupHost, type SetupHost } from './setup/setup-host.js'
import type { SettingsDesk } from './settings/settings-desk.js'
import type { Runs, Workplace } from './workplace.js'

export interface EngineHost {
  /** State folder. */
  readonly state: string
  /** Runs of this machine; cannot fail. */
  readonly archive: Runs
  readonly actions: LineLog<Action>
  /** Carries out what is to be logged. */
  readonly record: ActionRecorder
  /** What this user's ssh configuration names. */
  readonly sshHosts: SshHosts
  /** Settings and secrets. */
  readonly settings: SettingsDesk
  /** What can be set up from here. */
  readonly setups: SetupHost
  /** An environment as it is saved now. @throws ConsoleError `ENVIRONMENT_UNKNOWN`, `BAD_SETTINGS` */
  describe(
    name: string | null
  ): Promise<{ readonly name: string; readonly environment: Environment }>
  /** Environments of the settings, and the lab. @throws ConsoleError `BAD_SETTINGS` */
  environments(): Promise<{ readonly all: readonly EnvironmentEntry[]; readonly current: string }>
  /** @param name - `null`: the settings' current one @throws ConsoleError `ENVIRONMENT_UNKNOWN`, `BAD_SETTINGS` with the remedy as its hint */
  openWorkplace(name: string | null): Promise<Workplace>
}

export interface EngineChoice {
  /** State folder; `null`: the usual one. */
  readonly state: string | null
}

export function engineHost(choice: EngineChoice): EngineHost {
  const state = resolve(choice.state ?? stateRoot())
  const actions = openActions(state)
  const record = recordActions(actions, 'window')
  const { desk: settings, folder: settingsFolder, vault } = openSettings(state, record)
  const environments: EngineHost['environments'] = async () =>
    knownEnvironments(state, await settings.current())
  return {
    state,
    archive: openArchive(state),
    actions,
    record,
    sshHosts: openSshHosts(),
    settings,
    describe: async (name) => describeEnvironment(state, name, await settings.current()),
    setups: setupHost(
      {
        state,
        settingsFolder,
        settings: () => settings.current(),
        by: 'window',
        write: writeWithStore,
        secrets: vault,
        packageFiles: () => packageFilesIn(join(product().resources, 'worker', 'medusa_worker')),
        record
      },
      async () => (await environments()).all
    ),
    environments,
    openWorkplace: async (name) => {
      const loaded = await loadEnvironment(state, name, await settings.current(), vault)
      const engine = openEngine(state, loaded)
      const broker = openBroker(state, loaded, engine)
      const hosts = openHosts(state, loaded)
      return {
        name: loaded.name,
        environment: loaded.environment,
        engine,
        clusterTester: openClusterTester(state, loaded),
        broker,
        hosts,
        close: async () => {
          broker.close()
          await hosts.close()
          await engine.close()
        }
      }
    }
  }
}
