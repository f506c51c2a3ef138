/** What most commands need: the options that stand everywhere, an output, an engine that is closed again. */
import { resolve } from 'node:path'
import { loadEnvironment, openActions, openEngine, recordActions } from '../engine/compose.js'
import type { ActionRecorder, Engine } from '../engine/index.js'
import { stateRoot } from '../lab/folders.js'
import { processOutput, type Output } from './output/output.js'
import { givenSecrets } from './settings/given-secrets.js'
import { readSettings } from './settings/settings-file.js'

/** Options that every command takes. */
export interface CommonOptions {
  readonly environment?: string
  readonly state?: string
  readonly json?: boolean
  /** File with secrets, or `-`. */
  readonly secrets?: string
}

export const stateFolder = (options: CommonOptions): string => resolve(options.state ?? stateRoot())

export const outputFor = (options: CommonOptions): Output => processOutput(options.json === true)

/** Carries out what is to stand in the log of actions that window and command line share. */
export const recorder = (options: CommonOptions): ActionRecorder =>
  recordActions(openActions(stateFolder(options)), 'command line')

/** Opens the engine of the chosen environment, and closes it whatever happens. */
export async function withEngine<T>(
  options: CommonOptions,
  work: (engine: Engine) => Promise<T>
): Promise<T> {
  const state = stateFolder(options)
  const settings = await readSettings(outputFor(options).say)
  const secrets = options.secrets === undefined ? null : await givenSecrets(options.secrets)
  const loaded = await loadEnvironment(state, options.environment ?? null, settings, secrets)
  const engine = openEngine(state, loaded)
  try {
    return await work(engine)
  } finally {
    await engine.close()
  }
}
