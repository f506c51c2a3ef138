/**
 * Looks for secrets where none may be: as they are, and as they look after the usual encodings. A finding names the secret and the
 * place, never the value: what a failing test prints is a log, too.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Name → value. Values are long and random enough to stand nowhere by chance. */
export type Secrets = Readonly<Record<string, string>>

const SHORTEST = 8

/** @throws RangeError for a value so short that it may stand anywhere by chance */
function spellings(value: string): readonly string[] {
  if (value.length < SHORTEST)
    throw new RangeError(`a secret to look for has at least ${String(SHORTEST)} characters`)
  const bytes = Buffer.from(value)
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    bytes.toString('hex'),
    // Within a longer text base64 depends on where the value begins; what surely comes out is the same.
    ...[0, 1, 2].map((shift) => innerBase64(bytes, shift)),
    bytes.toString('utf16le')
  ]
}

function innerBase64(bytes: Buffer, shift: number): string {
  const text = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replaceAll('=', '')
  return text.slice(shift === 0 ? 0 : 4, -2)
}

/** @returns `NAME in PLACE`, sorted; empty when nothing leaked */
export function leaks(
  secrets: Secrets,
  places: Readonly<Record<string, string>>
): readonly string[] {
  const found = Object.entries(secrets).flatMap(([name, value]) => {
    const looked = spellings(value)
    return Object.entries(places)
      .filter(([, text]) => looked.some((spelling) => text.includes(spelling)))
      .map(([place]) => `${name} in ${place}`)
  })
  return found.sort()
}

/** All files below a folder, by path, as text of single bytes so that nothing is lost in binary ones. */
export function filesBelow(folder: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {}
  const walk = (at: string): void => {
    for (const name of readdirSync(at)) {
      const path = join(at, name)
      const entry = statSync(path, { throwIfNoEntry: false })
      if (entry?.isDirectory() === true) walk(path)
      else if (entry?.isFile() === true) found[path] = readFileSync(path, 'latin1')
    }
  }
  walk(folder)
  return found
}

/** A secret nobody has seen, the same at each run: for tests that set it themselves. */
export const aSecret = (seed: string): string =>
  createHash('sha256').update(`secret-scan ${seed}`).digest('hex')
