import { defineConfig } from '@playwright/test'

/**
 * The package as it is handed to people. MEDUSA_PACKAGE names the folder that `npm run package` fills (`dist`), DISPLAY a screen;
 * with MEDUSA_TEST_LAB, the state folder of a running lab, the packaged command line greets its clouds, too.
 */
export default defineConfig({
  testDir: 'test/package',
  outputDir: 'test-results/package',
  tsconfig: './tsconfig.web.json',
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env['CI'] !== undefined
})
