/** Which Python of a host can run the worker. */
import { ConsoleError } from '../../shared/model/errors.js'
import type { RemoteSession } from '../ports/remote-shell.js'

/** Tried in this order: Debian's own has Debian's Celery. */
export const PYTHONS = ['/usr/bin/python3', 'python3'] as const

/** Prints versions, or says which import failed; the exit code is that of Python. */
export const PYTHON_CHECK =
  'import sys, celery; print("%d.%d" % sys.version_info[:2], celery.__version__); sys.exit(0 if sys.version_info >= (3, 9) else 3)'
/** 1: an import failed. 3: too old. 126, 127: the shell found no such program. */
export const PYTHON_EXIT_CODES = [0, 1, 3, 126, 127] as const
const CHECK_MS = 20_000

/** @throws ConsoleError `PREREQUISITE_MISSING` naming what is wrong with each, `SSH_FAILED` */
export async function findWorkerPython(
  session: RemoteSession,
  host: string,
  pythons: readonly string[]
): Promise<string> {
  const tried: string[] = []
  for (const python of pythons) {
    const { exitCode, stdout, stderr } = await session.run([python, '-c', PYTHON_CHECK], {
      timeoutMs: CHECK_MS,
      successExitCodes: PYTHON_EXIT_CODES
    })
    if (exitCode === 0) return python
    tried.push(`${python}: ${whyNotThisPython(exitCode, stdout, stderr)}`)
  }
  throw new ConsoleError(
    'PREREQUISITE_MISSING',
    `no Python 3.9 with Celery on ${host} (${tried.join('; ')})`,
    { hint: 'install it there: apt-get install python3-celery, or pip install "celery>=5.2"' }
  )
}

export function whyNotThisPython(exitCode: number, stdout: string, stderr: string): string {
  switch (exitCode) {
    case 3:
      return `Python ${stdout.trim().split(' ')[0] ?? ''} is too old`
    case 126:
    case 127:
      return 'not there'
    default:
      return stderr.trim().split('\n').at(-1) ?? 'Celery cannot be imported'
  }
}
