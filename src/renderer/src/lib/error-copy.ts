/** The text of a code: its title, and what to do when the message brings no remedy of its own. The words stand in `text/errors.ts`. */
import type { WireError } from '@shared/model/errors.js'
import { errorsText, reasonsText } from '../text/errors.js'

export interface ErrorText {
  readonly title: string
  /** The message, as it came. */
  readonly cause: string
  readonly remedy: string | null
}

export function errorText(error: WireError): ErrorText {
  const copy = errorsText[error.code]
  return {
    title: copy.title,
    cause: error.message,
    remedy: error.hint === undefined ? (copy.remedy ?? null) : sentence(error.hint)
  }
}

/** `JOB_FAILED` → `the job failed`; a code that is not known in small letters. */
export function reasonText(code: string): string {
  return reasonsText[code] ?? code.toLowerCase().replaceAll('_', ' ')
}

/** First letter large, a full stop at the end; what follows a colon may be a command to type, so nothing is put after it. */
export function sentence(text: string): string {
  const large = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?…]$/.test(large) || large.includes(': ') ? large : `${large}.`
}
