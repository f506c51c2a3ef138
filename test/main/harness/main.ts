/**
 * The window with an engine of the tests: the same main process, preload and page as the product's, only `openEngine` differs.
 * What the engine says comes from the test, over Playwright's `app.evaluate`, through `globalThis.harness`.
 */
import type { WireError } from '@shared/model/errors.js'
import { readFileSync } from 'node:fs'
import { runConsole } from '../../../src/main/console-app.js'
import { FakeEngine, type ShownRun } from './fake-engine.js'

const file = process.env['MEDUSA_E2E_RUNS']
const runs = file === undefined ? [] : (JSON.parse(readFileSync(file, 'utf8')) as ShownRun[])
const refusal = process.env['MEDUSA_E2E_REFUSAL']
const engine = new FakeEngine(
  runs,
  refusal === undefined ? null : (JSON.parse(refusal) as WireError)
)
Object.assign(globalThis, { harness: engine })

runConsole(() => engine.opened())
