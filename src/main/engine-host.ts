/**
 * The engine as this process puts it together. Loaded after the window is shown: what it needs (broker, HTTP, schemas) is most of
 * the program's weight, and nothing of the first picture waits for it.
 */
import { resolve } from 'node:path'
import { loadEnvironment, openArchive, openEngine } from '../engine/compose.js'
import type { Engine, RunArchive } from '../engine/index.js'
import { stateRoot } from '../lab/folders.js'
import { readSettings } from './settings/settings-file.js'

/** What can be shown of runs: without any cluster, too. */
export type Runs = Pick<RunArchive, 'listRuns' | 'readRun' | 'follow'>
/** What the window wants of an engine. */
export type WindowEngine = Runs &
  Pick<Engine, 'environment' | 'startRun' | 'cancelRun' | 'whenOver' | 'fetchOutput' | 'close'>

export interface EngineHost {
  /** Runs of this machine; cannot fail. */
  readonly archive: Runs
  /** @throws ConsoleError `ENVIRONMENT_UNKNOWN`, `BAD_SETTINGS` with the remedy as its hint */
  openEngine(): Promise<WindowEngine>
}

export interface EngineChoice {
  /** State folder; `null`: the usual one. */
  readonly state: string | null
  /** `null`: the settings' current one. */
  readonly environment: string | null
}

export function engineHost(choice: EngineChoice): EngineHost {
  const state = resolve(choice.state ?? stateRoot())
  return {
    archive: openArchive(state),
    openEngine: async () =>
      openEngine(state, await loadEnvironment(state, choice.environment, readSettings()))
  }
}
