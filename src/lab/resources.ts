/** Finds `resources/lab`, wherever this code runs from: `src/lab`, or a bundle in `out/`. */
import { access } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ConsoleError } from '../shared/model/errors.js'

/** @throws ConsoleError `INTERNAL` when no folder above this file has it */
export async function findResources(from: string = import.meta.dirname): Promise<string> {
  for (let at = from; ; at = dirname(at)) {
    const folder = join(at, 'resources/lab')
    const found = await access(join(folder, 'classes.list.gz')).then(
      () => true,
      () => false
    )
    if (found) return folder
    if (at === dirname(at))
      throw new ConsoleError('INTERNAL', `resources/lab was not found above ${from}`)
  }
}
