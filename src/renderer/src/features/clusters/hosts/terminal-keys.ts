/** Keys in a terminal that are not the shell's, and how many commands a paste may start. Pure. */
import { pageNames } from '../../../lib/links.js'

/** `window`: the page's own handler takes it, so xterm must let it pass. */
export type TerminalKey = 'copy' | 'paste' | 'find' | 'leave' | 'window'

type Press = Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey'>

/** @returns `null`: it is for the shell */
export function terminalKey({
  code,
  ctrlKey,
  shiftKey,
  altKey,
  metaKey
}: Press): TerminalKey | null {
  if (altKey) {
    const page = Number(/^Digit([1-9])$/.exec(code)?.[1] ?? 0)
    return !ctrlKey && !metaKey && page >= 1 && page <= pageNames.length ? 'window' : null
  }
  if (!ctrlKey || !shiftKey) return null
  const keys: Readonly<Partial<Record<string, TerminalKey>>> = {
    KeyC: 'copy',
    KeyV: 'paste',
    KeyF: 'find',
    Escape: 'leave'
  }
  return keys[code] ?? null
}

/** Lines of what is pasted. n.b. xterm sends `\n` as `\r`, and a bare `\r` starts a command just as well. */
export const pastedLines = (text: string): number =>
  text.replace(/(\r\n|\r|\n)$/, '').split(/\r\n|\r|\n/).length
