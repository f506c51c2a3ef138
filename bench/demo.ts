/** The demo as a person types it, with everything downloaded and built already. It takes the place of the usual lab. */
import { join } from 'node:path'
import { checkout } from '../src/cli/checkout.js'
import { labFolder, labStatus, stateRoot } from '../src/lab/index.js'
import type { Bench } from './bench.js'
import { mustRun } from './programs.js'

const TARGET_SECONDS = 180
/** It cancels its run and takes its lab down before it ends. */
const GRACE_MS = 120_000

export const demo: Bench = {
  name: 'demo',
  title: 'npm run demo -- --no-window, everything cached',
  onlyWhenAsked: true,
  usesLab: false,
  run: async ({ signal, say, temporary }) => {
    if (await usualLabIsUp())
      return {
        skipped: `a lab is up in ${stateRoot()}, which the demo would use: npx medusa lab down`
      }
    const output = join(await temporary(), 'demo-output')
    say('demo: about two minutes')
    const { seconds, stdout } = await mustRun({
      program: 'npm',
      args: ['run', '--silent', 'demo', '--', '--no-window', '--output', output],
      cwd: checkout(),
      signal,
      stopBy: 'SIGINT',
      graceMs: GRACE_MS
    })
    const share = /^ *console +(.*)$/m.exec(stdout)?.[1]
    return {
      targets: [
        {
          target: `${String(TARGET_SECONDS)} s`,
          measured: `${seconds.toFixed(1)} s`,
          met: seconds <= TARGET_SECONDS
        }
      ],
      figures: [{ name: 'from the command to its exit code 0', unit: 's', samples: [seconds] }],
      notes: share === undefined ? [] : [`the console's share, as the demo says it: ${share}`]
    }
  }
}

async function usualLabIsUp(): Promise<boolean> {
  const status = await labStatus(labFolder(stateRoot())).catch(() => null) // no lab was ever there
  return status?.clouds.some((cloud) => cloud.state !== 'down') ?? false
}
