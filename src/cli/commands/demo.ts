/** `npm run demo`: real clouds start, one of them lies, the vote catches it, a verified result arrives. */
import { rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { loadEnvironment, openEngine } from '../../engine/compose.js'
import { labFolder, labStatus, writeStory } from '../../lab/index.js'
import { ConsoleError, errorCodes, exitCode, type ExitCode } from '../../shared/model/errors.js'
import { counted } from '../../shared/text/counted.js'
import { topWords } from '../demo/top-words.js'
import { openWindow, type OpenWindow } from '../demo/window.js'
import { duration, size } from '../output/format.js'
import type { Output } from '../output/output.js'
import { table } from '../output/table.js'
import { indent, tellVerdict } from '../output/verdict.js'
import { readSettings } from '../settings/settings-file.js'
import { outputFor, recorder, stateFolder, type CommonOptions } from '../session.js'
import { endFaults, setFault, takeDown } from '../lab-actions.js'
import { carryThrough, exitCodeOf, type FinishedRun } from './follow-run.js'
import { interruptSignal, up } from './lab.js'

export interface DemoOptions extends CommonOptions {
  readonly window: boolean
  readonly keep?: boolean
  readonly clouds: number
  readonly output: string
}

export async function demo(options: DemoOptions): Promise<ExitCode> {
  const output = outputFor(options)
  const folder = labFolder(stateFolder(options))
  const interrupt = interruptSignal()
  const wasUp = await isUp(folder)
  try {
    output.say(`1  ${counted(options.clouds, 'cloud')} and a broker start on this machine`)
    const started = await up({ ...options, base: 0 })
    return started === exitCode.done ? await tellStory(options, output, interrupt.signal) : started
  } finally {
    if (wasUp) output.say('the lab was up before and stays up')
    else if (options.keep === true) output.say('the lab stays up: npx medusa lab down ends it')
    else await takeDown(options)
    interrupt.stop()
  }
}

/** A lab that somebody is using is not taken down by a demo. */
async function isUp(folder: string): Promise<boolean> {
  try {
    return (await labStatus(folder)).clouds.some(({ state }) => state !== 'down')
  } catch (thrown) {
    if (thrown instanceof ConsoleError && thrown.code === 'ENVIRONMENT_UNKNOWN') return false
    throw thrown
  }
}

async function tellStory(
  options: DemoOptions,
  output: Output,
  signal: AbortSignal
): Promise<ExitCode> {
  const state = stateFolder(options)
  const target = resolve(options.output)
  output.say('\n2  a job: count the words of the State of the Union addresses')
  const loaded = await loadEnvironment(state, 'lab', await readSettings(output.say))
  const clouds = loaded.environment.clusters.map(({ name }) => name)
  await rm(join(target, 'output'), { recursive: true, force: true })
  const { corpus, jobFile, liar } = await writeStory(target, clouds, Date.now())
  output.say(
    `   ${counted(corpus.texts, 'text')}, ${size(corpus.bytes)}, in ${counted(corpus.files, 'file')}: ${corpus.folder}`
  )
  await setFault(options, liar, 'lie')
  output.say(`\n3  ${liar}, which will be asked first, alters one byte of its output\n`)

  const engine = openEngine(state, loaded)
  let window: OpenWindow | null = null
  try {
    assertGoingOn(signal)
    const finished = await carryThrough(engine, { jobFile }, output, recorder(options), (run) => {
      if (options.window)
        window = openWindow(['--state', state, '--environment', 'lab', '--run', run])
    })
    await writeFile(join(target, 'report.json'), `${JSON.stringify(finished.report, null, 2)}\n`)
    tellVerdict(finished.report, output)
    if (finished.report.output.clusters.length > 0)
      await engine.fetchOutput(finished.run, join(target, 'output'))
    await tellResult(finished, target, output)
    if (!finished.interrupted) await untilClosed(window, output, signal)
    return exitCodeOf(finished, errorCodes)
  } finally {
    ;(window as OpenWindow | null)?.close()
    await engine.close()
    await endFaults(options, liar)
  }
}

/** Between two stages, where nothing else listens to Ctrl-C. */
function assertGoingOn(signal: AbortSignal): void {
  if (signal.aborted) throw new ConsoleError('INTERRUPTED', 'the demo was interrupted')
}

async function tellResult({ report }: FinishedRun, target: string, output: Output): Promise<void> {
  if (report.verdict !== 'verified') return
  const words = await topWords(join(target, 'output'), 10)
  const columns = [{ head: 'the ten commonest words' }, { head: '', right: true }]
  output.line('')
  output.line(
    indent(
      table(
        columns,
        words.map(({ word, count }) => [word, String(count)])
      )
    )
  )
  output.line('')
  output.line(`  input     ${join(target, 'input')}`)
  output.line(`  output    ${join(target, 'output', 'part-r-*')}`)
  output.line(`  report    ${join(target, 'report.json')}`)
  output.line(
    `  console   ${duration(report.console.overheadSeconds)} of ${duration(report.console.seconds)} were its own`
  )
}

async function untilClosed(
  window: OpenWindow | null,
  output: Output,
  signal: AbortSignal
): Promise<void> {
  if (window === null || signal.aborted) return
  output.say('\nclose the window to end the demo')
  const interrupted = new Promise<void>((resolveInterrupted) => {
    signal.addEventListener('abort', () => {
      resolveInterrupted()
    })
  })
  await Promise.race([window.closed, interrupted])
}
