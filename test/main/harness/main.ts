/**
 * The window with an engine of the tests: the product's own main process, preload and page, only the engine's host differs.
 * What the engine says comes from the test, over Playwright's `app.evaluate`, through `globalThis.harness`.
 */
import type { WireError } from '@shared/model/errors.js'
import type { RunSnapshot } from '@shared/model/run.js'
import { readFileSync } from 'node:fs'
import { runConsole } from '../../../src/main/console-app.js'
import { FakeEngine } from './fake-engine.js'

const file = process.env['MEDUSA_E2E_RUNS']
const runs = file === undefined ? [] : (JSON.parse(readFileSync(file, 'utf8')) as RunSnapshot[])
const refusal = process.env['MEDUSA_E2E_REFUSAL']
const engine = new FakeEngine(
  runs,
  refusal === undefined ? null : (JSON.parse(refusal) as WireError),
  JSON.parse(process.env['MEDUSA_E2E_ENVIRONMENTS'] ?? '["lab"]') as string[]
)
engine.clusters = (process.env['MEDUSA_E2E_CLUSTERS'] ?? '').split(',').filter(Boolean)
engine.management = process.env['MEDUSA_E2E_MANAGEMENT'] ?? null
Object.assign(globalThis, { harness: engine })

runConsole(() => Promise.resolve(engine))
