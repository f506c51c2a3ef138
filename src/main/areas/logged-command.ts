/**
 * A command as the log of actions has it: enough to tell whether two were the same, and nothing of what was typed.
 *
 * No pattern finds every secret in a shell command (`curl -u a:X`, `AWS_SECRET_ACCESS_KEY=X`, a here-document), so none is tried.
 */
import { createHash } from 'node:crypto'

/** Of the SHA-256: enough to tell some thousand commands apart. */
const DIGITS = 16
/** A program by its name or path, and not `NAME=value`, a quotation or a pasted key. */
const PROGRAM = /^\s*(?:\/?[\w.+-]+\/)*([a-z][a-z0-9._+-]{0,30})(?=\s|$)/

/** `curl …: 31 characters in 1 line, SHA-256 0123456789abcdef` */
export function loggedCommand(command: string): string {
  const program = PROGRAM.exec(command)?.[1]
  const lines = command.split('\n').length
  const digest = createHash('sha256').update(command).digest('hex').slice(0, DIGITS)
  return `${program === undefined ? 'a script' : `${program} …`}: ${counted(command.length, 'character')} in ${counted(lines, 'line')}, SHA-256 ${digest}`
}

const counted = (count: number, noun: string): string =>
  `${String(count)} ${noun}${count === 1 ? '' : 's'}`
