/** What several site files say together, each value with the file it is from. */
import { ConsoleError } from '../../../shared/model/errors.js'
import type { SiteFile, SiteProperty } from './site-file.js'
import { substitute } from './substitution.js'

/** Where a value is from. */
export type Origin =
  | {
      readonly type: 'file'
      readonly file: string
      readonly property: string
      readonly line: number
    }
  /** Hadoop's own, as no file says otherwise. */
  | { readonly type: 'default'; readonly property: string }
  /** A wildcard such as 0.0.0.0 was said (`of`); the name or address of that machine stands in. */
  | {
      readonly type: 'stand-in'
      readonly machine: 'name-node' | 'this'
      readonly of: Origin
    }

export interface Stated {
  /** Trimmed, references followed. */
  readonly value: string
  readonly from: Origin
}

export interface SiteValues {
  /**
   * @param names - the property and what it was called before, the first that is set and not empty counts
   * @returns `null` when none is
   * @throws ConsoleError `BAD_CONFIGURATION` when its references lead nowhere
   */
  readonly find: (...names: readonly string[]) => Stated | null
  /** A comma-separated list, trimmed; empty when it is not set. */
  readonly list: (name: string) => readonly string[]
}

/**
 * @param files - in the order Hadoop reads them; a later one overrides what is not `final`
 * @param defaults - Hadoop's own, for references to them; `find` does not give them
 */
export function siteValues(
  files: readonly (SiteFile | null)[],
  defaults: Readonly<Record<string, string>> = {}
): SiteValues {
  const merged = new Map<string, SiteProperty & { readonly file: string }>()
  for (const site of files)
    for (const property of site?.properties.values() ?? [])
      if (merged.get(property.name)?.final !== true)
        merged.set(property.name, { ...property, file: site?.file ?? '' })
  const known = new Map<string, { readonly value: string }>([
    ...Object.entries(defaults).map(([name, value]) => [name, { value }] as const),
    ...merged
  ])
  const find = (...names: readonly string[]): Stated | null => {
    for (const name of names) {
      const property = merged.get(name)
      const value = substitute(known, name)?.trim() ?? ''
      if (property === undefined || value === '') continue
      const { file, place } = property
      return { value, from: { type: 'file', file, property: name, line: place.line } }
    }
    return null
  }
  return {
    find,
    list: (name) =>
      (find(name)?.value ?? '')
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '')
  }
}

/** For a value that does not mean what it should. */
export function badValue({ value, from }: Stated, what: string, hint: string): ConsoleError {
  const place =
    from.type === 'file' ? `${from.file}:${from.line}: ${from.property}` : 'a default of Hadoop'
  return new ConsoleError('BAD_CONFIGURATION', `${place}: ${what}: ${JSON.stringify(value)}`, {
    hint,
    facts: from.type === 'file' ? { file: from.file, line: from.line } : {}
  })
}
