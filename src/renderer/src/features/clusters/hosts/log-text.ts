/** How a line of a log is shown: its level, if a word in front says so, and what of it matched. */
import type { CompiledPattern } from '@shared/text/pattern.js'

export interface TextPart {
  readonly text: string
  readonly mark: boolean
}

/** A level stands near the beginning, after a time; anywhere else the word is only a word. */
const HEAD_CHARACTERS = 80

export function levelOf(line: string): 'error' | 'warning' | 'plain' {
  const head = line.slice(0, HEAD_CHARACTERS)
  if (/(?:^|[\s[|/])(?:ERROR|FATAL|CRITICAL|SEVERE)(?:[\s\]:|/]|$)/.test(head)) return 'error'
  if (/(?:^|[\s[|/])WARN(?:ING)?(?:[\s\]:|/]|$)/.test(head)) return 'warning'
  return 'plain'
}

export function marked(text: string, pattern: CompiledPattern | null): readonly TextPart[] {
  if (pattern === null) return [{ text, mark: false }]
  const parts: TextPart[] = []
  let at = 0
  for (const { from, to } of pattern.marks(text)) {
    if (from > at) parts.push({ text: text.slice(at, from), mark: false })
    parts.push({ text: text.slice(from, to), mark: true })
    at = to
  }
  if (at < text.length || parts.length === 0) parts.push({ text: text.slice(at), mark: false })
  return parts
}

/** `worker/state/worker.log` of `/opt/hadoop/worker/state/worker.log`: what is below the searched folder. */
export function shortPath(path: string, folders: readonly string[]): string {
  const folder = folders.find((each) => path.startsWith(`${each}/`))
  return folder === undefined ? path : path.slice(folder.length + 1)
}
