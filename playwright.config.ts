import { defineConfig } from '@playwright/test'

/**
 * The window, driven in a real Electron: MEDUSA_ELECTRON names the program, DISPLAY a screen (Xvfb will do), `out/` holds the
 * build. `live.spec.ts` also wants MEDUSA_TEST_LAB, the state folder of a running lab, and is skipped without it.
 */
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/e2e', // screenshots lie beside it, and stay
  globalSetup: './test/main/harness/build.ts',
  tsconfig: './tsconfig.e2e.json',
  workers: 1,
  timeout: 90_000,
  // One launch in some hundreds never comes up on a machine with ten times the work it can do; what needs a second try is reported as flaky.
  retries: process.env['CI'] === undefined ? 0 : 1,
  expect: { timeout: 10_000 },
  forbidOnly: process.env['CI'] !== undefined
})
