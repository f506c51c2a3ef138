#!/usr/bin/env node
/**
 * `medusa` in a checkout: installs and builds what is missing (saying so on standard error only), then is the command line
 * of src/cli. In a package without sources there is nothing to do but that.
 */
import { existsSync } from 'node:fs'

const inCheckout = existsSync(new URL('../src/cli/index.ts', import.meta.url))

if (inCheckout) {
  const { prepare } = await import('../scripts/setup/prepare.mjs')
  await prepare(process.argv.slice(2))
}
await import('../out/cli/index.js')
