/** Where the product itself lies, for the command line. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { product } from '../lab/product.js'

export const checkout = (): string => product().root
/** A file that other programs read: real, also where the product is packed into an archive. */
export const resource = (...parts: readonly string[]): string => join(product().resources, ...parts)

/** Of the product, as its `package.json` has it. n.b. that lies two levels above source and bundle, in a package within the archive. */
export function version(): string {
  const text = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')
  return (JSON.parse(text) as { readonly version: string }).version
}
