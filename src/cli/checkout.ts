/** Where the product itself lies, for the command line. */
import { join } from 'node:path'
import { product } from '../lab/product.js'

export const checkout = (): string => product().root
/** A file that other programs read: real, also where the product is packed into an archive. */
export const resource = (...parts: readonly string[]): string => join(product().resources, ...parts)
