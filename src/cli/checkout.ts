/** Where the product itself lies: the folder with package.json, seen from the bundle in `out/cli` or `out/node`. */
import { join, resolve } from 'node:path'

export const checkout = (): string => resolve(import.meta.dirname, '../..')
export const resource = (...parts: readonly string[]): string =>
  join(checkout(), 'resources', ...parts)
