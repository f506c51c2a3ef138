/** What was tried, in words to read and to paste into a letter. */
import type { Trial } from '@shared/model/watch.js'
import { when } from './format.js'

export const trialNames: Readonly<Record<Trial['kind'], string>> = {
  heartbeat: 'Worker heartbeat',
  hello: 'Hello through the broker',
  facts: 'Facts from its worker',
  queue: 'Length of its queue',
  hdfs: 'HDFS, directly',
  yarn: 'YARN, directly'
}

export function trialsAsText(cluster: string, trials: readonly Trial[], now: number): string {
  const lines = trials.flatMap((trial) => [
    `${when(trial.at, now)} ${trial.ok ? 'ok    ' : 'failed'} ${trialNames[trial.kind]}: ${trial.says}`,
    `         ${trial.target}`,
    ...(trial.hint === null ? [] : [`         remedy: ${trial.hint}`])
  ])
  return [`What was tried at ${cluster}`, ...lines, ''].join('\n')
}
