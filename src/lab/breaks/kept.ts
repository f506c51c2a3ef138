/** What a break puts aside for its repair: only once, or what is put aside is broken itself. */
import { access } from 'node:fs/promises'
import { ConsoleError } from '../../shared/model/errors.js'

/** @throws ConsoleError `BAD_INPUT` when something is put aside there already */
export async function assertWhole(path: string, what: string): Promise<void> {
  if (!(await exists(path))) return
  throw new ConsoleError('BAD_INPUT', `${what} is broken already`, {
    hint: 'Take that back first: medusa lab mend KIND CLOUD'
  })
}

/** @throws ConsoleError `BAD_INPUT` when nothing is put aside there */
export async function assertBroken(path: string, what: string): Promise<void> {
  if (await exists(path)) return
  throw new ConsoleError('BAD_INPUT', `${what} was not broken, so there is nothing to mend`)
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false
  )
