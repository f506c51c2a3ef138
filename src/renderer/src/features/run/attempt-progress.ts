/** What an open attempt does, with its figure. */
import type { AttemptView } from '@shared/model/run.js'
import { bytes } from '../../lib/format.js'
import { phaseLook } from '../../lib/states.js'
import { attemptsText as text } from '../../text/run.js'

/** What an open attempt does, in a few words with its figure. */
export function progressText(attempt: AttemptView): string {
  const word = phaseLook[attempt.phase].word
  switch (attempt.phase) {
    case 'staging':
      return attempt.bytesTotal > 0 ? text.getsData(percentOf(attempt)) : word
    case 'running':
      return attempt.map < 100 || attempt.reduce === 0
        ? text.percent(text.bars.map, Math.round(attempt.map))
        : text.percent(text.bars.reduce, Math.round(attempt.reduce))
    case 'digesting':
      return attempt.bytes > 0 ? text.digests(bytes(attempt.bytes)) : word
    case 'launching':
    case 'preparing':
    case 'checking':
    case 'voting':
    case 'over':
      return word
  }
}

export function percentOf({ bytes: done, bytesTotal }: AttemptView): string {
  return bytesTotal > 0 ? `${String(Math.floor((done / bytesTotal) * 100))} %` : ''
}
