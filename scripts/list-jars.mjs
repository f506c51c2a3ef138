/** `node scripts/list-jars.mjs` writes resources/lab-hadoop/jars.sha256 anew after a change of the pom beside it. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { main } from './setup/context.mjs'
import { digestOf } from './setup/files.mjs'
import { copyJars, jarList } from './setup/hadoop.mjs'

await main(async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'medusa-jars-'))
  try {
    await copyJars(context, folder)
    const names = (await readdir(folder)).sort()
    const lines = names.map(
      async (name) => `${await digestOf(join(folder, name), 'sha256', 'hex')}  ${name}\n`
    )
    await writeFile(jarList(context), (await Promise.all(lines)).join(''))
    context.report.line('jars', `${names.length}: look at the difference before you commit it`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
