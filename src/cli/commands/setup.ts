/** `medusa setup`: from bare hosts to an environment whose workers answer. */
import { exitCode, type ExitCode } from '../../shared/model/errors.js'
import type { SetupPicture } from '../../shared/model/setup.js'
import { interruptSignal } from './lab.js'
import type { OpenSetup } from '../../engine/compose-setup.js'
import { openSetup, type SetupSource } from '../setup/open-setup.js'
import type { Output } from '../output/output.js'
import { changeLines, stepLines, troubles } from '../output/step-lines.js'
import { outputFor } from '../session.js'

export interface SetupOptions extends SetupSource {
  /** Carry out what is shown. */
  readonly yes?: boolean
  /** Step whose changes are taken back. */
  readonly undo?: string
  /** Clusters that are left out. */
  readonly without?: readonly string[]
}

/** Without `--yes` nothing is changed: it is shown what would be. @returns 1 when something critical is left, 130 after Ctrl-C */
export async function setup(options: SetupOptions): Promise<ExitCode> {
  const output = outputFor(options)
  const lines = stepLines(output)
  const interrupt = interruptSignal()
  const opened = await openSetup(options, 'set-up', (picture) => lines.show(picture))
  try {
    const mend = options.yes === true
    const { without = [], undo } = options
    if (undo !== undefined) return await takeBack(opened.desk, undo, output)
    const picture = await opened.desk.work({ mend, without, signal: interrupt.signal })
    const code = interrupt.signal.aborted ? exitCode.interrupted : codeOf(picture)
    if (output.json)
      output.object({ type: 'setup', environment: picture.environment, ...count(picture) })
    else output.line(endText(picture, options, code))
    return code
  } finally {
    interrupt.stop()
    await opened.close()
  }
}

async function takeBack(desk: OpenSetup['desk'], step: string, output: Output): Promise<ExitCode> {
  const { taken, left } = await desk.undo(step)
  if (output.json) output.object({ type: 'undone', step, taken, left })
  else {
    for (const change of taken) output.line(['took back', ...changeLines(change)].join('\n  '))
    for (const change of left) output.line(['left as it is', ...changeLines(change)].join('\n  '))
    if (taken.length + left.length === 0) output.line(`nothing was done for ${step}`)
  }
  return exitCode.done
}

export const codeOf = ({ steps }: SetupPicture): ExitCode =>
  steps.some(({ level, phase }) => level === 'critical' || phase === 'failed')
    ? exitCode.unexpected
    : exitCode.done

export function count({ steps }: SetupPicture): Readonly<Record<string, number>> {
  const of = (level: string): number => steps.filter((step) => step.level === level).length
  return {
    ok: of('ok'),
    warning: of('warning'),
    critical: of('critical'),
    unknown: of('unknown'),
    blocked: steps.filter(({ phase }) => phase === 'blocked').length
  }
}

function endText(picture: SetupPicture, options: SetupOptions, code: ExitCode): string {
  const left = troubles(picture)
  const environment = `--environment ${picture.environment}`
  if (code === exitCode.interrupted)
    return 'interrupted: what was done stands, and the next "medusa setup" goes on from there'
  if (code === exitCode.done)
    return `${left === '' ? '' : `${left}\n\n`}"${picture.environment}" is set up. Try: npx medusa hello ${environment}`
  const next =
    options.yes === true
      ? 'Mend what is left, then run the same again: what is done is not done twice.'
      : 'Nothing was changed. Run the same with --yes to carry this out, step by step.'
  return `\n${left}\n\n${next}`
}
