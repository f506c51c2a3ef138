/** Copies as they are listed: where from, how far, whether it is a repeat of one that failed. */
import type { CopyView } from '@shared/model/run.js'
import { bytes, duration } from '../../lib/format.js'
import { reasonText } from '../../lib/error-copy.js'
import { copyLook, type Look } from '../../lib/states.js'
import { copiesText } from '../../text/run.js'

export interface CopyRow {
  readonly copy: CopyView
  readonly look: Look
  /** 0 … 100; `null` unless it runs and its size is known. */
  readonly percent: number | null
  /** `4.20 of 12.3 MB`, `12.3 MB`. */
  readonly amount: string
  /** Seconds it took; empty while it is not over. */
  readonly took: string
  /** An earlier one of the same to the same cloud failed. */
  readonly again: boolean
}

export type CopyFilter = 'all' | 'open' | 'failed'

export const isOpen = ({ state }: CopyView): boolean => state === 'queued' || state === 'running'

/** @returns in the order in which they were wanted: rows keep their places */
export function copyRows(copies: readonly CopyView[]): readonly CopyRow[] {
  const failed = new Set<string>()
  return copies.map((copy) => {
    const key = `${copy.to} ${copy.what}`
    const again = failed.has(key)
    if (copy.state === 'failed') failed.add(key)
    return { copy, look: copyLook[copy.state], again, ...progress(copy) }
  })
}

function progress(copy: CopyView): Pick<CopyRow, 'percent' | 'amount' | 'took'> {
  const { state, bytes: done, bytesTotal, startedAt, endedAt } = copy
  const whole = state === 'done' || bytesTotal === 0
  return {
    percent:
      state === 'running' && bytesTotal > 0 ? Math.min(100, (done / bytesTotal) * 100) : null,
    amount:
      state === 'queued'
        ? bytes(bytesTotal)
        : whole
          ? bytes(done)
          : copiesText.part(bytes(done), bytes(bytesTotal)),
    took: startedAt > 0 && endedAt > startedAt ? duration(endedAt - startedAt) : ''
  }
}

/** What is worth a look at first when there are many: what is under way, then what failed. */
export function firstFilter(copies: readonly CopyView[], many: number): CopyFilter {
  if (copies.length <= many) return 'all'
  if (copies.some(isOpen)) return 'open'
  return copies.some(({ state }) => state === 'failed') ? 'failed' : 'all'
}

export const filtered = (rows: readonly CopyRow[], filter: CopyFilter): readonly CopyRow[] =>
  filter === 'all'
    ? rows
    : rows.filter(({ copy }) => (filter === 'open' ? isOpen(copy) : copy.state === 'failed'))

/** Why it failed, in words and as it came. */
export const copyReason = ({ reason, cause }: CopyView): string =>
  [reason === null ? '' : reasonText(reason), cause ?? ''].filter((text) => text !== '').join(': ')

/** A single job that only uploads its input shows that with its attempts. */
export const areWorthShowing = (copies: readonly CopyView[], units: number): boolean =>
  copies.length > 0 &&
  (units > 1 || copies.some(({ mode, state }) => mode !== 'upload' || state === 'failed'))
