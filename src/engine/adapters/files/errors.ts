/** Errors of the local file system as ours. */
import { ConsoleError } from '../../../shared/model/errors.js'

/** @returns for example `ENOENT`; `null` for what is no error of the operating system */
export function systemCode(thrown: unknown): string | null {
  const code: unknown = thrown instanceof Error && 'code' in thrown ? thrown.code : null
  return typeof code === 'string' ? code : null
}

/**
 * @param what - for example `writing the journal of run r-1`
 * @param path - the file
 */
export function fileError(what: string, path: string, cause: unknown): ConsoleError {
  if (cause instanceof ConsoleError) return cause
  const code = systemCode(cause)
  const message = cause instanceof Error ? cause.message : String(cause)
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new ConsoleError('DISK_FULL', `${what} failed: no space for ${path}`, {
        cause,
        hint: 'free some space on that disk (old runs lie in the state folder), then resume the run',
        facts: { path, code }
      })
    case 'ENOENT':
      return new ConsoleError('FILE_MISSING', `${what} failed: ${path} does not exist`, {
        cause,
        hint: 'check the path; a relative one counts from the folder where the command was given',
        facts: { path, code }
      })
    case 'EISDIR':
      return new ConsoleError('BAD_INPUT', `${what} failed: ${path} is a folder`, {
        cause,
        hint: 'name a file in it',
        facts: { path, code }
      })
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new ConsoleError('BAD_INPUT', `${what} failed: no permission for ${path}`, {
        cause,
        hint: 'change its permissions or choose another place',
        facts: { path, code }
      })
    default:
      return new ConsoleError('INTERNAL', `${what} failed: ${message}`, {
        cause,
        facts: { path, code }
      })
  }
}
