/**
 * The window with an engine of the tests: the same main process, preload and page as the product's, only `openEngine` differs.
 * What the engine says comes from the test, over Playwright's `app.evaluate`, through `globalThis.harness`.
 */
import { runConsole } from '../../../src/main/console-app.js'
import { FakeEngine } from './fake-engine.js'

const engine = new FakeEngine(JSON.parse(process.env['MEDUSA_E2E_RUNS'] ?? '[]') as never)
Object.assign(globalThis, { harness: engine })

runConsole(() => engine.opened())
