/**
 * `npm run security`: what looks at the window from outside and needs the registry. electronegativity over the sources and the build
 * (nothing high, and a reason for everything medium), and whether the pinned Electron is one of the three that get fixes.
 *
 * electronegativity drags hundreds of old packages along, so it is none of ours: npm fetches it into the cache for the occasion.
 * Exit code 1 for a finding, 2 when the registry is out of reach and nothing was looked at.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lastLines, run } from './setup/child.mjs'
import { main } from './setup/context.mjs'
import { npmCommand } from './setup/npm.mjs'
import { Problem } from './setup/problem.mjs'
import { setUp, stepsFor } from './setup/steps.mjs'
import { accepted } from './security/accepted.mjs'
import { judge, readFindings } from './security/findings.mjs'

const TOOL = '@doyensec/electronegativity@1.10.3'
const SUPPORTED_MAJORS = 3
const LIMIT_MS = 5 * 60_000

/** @typedef {import('./setup/context.mjs').Context} Context */

await main(async (context) => {
  await setUp(context, stepsFor({}))
  const manifest = JSON.parse(readFileSync(join(context.root, 'package.json'), 'utf8'))
  const pinned = String(manifest.devDependencies.electron)
  const old = await tellAge(context, pinned)
  let bad = old ? 1 : 0
  for (const folder of ['src', 'out']) bad += await scan(context, folder, pinned)
  return bad === 0 ? 0 : 1
})

/** @param {Context} context @param {string} pinned @returns {Promise<boolean>} whether it gets no fixes any more */
async function tellAge(context, pinned) {
  const output = await npm(context, ['view', 'electron', 'dist-tags.latest'])
  const latest = /^(\d+)\.\d+\.\d+/m.exec(output)
  if (latest === null) throw new Problem('npm view electron said nothing', { output })
  const behind = Number(latest[1]) - Number(pinned.split('.')[0])
  const old = behind >= SUPPORTED_MAJORS
  const state = old ? 'GETS NO FIXES: pin a newer one' : 'supported'
  context.report.line('Electron', `${pinned}, newest ${latest[0]}: ${state}`)
  return old
}

/** @param {Context} context @param {string} folder @param {string} version @returns {Promise<number>} findings that may not stay */
async function scan(context, folder, version) {
  const temporary = await mkdtemp(join(tmpdir(), 'medusa-security-'))
  try {
    const file = join(temporary, 'findings.csv')
    const words = ['-i', join(context.root, folder), '-o', file, '-r', '-v', 'false', '-e', version]
    const output = await npm(context, [
      ...['exec', '--yes', `--package=${TOOL}`, '--'],
      ...['electronegativity', ...words]
    ])
    const text = await readFile(file, 'utf8').catch((cause) => {
      throw new Problem(`${TOOL} wrote no findings`, { cause, output: lastLines(output, 10) })
    })
    const { high, open, stale } = judge(readFindings(text), accepted)
    const bad = high.length + open.length + stale.length
    const counts = `${high.length} high, ${open.length} medium without a reason, ${accepted.length - stale.length} accepted`
    context.report.line(folder, bad === 0 ? counts : `FAILED: ${counts}`)
    for (const { check, severity, file: place, location, description } of [...high, ...open])
      context.report.plain(`    ${severity} ${check} ${place}:${location} ${description}`)
    for (const check of stale)
      context.report.plain(`    ${check} is not found any more: take it from accepted.mjs`)
    return bad
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

/** @param {Context} context @param {readonly string[]} args @returns {Promise<string>} what it prints */
async function npm(context, args) {
  const [command, ...first] = npmCommand()
  // Outside the checkout: npm would look for the tool among our own packages.
  const { code, output } = await run(context, command, [...first, ...args], {
    cwd: tmpdir(),
    env: { npm_config_cache: join(context.cache, 'npm') },
    limitMs: LIMIT_MS
  })
  if (code === 0) return output
  const unreachable = /ENOTFOUND|ECONN|ETIMEDOUT|EAI_AGAIN|E40[0-9]|E5\d\d/.test(output)
  throw new Problem(
    unreachable
      ? 'not run: the registry cannot be reached'
      : `npm ${args[0]} failed with exit code ${code}`,
    {
      remedy: unreachable ? 'Check the network and npm’s registry, then try again.' : '',
      output: lastLines(output, 10),
      exitCode: unreachable ? 2 : 1
    }
  )
}
