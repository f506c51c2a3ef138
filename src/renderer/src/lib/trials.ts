/** What was tried, in words to read and to paste into a letter. */
import type { Trial } from '@shared/model/watch.js'
import { trialsText as text } from '../text/ui.js'
import { when } from './format.js'

export function trialsAsText(cluster: string, trials: readonly Trial[], now: number): string {
  const lines = trials.flatMap((trial) => [
    `${when(trial.at, now)} ${trial.ok ? text.ok : text.failed} ${text.names[trial.kind]}: ${trial.says}`,
    `         ${trial.target}`,
    ...(trial.hint === null ? [] : [`         ${text.remedy(trial.hint)}`])
  ])
  return [text.title(cluster), ...lines, ''].join('\n')
}
