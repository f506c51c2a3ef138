/** The password of sudo for one command: from a 0600 file, or from standard input. Never from arguments or variables, which every process can read. */
import { readFile, stat } from 'node:fs/promises'
import { ConsoleError } from '../../shared/model/errors.js'
import { allOf } from '../settings/given-secrets.js'

/**
 * @param from - file, or `-` for standard input; the first line counts
 * @throws ConsoleError `BAD_INPUT` when there is none, or others may read it
 */
export async function sudoPassword(
  from: string,
  input: AsyncIterable<string | Buffer> = process.stdin
): Promise<string> {
  const text = from === '-' ? await allOf(input) : await privateText(from)
  const [password = ''] = text.split(/\r?\n/)
  if (password !== '') return password
  throw new ConsoleError('BAD_INPUT', `${from === '-' ? 'standard input' : from} has no password`, {
    hint: 'Its first line is the password.'
  })
}

async function privateText(file: string): Promise<string> {
  try {
    const { mode } = await stat(file)
    if ((mode & 0o077) !== 0)
      throw new ConsoleError(
        'BAD_INPUT',
        `${file} may be read by others (mode ${(mode & 0o777).toString(8)})`,
        { hint: `chmod 600 ${file}` }
      )
    return await readFile(file, 'utf8')
  } catch (cause) {
    if (cause instanceof ConsoleError) throw cause
    throw new ConsoleError('FILE_MISSING', `${file} cannot be read`, {
      cause,
      hint: 'Correct the name.'
    })
  }
}
