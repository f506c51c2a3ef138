/** Arguments for the remote user's login shell: ssh carries one string, and the shell at the other end takes it apart. */
import { ConsoleError } from '../../../shared/model/errors.js'

/** Nothing in here means anything to a POSIX shell. */
const PLAIN = /^[A-Za-z0-9_./:=@%+,-]+$/

/**
 * Quotes a program and its arguments so that a POSIX shell hands on exactly these.
 *
 * @throws ConsoleError `BAD_INPUT` for NUL, which no argument can hold, and for an empty list
 * @see https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html#tag_18_02_02
 */
export function quoteArguments(argv: readonly string[]): string {
  if (argv.length === 0) throw new ConsoleError('BAD_INPUT', 'there is no program to run')
  return argv.map(quoteArgument).join(' ')
}

function quoteArgument(argument: string, index: number): string {
  if (argument.includes('\0'))
    throw new ConsoleError('BAD_INPUT', 'an argument of a program must not hold a NUL')
  // n.b. `a=b` as the first word would be an assignment, not a program.
  if (PLAIN.test(argument) && !(index === 0 && argument.includes('='))) return argument
  return `'${argument.replaceAll("'", `'\\''`)}'`
}
