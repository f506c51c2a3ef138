/**
 * Figures as people read them: 24 h clock, decimal units for files and what is sent, binary ones for memory, disks and blocks as Hadoop
 * and RabbitMQ give them, a unit never parted from its number.
 *
 * All of it pure; times of day are those of this computer's time zone.
 */

import { formatText as text } from '../text/format.js'

/** No-break space, between a number and its unit. */
const NB = '\u00a0'
const two = (n: number): string => String(n).padStart(2, '0')

/** `< 0.1 s`, `0.4 s`, `12.3 s`, `47 s` from a minute on `2 min 45 s`, from an hour on `1 h 02 min`. @param ms - below 0 counts as 0 */
export function duration(ms: number): string {
  const seconds = Math.max(0, ms) / 1_000
  if (seconds < 0.05) return `<${NB}0.1${NB}s`
  if (seconds < 59.95) return `${seconds.toFixed(1)}${NB}s`
  const whole = Math.round(seconds)
  if (whole < 3_600) return `${String(Math.floor(whole / 60))}${NB}min${NB}${two(whole % 60)}${NB}s`
  return `${String(Math.floor(whole / 3_600))}${NB}h${NB}${two(Math.floor((whole % 3_600) / 60))}${NB}min`
}

/** Like {@link duration}, in whole seconds: for figures that change while one looks at them. */
export function ticking(ms: number): string {
  return ms < 60_000 ? `${String(Math.floor(Math.max(0, ms) / 1_000))}${NB}s` : duration(ms)
}

/**
 * `1 s ago`, `3 min ago`, `2 h ago`.
 *
 * @param newMs - younger than this is `now`: give at least the interval at which it is asked anew, so that the page is not redrawn every
 * second. @default 1000
 */
export const age = (ms: number, newMs = 1_000): string =>
  ms < newMs ? text.now : text.ago(roughly(ms))

/** In one unit: `1 s`, `3 min`, `2 h`, `3 days`. @param ms - below a second counts as one */
export function roughly(ms: number): string {
  const seconds = Math.max(1, Math.floor(ms / 1_000))
  if (seconds < 60) return `${String(seconds)}${NB}s`
  if (seconds < 3_600) return `${String(Math.floor(seconds / 60))}${NB}min`
  if (seconds < 172_800) return `${String(Math.floor(seconds / 3_600))}${NB}h`
  return text.days(Math.floor(seconds / 86_400))
}

/** `14:02:11` */
export function clock(at: number): string {
  const date = new Date(at)
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')
}

/** The time; on another day than `now`'s with the date before it: `20 Nov 14:02:11`. */
export function when(at: number, now: number): string {
  const date = otherDay(at, now)
  return date === null ? clock(at) : `${date} ${clock(at)}`
}

/** Where there is little room: `14:02`, of another day the date alone, `20 Nov`. */
export const shortWhen = (at: number, now: number): string =>
  otherDay(at, now) ?? clock(at).slice(0, 5)

/** `null`: it is `now`'s day. */
function otherDay(at: number, now: number): string | null {
  const date = new Date(at)
  if (date.toDateString() === new Date(now).toDateString()) return null
  const month = date.toLocaleString(text.locale, { month: 'short' })
  const year =
    date.getFullYear() === new Date(now).getFullYear() ? '' : ` ${String(date.getFullYear())}`
  return `${String(date.getDate())}${NB}${month}${year}`
}

/** `0:30`, `2:00`, `1:05:00` on an axis. */
export function axisTime(seconds: number): string {
  const hours = Math.floor(seconds / 3_600)
  const minutes = Math.floor((seconds % 3_600) / 60)
  const rest = two(Math.floor(seconds % 60))
  return hours > 0
    ? `${String(hours)}:${two(minutes)}:${rest}`
    : `${String(Math.floor(seconds / 60))}:${rest}`
}

/** Thousands parted by a narrow space. */
export const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f')

/** All bytes: `252 117 B`. */
export const exactBytes = (n: number): string => `${grouped(n)}${NB}B`

/** Three digits are enough: `0 B`, `118 kB`, `1.00 MB`, `11.4 GB`. */
export function bytes(n: number): string {
  return inUnits(n, 1_000, ['kB', 'MB', 'GB', 'TB', 'PB'])
}

/** Memory, disks and blocks: `128 MiB`, `77.9 GiB`. Three digits; a whole number of units without a fraction. */
export function binaryBytes(n: number): string {
  return inUnits(n, 1_024, ['KiB', 'MiB', 'GiB', 'TiB', 'PiB'])
}

function inUnits(n: number, step: 1_000 | 1_024, units: readonly string[]): string {
  if (n < step) return `${String(n)}${NB}B`
  let value = n
  let unit = -1
  while (value >= step - 0.5 && unit < units.length - 1) {
    value /= step
    unit += 1
  }
  const whole = step === 1_024 && Number.isInteger(value)
  const digits = whole || value >= 99.95 ? 0 : value < 9.995 ? 2 : 1
  return `${value.toFixed(digits)}${NB}${units[unit] ?? ''}`
}

/** `1 file`, `5 files`. */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${grouped(n)}${NB}${n === 1 ? one : many}`
}

/** `porto`, `porto and faro`, `porto, faro and braga`; beyond `most` the rest as a number. */
export function listed(names: readonly string[], most = 6): string {
  const shown =
    names.length > most ? [...names.slice(0, most - 1), text.more(names.length - most + 1)] : names
  if (shown.length < 2) return shown[0] ?? text.none
  return text.and(shown.slice(0, -1).join(', '), shown.at(-1) ?? '')
}

/** `two` for 2 … `nine` for 9, figures beyond. */
export function numberWord(n: number): string {
  return text.numbers[n] ?? String(n)
}

/** One word of a command to paste into a shell: in single quotes unless nothing in it means anything to one. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`

/** First 8 of the 64 digits of a SHA-256. */
export const shortDigest = (sha256: string): string => sha256.slice(0, 8)

/** `sha256:5b90…e41c` */
export const shortManifest = (digest: string): string =>
  `${digest.slice(0, 11)}…${digest.slice(-4)}`
