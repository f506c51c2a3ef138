/**
 * `npm run package [-- --only folder,deb]`: the application as it is handed to people, in dist/: a folder that runs where it lies,
 * and a Debian package. Two packages of the same sources, Electron and SOURCE_DATE_EPOCH are equal bit for bit.
 */
import { join } from 'node:path'
import { main } from './setup/context.mjs'
import { only } from './setup/only.mjs'
import { setUp, stepsFor } from './setup/steps.mjs'
import { makePackage } from './package/make.mjs'

await main(async (context) => {
  const parts = only(process.argv.slice(2), ['folder', 'deb'])
  await setUp(context, stepsFor({ window: true }))
  await makePackage(context, { output: join(context.root, 'dist'), deb: parts.includes('deb') })
})
