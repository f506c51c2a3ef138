/** `medusa doctor`: looks at everything a run needs, and says of each thing how it stands, why it matters and what mends it. */
import { ConsoleError, type ExitCode } from '../../shared/model/errors.js'
import type { SetupPicture, StepView } from '../../shared/model/setup.js'
import { openSetup, type SetupSource } from '../setup/open-setup.js'
import { stepLines, troubles } from '../output/step-lines.js'
import { outputFor } from '../session.js'
import { codeOf, count } from './setup.js'

export interface DoctorOptions extends SetupSource {
  /** Mend what can be mended from here. */
  readonly fix?: boolean
}

/** @param cluster - that one alone, with the broker @returns 1 when something critical was found */
export async function doctor(
  cluster: string | undefined,
  options: DoctorOptions
): Promise<ExitCode> {
  const output = outputFor(options)
  const lines = stepLines(output)
  const opened = await openSetup(options, 'anything', (picture) => lines.show(picture))
  try {
    const names = opened.site.clusters.map(({ name }) => name as string)
    if (cluster !== undefined && !names.includes(cluster))
      throw new ConsoleError(
        'CLUSTER_UNKNOWN',
        `"${opened.environment}" has no cluster "${cluster}"`,
        {
          hint: `Choose one of: ${names.join(', ')}.`
        }
      )
    const without = cluster === undefined ? [] : names.filter((name) => name !== cluster)
    const picture = await opened.desk.work({ mend: options.fix === true, without })
    if (output.json)
      output.object({ type: 'doctor', environment: picture.environment, ...count(picture) })
    else output.line(endText(picture))
    return codeOf(picture)
  } finally {
    await opened.close()
  }
}

function endText(picture: SetupPicture): string {
  const { ok = 0, warning = 0, critical = 0, unknown = 0, blocked = 0 } = count(picture)
  const summary = `${String(ok)} ok, ${String(warning)} to look at, ${String(critical)} broken, ${String(unknown + blocked)} unknown`
  const left = troubles(picture)
  return left === '' ? summary : `\n${left}${why(picture.steps)}\n\n${summary}`
}

/** Why the broken ones matter. */
function why(steps: readonly StepView[]): string {
  const broken = steps.filter(({ level }) => level === 'critical')
  const reasons = new Map(broken.map(({ title, why: reason }) => [title, reason]))
  if (reasons.size === 0) return ''
  return `\n\n${[...reasons].map(([title, reason]) => `${title}: ${reason}`).join('\n')}`
}
