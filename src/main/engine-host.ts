/**
 * The engine as this process uses it, and how it is put together. Loaded after the window is shown: what it needs (broker,
 * HTTP, settings) is most of the program's weight and nothing the first picture waits for.
 */
import { ConsoleError } from '@shared/model/errors.js'
import type { RunId } from '@shared/model/ids.js'
import type { RunSnapshot, RunSummary } from '@shared/model/run.js'

export interface Engine {
  readonly environment: string
  /** Newest first. */
  listRuns(): Promise<readonly RunSummary[]>
  /** Snapshots of a run, live, also of one that another process carries out. @returns a disposer */
  follow(run: RunId, listener: (snapshot: RunSnapshot) => void): () => void
  startRun(options: {
    readonly jobFile: string
    readonly faults?: number
    readonly acceptWeaker?: boolean
  }): Promise<RunId>
  cancelRun(run: RunId): Promise<void>
  fetchOutput(
    run: RunId,
    folder: string
  ): Promise<{ readonly files: number; readonly bytes: number }>
  readRun(run: RunId): Promise<RunSnapshot>
  close(): Promise<void>
}

export interface EngineChoice {
  readonly state: string | null
  readonly environment: string | null
}

export type OpenEngine = (choice: EngineChoice) => Promise<Engine>

/** @throws ConsoleError `ENVIRONMENT_UNKNOWN`, `BAD_SETTINGS`, … with the remedy as its hint */
export function openEngine(choice: EngineChoice): Promise<Engine> {
  return Promise.reject(
    new ConsoleError(
      'ENVIRONMENT_UNKNOWN',
      `there is no environment "${choice.environment ?? 'lab'}"`,
      {
        hint: 'start the lab with: npx medusa lab up'
      }
    )
  )
}
