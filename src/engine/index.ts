/** The front door: what window, command line and lab may use of the engine. */
export { createEngine, type Engine, type Greeting } from './runtime/engine.js'
export { createArchive, type RunArchive } from './runtime/recorded-run.js'
export type { EnginePorts } from './runtime/ports.js'
export type { RunRequest } from './runtime/prepare-run.js'
export type { Fetched } from './runtime/fetch-output.js'
export { rankAtRandom } from './domain/ranking.js'
export { tolerance, toleranceSentence } from './domain/tolerance.js'
export { deployWorker, type PackageFile } from './runtime/deploy-worker.js'
