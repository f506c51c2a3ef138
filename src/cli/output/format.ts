/** Figures and times as the terminal shows them. */

/** `4.2 s`, `1 min 12 s`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  return `${String(Math.floor(whole / 60))} min ${String(whole % 60)} s`
}

/** How long something took; `< 0.1 s`: nothing takes no time at all. */
export const took = (seconds: number): string => (seconds < 0.05 ? '< 0.1 s' : duration(seconds))

/** `812 B`, `1.2 MB`: decimal units. */
export function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** power
  return `${power === 0 ? String(value) : value.toFixed(value < 10 ? 2 : 1)} ${units[power] ?? ''}`
}

/** `2026-11-21 14:02:11`, local time. */
export function when(at: number): string {
  const date = new Date(at)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

/** Cut with an ellipsis. */
export const fit = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, Math.max(0, width - 1))}…` : text

/** `bytes, SHA-256`, `lines, SHA-256`, `numbers, within 1e-9`; several rules of a run with "and". @param method - as in a report */
export const methodText = (method: string): string =>
  method
    .split(', ')
    .map((rule) =>
      rule.startsWith('numeric ')
        ? `numbers, within ${rule.slice('numeric '.length)}`
        : `${rule}, SHA-256`
    )
    .join(' and ')

const LONG = 700

/** A sentence a liar and chunk is too much to read: cut after a whole one. The report has all of them. */
export function shortened(sentences: string): string {
  if (sentences.length <= LONG) return sentences
  const end = sentences.lastIndexOf('. ', LONG)
  const kept = sentences.slice(0, end === -1 ? LONG : end + 1)
  return `${kept} … (--json tells the rest)`
}
