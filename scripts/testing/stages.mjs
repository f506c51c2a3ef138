/** The stages of `npm test`, each a runner with its limits. */
import { join } from 'node:path'
import { run } from '../setup/child.mjs'
import { hasDisplay } from '../setup/display.mjs'
import { makePackage } from '../package/make.mjs'
import { runChecks } from './checks.mjs'
import { countsFrom, readJunit, readPlaywright, readVitest } from './counts.mjs'

/**
 * @typedef {import('../setup/context.mjs').Context} Context
 * @typedef {import('./counts.mjs').Counts} Counts
 *
 * @typedef {object} Surroundings
 * @property {string} folder for what the runners write down
 * @property {NodeJS.ProcessEnv} env the lab and the Electron to use
 *
 * @typedef {(context: Context, surroundings: Surroundings) => Promise<Counts>} Stage
 */

const MINUTE = 60_000

/** Stages that need nothing running. They print when they have something to say. @type {Readonly<Record<string, Stage>>} */
export const quietStages = {
  check: (context) => runChecks(context, 1),
  worker: (context, { folder }) =>
    runner(context, {
      command: '/usr/bin/python3',
      // The worker's environment is the clusters' Python, not one of ours.
      args: [
        '-B',
        '-m',
        'pytest',
        '-q',
        '-p',
        'no:cacheprovider',
        `--junitxml=${folder}/worker.xml`,
        'resources/worker'
      ],
      file: `${folder}/worker.xml`,
      read: readJunit,
      limitMs: 10 * MINUTE
    }),
  unit: (context, around) => vitest(context, around, 'unit', 20 * MINUTE),
  dom: (context, around) => vitest(context, around, 'dom', 20 * MINUTE)
}

/** Stages on the lab, one after the other. Their output is shown as it comes. @type {Readonly<Record<string, Stage>>} */
export const labStages = {
  contract: (context, around) => vitest(context, around, 'contract', 15 * MINUTE),
  lab: (context, around) => vitest(context, around, 'lab', 40 * MINUTE),
  e2e: (context, around) => playwright(context, around, 'e2e', 'playwright.config.ts', 45 * MINUTE),
  package: async (context, around) => {
    const output = join(around.folder, 'package')
    await makePackage(context, { output, deb: true })
    const env = { ...around.env, MEDUSA_PACKAGE: output }
    const config = 'playwright.package.config.ts'
    return playwright(context, { ...around, env }, 'package', config, 5 * MINUTE)
  }
}

/**
 * @param {Context} context
 * @param {Surroundings} surroundings
 * @param {string} name
 * @param {string} config
 * @param {number} limitMs
 */
function playwright(context, { folder, env }, name, config, limitMs) {
  const cli = join(context.root, 'node_modules/@playwright/test/cli.js')
  const xvfb = hasDisplay(process.env) ? [] : ['xvfb-run', '-a', '-s', '-screen 0 1600x1000x24']
  const [command = '', ...args] = [
    ...xvfb,
    ...[process.execPath, cli, 'test', '--config', config, '--reporter=list,json']
  ]
  const file = join(folder, `${name}.json`)
  return runner(context, {
    command,
    args,
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
    file,
    read: readPlaywright,
    limitMs,
    live: true
  })
}

/** @param {Context} context @param {Surroundings} surroundings @param {string} project @param {number} limitMs */
function vitest(context, { folder, env }, project, limitMs) {
  const file = join(folder, `${project}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  return runner(context, {
    command: process.execPath,
    args: [
      join(context.root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--project',
      project,
      ...reporters
    ],
    env,
    file,
    read: readVitest,
    limitMs,
    live: project in labStages
  })
}

/**
 * @param {Context} context
 * @param {object} runner
 * @param {string} runner.command
 * @param {readonly string[]} runner.args
 * @param {NodeJS.ProcessEnv} [runner.env]
 * @param {string} runner.file where it writes its results
 * @param {(text: string) => Counts} runner.read
 * @param {number} runner.limitMs
 * @param {boolean} [runner.live] output as it comes; otherwise only that of a failure
 * @returns {Promise<Counts>}
 */
async function runner(context, { command, args, env, file, read, limitMs, live = false }) {
  const options = { cwd: context.root, env, limitMs, inherit: live }
  const { code, output, timedOut } = await run(context, command, args, options)
  if (code !== 0 && output !== '') context.report.plain(output.trimEnd())
  if (timedOut)
    context.report.plain(`ended after ${limitMs / MINUTE} minutes: ${command} ${args.join(' ')}`)
  return countsFrom(file, timedOut ? 1 : code, read)
}
