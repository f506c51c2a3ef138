/** `medusa lab up|down|status|fault|heal|break|mend`: real clouds in a box on this machine. */
import { ConsoleError, exitCode, type ExitCode } from '../../shared/model/errors.js'
import { counted } from '../../shared/text/counted.js'
import {
  cacheRoot,
  hadoopFolder,
  labFolder,
  labStatus,
  labUp,
  type LabProgress
} from '../../lab/index.js'
import { labLines } from '../output/lab-lines.js'
import { labText, NEXT_AFTER_BARE } from '../output/lab-text.js'
import { breakLab, endFaults, mendLab, onLab, setFault, takeDown } from '../lab-actions.js'
import { deployLabWorker } from '../deploy-lab-worker.js'
import { outputFor, recorder, stateFolder, withEngine, type CommonOptions } from '../session.js'

export interface LabUpOptions extends CommonOptions {
  readonly clouds: number
  readonly base: number
  readonly bare?: boolean
}

/** Starts the lab, a line a cloud. Ctrl-C takes down what was started. */
export async function up(options: LabUpOptions): Promise<ExitCode> {
  const output = outputFor(options)
  const interrupt = interruptSignal()
  const lines = labLines(output)
  const begun = performance.now()
  try {
    const bare = options.bare === true
    const command = `medusa lab up ${bare ? '--bare ' : ''}--clouds ${String(options.clouds)} --base ${String(options.base)}`
    const raise = () =>
      labUp({
        folder: labFolder(stateFolder(options)),
        clouds: options.clouds,
        base: options.base,
        bare,
        hadoop: hadoopFolder(cacheRoot()),
        cache: cacheRoot(),
        deployWorker: deployLabWorker,
        onNote: output.say,
        onProgress: (progress: LabProgress) => {
          lines.show(progress)
        },
        signal: interrupt.signal
      })
    const what = `started ${counted(options.clouds, `${bare ? 'bare ' : ''}cloud`)} and their broker`
    const { started, status } = await recorder(options)(onLab(what, command), raise)
    const greeting = (state: LabProgress['state']): void => {
      const seconds = (performance.now() - begun) / 1_000
      lines.show({ cloud: 'lab', daemon: 'greetings', state, seconds })
    }
    // Nobody is on a bare cloud who could answer.
    if (!bare) {
      greeting('starting')
      await greetAll(options)
      greeting('ready')
    }
    lines.end()
    const text = [
      ...(started ? [] : ['the lab was up already']),
      labText(status),
      ...(bare ? [NEXT_AFTER_BARE] : [])
    ]
    if (output.json) output.object(status)
    else output.line(text.join('\n'))
    return exitCode.done
  } finally {
    interrupt.stop()
  }
}

/** The lab is up when the console can talk to every worker of it. */
async function greetAll(options: CommonOptions): Promise<void> {
  const greetings = await withEngine({ ...options, environment: 'lab' }, (engine) => engine.hello())
  const silent = greetings.flatMap((one) => (one.ok ? [] : [`${one.cluster}: ${one.reason}`]))
  if (silent.length === 0) return
  throw new ConsoleError(
    'LAB_FAILED',
    `the lab is up, but not every worker answers: ${silent.join('; ')}`,
    {
      hint: 'A cloud with the fault "outage" answers after: npx medusa lab heal CLOUD. Otherwise: npx medusa lab down, and up again.'
    }
  )
}

export async function down(options: CommonOptions): Promise<ExitCode> {
  const output = outputFor(options)
  const ended = await takeDown(options)
  if (output.json) output.object({ ended })
  else
    output.line(
      ended === 0
        ? 'no lab was up'
        : `the lab is down, ${counted(ended, 'process', 'processes')} ended`
    )
  return exitCode.done
}

export async function status(options: CommonOptions): Promise<ExitCode> {
  const output = outputFor(options)
  const found = await labStatus(labFolder(stateFolder(options)))
  if (output.json) output.object(found)
  else output.line(labText(found))
  return exitCode.done
}

export async function fault(
  cloud: string,
  kind: string,
  options: CommonOptions
): Promise<ExitCode> {
  await setFault(options, cloud, kind)
  return told(options, cloud, kind)
}

export async function heal(cloud: string, options: CommonOptions): Promise<ExitCode> {
  await endFaults(options, cloud)
  return told(options, cloud, 'none')
}

/** Breaks a bare lab that was set up, in one way. @param cloud - absent for what breaks the broker */
export async function breakOne(
  kind: string,
  cloud: string | undefined,
  options: CommonOptions
): Promise<ExitCode> {
  await breakLab(options, kind, cloud)
  const output = outputFor(options)
  if (output.json) output.object({ broken: kind, cloud: cloud ?? null })
  else output.line(`${cloud ?? 'broker'}: ${kind}; next: npx medusa doctor --environment lab`)
  return exitCode.done
}

/** Takes back a break that the doctor cannot. */
export async function mendOne(
  kind: string,
  cloud: string | undefined,
  options: CommonOptions
): Promise<ExitCode> {
  await mendLab(options, kind, cloud)
  const output = outputFor(options)
  if (output.json) output.object({ mended: kind, cloud: cloud ?? null })
  else output.line(`${cloud ?? 'broker'}: ${kind} is mended`)
  return exitCode.done
}

function told(options: CommonOptions, cloud: string, kind: string): ExitCode {
  const output = outputFor(options)
  if (output.json) output.object({ cloud, fault: kind })
  else output.line(kind === 'none' ? `${cloud}: healed` : `${cloud}: ${kind}`)
  return exitCode.done
}

/** Ctrl-C as an AbortSignal, for work that cleans up after itself. */
export function interruptSignal(): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController()
  const onSignal = (): void => {
    controller.abort()
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, onSignal)
  return {
    signal: controller.signal,
    stop: () => {
      for (const signal of signals) process.removeListener(signal, onSignal)
    }
  }
}
