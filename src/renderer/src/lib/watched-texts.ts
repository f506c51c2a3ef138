/** What is seen of a cluster, in words: the same on every page. Pure. */
import type { Seen, WatchedCluster } from '@shared/model/watch.js'
import { uiText, watchedText as text } from '../text/ui.js'
import { binaryBytes, grouped } from './format.js'

/** Of a figure of a cluster. */
export type ValueOf<K extends keyof WatchedCluster> =
  WatchedCluster[K] extends Seen<infer T> ? T : never

/** Instead of a heartbeat, as long as there was none. */
export const NOT_HEARD = text.notHeard

export const readyText = ({ ready }: ValueOf<'queue'>): string => grouped(ready)
export const freeText = ({ freeBytes }: ValueOf<'storage'>): string => binaryBytes(freeBytes)
export const hadoopText = ({ hadoop }: ValueOf<'facts'>): string => hadoop ?? uiText.unknown
export const coresText = ({ vcoresUsed, vcores }: ValueOf<'yarn'>): string =>
  `${grouped(vcoresUsed)} / ${grouped(vcores)}`

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)}\u00a0s`

/** `+0.02 s`; within the error of measuring it `±0.01 s`. */
export function clockText({ aheadMs, errorMs }: ValueOf<'clock'>): string {
  if (Math.abs(aheadMs) <= errorMs) return `±${seconds(errorMs)}`
  return `${aheadMs > 0 ? '+' : '−'}${seconds(Math.abs(aheadMs))}`
}

/** `within ±0.01 s`: how exactly it was measured. */
export const clockErrorText = ({ errorMs }: ValueOf<'clock'>): string =>
  text.within(`±${seconds(errorMs)}`)
