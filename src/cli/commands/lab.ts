/** `medusa lab up|down|status|fault|heal`: real clouds in a box on this machine. */
import { ConsoleError, exitCode, type ExitCode } from '../../shared/model/errors.js'
import {
  cacheRoot,
  hadoopFolder,
  labFolder,
  labStatus,
  labUp,
  type LabProgress,
  type LabStatus
} from '../../lab/index.js'
import { labLines } from '../output/lab-lines.js'
import { indent } from '../output/verdict.js'
import { table } from '../output/table.js'
import { endFaults, onLab, setFault, takeDown } from '../lab-actions.js'
import { deployLabWorker } from '../deploy-lab-worker.js'
import { outputFor, recorder, stateFolder, withEngine, type CommonOptions } from '../session.js'

export interface LabUpOptions extends CommonOptions {
  readonly clouds: number
  readonly base: number
}

/** Starts the lab, a line a cloud. Ctrl-C takes down what was started. */
export async function up(options: LabUpOptions): Promise<ExitCode> {
  const output = outputFor(options)
  const interrupt = interruptSignal()
  const lines = labLines(output)
  const begun = performance.now()
  try {
    const command = `medusa lab up --clouds ${String(options.clouds)} --base ${String(options.base)}`
    const raise = () =>
      labUp({
        folder: labFolder(stateFolder(options)),
        clouds: options.clouds,
        base: options.base,
        hadoop: hadoopFolder(cacheRoot()),
        cache: cacheRoot(),
        deployWorker: deployLabWorker,
        onProgress: (progress: LabProgress) => {
          lines.show(progress)
        },
        signal: interrupt.signal
      })
    const what = `started ${String(options.clouds)} clouds and their broker`
    const { started, status } = await recorder(options)(onLab(what, command), raise)
    const greeting = (state: LabProgress['state']): void => {
      const seconds = (performance.now() - begun) / 1_000
      lines.show({ cloud: 'lab', daemon: 'greetings', state, seconds })
    }
    greeting('starting')
    await greetAll(options)
    greeting('ready')
    lines.end()
    if (output.json) output.object(status)
    else output.line(started ? statusText(status) : `the lab was up already\n${statusText(status)}`)
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
    output.line(ended === 0 ? 'no lab was up' : `the lab is down, ${String(ended)} processes ended`)
  return exitCode.done
}

export async function status(options: CommonOptions): Promise<ExitCode> {
  const output = outputFor(options)
  const found = await labStatus(labFolder(stateFolder(options)))
  if (output.json) output.object(found)
  else output.line(statusText(found))
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

function told(options: CommonOptions, cloud: string, kind: string): ExitCode {
  const output = outputFor(options)
  if (output.json) output.object({ cloud, fault: kind })
  else output.line(kind === 'none' ? `${cloud}: healed` : `${cloud}: ${kind}`)
  return exitCode.done
}

function statusText(found: LabStatus): string {
  if (found.clouds.length === 0) return 'no lab: npx medusa lab up'
  const rows = found.clouds.map((cloud) => [
    cloud.name,
    cloud.address,
    cloud.state,
    cloud.queue,
    cloud.httpfs
  ])
  const heads = ['cloud', 'address', 'state', 'queue', 'HttpFS'].map((head) => ({ head }))
  return `broker ${found.broker.amqp}, management ${found.broker.management}\n${indent(table(heads, rows))}`
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
