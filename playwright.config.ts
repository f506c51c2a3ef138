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
  // Launches that never come up (test/e2e/window.ts) come in bursts on some machines; what needs another try is reported as flaky.
  retries: process.env['CI'] === undefined ? 0 : 2,
  expect: { timeout: 10_000 },
  forbidOnly: process.env['CI'] !== undefined
})
