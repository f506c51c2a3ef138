/**
 * `npm test [-- --only unit,check] [--long]`: everything. The lab starts while the stages run that need nothing; then come those on
 * the lab, one by one. `--long` adds runs on the lab whose ground shorter ones cover too. Ends with a table and the line `N passed, N failed`.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { main } from './setup/context.mjs'
import { electronEnvironment } from './setup/display.mjs'
import { electronPath } from './setup/electron.mjs'
import { withLock } from './setup/lock.mjs'
import { only } from './setup/only.mjs'
import { setUp, stepsFor } from './setup/steps.mjs'
import { startTestLab, stopTestLab, testLabState } from './testing/lab.mjs'
import { Results } from './testing/results.mjs'
import { labStages, quietStages } from './testing/stages.mjs'

await main(async (context) => {
  /** @type {Readonly<Record<string, import('./testing/stages.mjs').Stage>>} */
  const stages = { ...quietStages, ...labStages }
  const args = process.argv.slice(2)
  const long = args.includes('--long')
  const chosen = only(
    args.filter((arg) => arg !== '--long'),
    Object.keys(stages)
  )
  const quiet = chosen.filter((name) => name in quietStages)
  const onLab = chosen.filter((name) => name in labStages)
  const lab = onLab.length > 0
  const window = chosen.includes('e2e') || chosen.includes('package')
  const tests = window || chosen.includes('worker') || chosen.includes('contract')
  await setUp(context, stepsFor({ product: lab, lab, window, tests }))

  const folder = await mkdtemp(join(tmpdir(), 'medusa-test-'))
  const electron = window ? electronEnvironment(electronPath(context)) : {}
  const state = testLabState(context)
  const onLabEnv = {
    ...electron,
    MEDUSA_CACHE: context.cache,
    MEDUSA_TEST_LAB: state,
    ...(long ? { MEDUSA_TEST_LONG: '1' } : {})
  }
  const results = new Results(context.report)
  /** @param {readonly string[]} names @param {NodeJS.ProcessEnv} env */
  const runAll = async (names, env) => {
    for (const [name, stage] of Object.entries(stages)) {
      if (names.includes(name)) await results.record(name, () => stage(context, { folder, env }))
    }
  }
  try {
    if (lab) {
      await withLock(context, state, async () => {
        try {
          const up = results.record('lab up', () => startTestLab(context))
          await allOf([runAll(quiet, {}), up])
          if ((await up).failed === 0) await runAll(onLab, onLabEnv)
          else onLab.forEach((name) => results.notRun(name))
        } finally {
          const keepLogs = results.total().failed > 0
          await results.record('lab down', () => stopTestLab(context, { keepLogs }))
        }
      })
    } else await runAll(quiet, {})
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  console.log(results.table())
  const { passed, failed } = results.total()
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
})

/** Waits for all, then fails as the first that failed. @param {readonly Promise<unknown>[]} works */
async function allOf(works) {
  const outcomes = await Promise.allSettled(works)
  const failure = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failure?.status === 'rejected') throw failure.reason
}
