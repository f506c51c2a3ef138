/**
 * The engine as this process puts it together. Loaded after the window is shown: what it needs (broker, HTTP, schemas) is most of
 * the program's weight, and nothing of the first picture waits for it.
 */
import type { EnvironmentEntry } from '@shared/ipc/console-state.js'
import { resolve } from 'node:path'
import {
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
import { stateRoot } from '../lab/folders.js'
import { readSettings } from './settings/settings-file.js'
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
  return {
    state,
    archive: openArchive(state),
    actions,
    record: recordActions(actions, 'window'),
    sshHosts: openSshHosts(),
    environments: () => knownEnvironments(state, readSettings()),
    openWorkplace: async (name) => {
      const loaded = await loadEnvironment(state, name, readSettings())
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
          await Promise.all([hosts.close(), broker.close()])
          await engine.close()
        }
      }
    }
  }
}
