/** Bounds a kind of files that are kept for people, and that nobody would ever clear away. */
import { join } from 'node:path'
import { removeIfThere } from './atomic.js'

/**
 * Removes the oldest.
 *
 * @param names - of one kind, which sort by their date
 * @param most - so many stay
 * @param spared - the one that was just written: it stays although a clock that was set back makes it an old one
 */
export async function keepNewest(
  folder: string,
  names: readonly string[],
  most: number,
  spared: string
): Promise<void> {
  const others = names.filter((name) => name !== spared).sort()
  const tooMany = Math.max(0, others.length - (most - 1))
  for (const name of others.slice(0, tooMany)) await removeIfThere(join(folder, name))
}
