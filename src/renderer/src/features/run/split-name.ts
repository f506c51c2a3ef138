/**
 * A file's name in two parts, of which the first is shortened first: the end is what tells a name from its neighbours.
 *
 * @param chars - so many are shown whole
 * @returns folders and name; a long name without folders parted before its last ten characters
 */
export function splitName(path: string, chars: number): readonly [string, string] {
  const base = path.lastIndexOf('/') + 1
  if (base > 0) return [path.slice(0, base), path.slice(base)]
  return path.length > chars ? [path.slice(0, -10), path.slice(-10)] : ['', path]
}
