/**
 * `npm run bench [-- NAME …] [--all] [--json]`: measures what issues 3 and 4 promise of speed and size, each against its rival in
 * the same run. The table goes to standard error, JSON to bench-output/bench.json and with --json to standard output as well.
 *
 * A missed target is a result, not an error: the exit code is 1 only when something could not be measured, 130 after Ctrl-C.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect, parseArgs } from 'node:util'
import { checkout } from '../src/cli/checkout.js'
import { ConsoleError } from '../src/shared/model/errors.js'
import type { Bench, BenchContext } from './bench.js'
import { consoleShare } from './console-share.js'
import { copies } from './copies.js'
import { copyPlan } from './copy-plan.js'
import { demo } from './demo.js'
import { digests } from './digests.js'
import { labStart } from './lab-start.js'
import { largeManifest } from './large-manifest.js'
import { lieOnce } from './lie-once.js'
import { printed } from './print.js'
import { load, toJson, type BenchResult, type Outcome } from './results.js'
import { queues } from './queues.js'
import { roundTrip } from './round-trip/index.js'
import { sharedLab } from './shared-lab.js'
import { fluent } from './window/fluent.js'
import { window } from './window/index.js'

/** In the order in which they run: those that use the shared lab stand together. */
const benches: readonly Bench[] = [
  labStart,
  consoleShare,
  roundTrip,
  digests,
  largeManifest,
  copies,
  queues,
  lieOnce,
  copyPlan,
  window,
  fluent,
  demo
]

const USAGE = `npm run bench [-- NAME …] [--all] [--json]

${benches.map(({ name, title, onlyWhenAsked }) => `  ${name.padEnd(14)} ${title}${onlyWhenAsked === true ? ' (only with --all or by name)' : ''}`).join('\n')}

--only NAME does the same as NAME alone.
MEDUSA_TEST_LAB=STATE_FOLDER uses a lab that is up; otherwise one is started, and taken down at the end.
`

const say = (line: string): void => void process.stderr.write(`${line}\n`)

class BadArguments extends Error {}

function parsed() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        only: { type: 'string', multiple: true, default: [] },
        all: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false }
      }
    })
  } catch (cause) {
    throw new BadArguments(`${cause instanceof Error ? cause.message : ''}\n\n${USAGE}`, { cause })
  }
}

/** @returns `null` for --help */
function chosen(): { readonly chosen: readonly Bench[]; readonly json: boolean } | null {
  const { values, positionals } = parsed()
  if (values.help) return null
  const only = [...positionals, ...values.only].flatMap((names) => names.split(','))
  const unknown = only.find((name) => !benches.some((bench) => bench.name === name))
  if (unknown !== undefined)
    throw new BadArguments(
      `there is no bench "${unknown}"; there are ${benches.map(({ name }) => name).join(', ')}`
    )
  const wanted = (bench: Bench): boolean =>
    only.length > 0 ? only.includes(bench.name) : values.all || bench.onlyWhenAsked !== true
  return { chosen: benches.filter(wanted), json: values.json }
}

async function measure(bench: Bench, context: Omit<BenchContext, 'temporary'>): Promise<Outcome> {
  const folders: string[] = []
  const temporary = async (): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), 'medusa-bench-'))
    folders.push(folder)
    return folder
  }
  try {
    const result = await bench.run({ ...context, temporary })
    return 'skipped' in result
      ? { type: 'skipped', reason: result.skipped }
      : { type: 'measured', ...result }
  } catch (thrown) {
    if (context.signal.aborted) return { type: 'failed', error: 'interrupted' }
    return { type: 'failed', error: explained(thrown) }
  } finally {
    for (const folder of folders) await rm(folder, { recursive: true, force: true })
  }
}

function explained(thrown: unknown): string {
  if (thrown instanceof ConsoleError)
    return [thrown.message, thrown.hint].filter(Boolean).join('\n')
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : inspect(thrown)
}

async function main(): Promise<number> {
  const interrupt = new AbortController()
  const onSignal = (): void => {
    if (!interrupt.signal.aborted) say('interrupted: what was started is taken down')
    interrupt.abort()
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal)
  const asked = chosen()
  if (asked === null) {
    process.stdout.write(USAGE)
    return 0
  }
  const { signal } = interrupt
  const lab = sharedLab(signal, say)
  const begun = new Date()
  const results: BenchResult[] = []
  try {
    for (const bench of asked.chosen) {
      if (signal.aborted) break
      if (!bench.usesLab) await lab.close()
      const { name, title } = bench
      const before = load()
      const outcome = await measure(bench, { signal, say, lab: () => lab.open() })
      const result: BenchResult = { name, title, load: before, outcome }
      results.push(result)
      say(`\n${printed(result)}\n`)
    }
  } finally {
    await lab.close()
  }
  const json = `${JSON.stringify(toJson(begun, results), null, 2)}\n`
  const folder = join(checkout(), 'bench-output')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'bench.json'), json)
  if (asked.json) process.stdout.write(json)
  say(join(folder, 'bench.json'))
  if (signal.aborted) return 130
  return results.some(({ outcome }) => outcome.type === 'failed') ? 1 : 0
}

try {
  process.exit(await main())
} catch (thrown) {
  // What is left: arguments that are not understood, and a lab that does not go down.
  say(`error: ${thrown instanceof Error ? thrown.message : inspect(thrown)}`)
  process.exit(thrown instanceof BadArguments ? 2 : 1)
}
