/** Finds `resources/lab`, wherever this code runs from: `src/lab`, a bundle in `out/`, or a package. */
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { ConsoleError } from '../shared/model/errors.js'
import { product } from './product.js'

/** @throws ConsoleError `INTERNAL` when the product does not have it */
export async function findResources(at: string = product().resources): Promise<string> {
  const folder = join(at, 'lab')
  try {
    await access(join(folder, 'classes.list.gz'))
    return folder
  } catch (cause) {
    throw new ConsoleError('INTERNAL', `${folder} is not whole: it has no classes.list.gz`, {
      cause,
      hint: 'Install Medusa Console again.'
    })
  }
}
