/**
 * Hadoop's `*-site.xml`: what it says, and how to change it without touching anything else.
 *
 * n.b. an `xi:include` is noted and not followed: with one, a property that is missing here may still be set.
 */
import { byName, effective, readSiteDocument, type Include } from './site-document.js'
import type { Place } from '../xml/well-formed.js'

export { withProperties } from './site-changes.js'
export { substitute } from './substitution.js'
export type { Include } from './site-document.js'

export interface SiteProperty {
  readonly name: string
  /** As it stands, neither trimmed nor substituted; empty only when it is an attribute. */
  readonly value: string
  /** Files read later do not override it. */
  readonly final: boolean
  /** Of the `<property>` that counts. */
  readonly place: Place
}

export interface SiteFile {
  /** As it was given, for messages. */
  readonly file: string
  /** By name, in the order of the file. */
  readonly properties: ReadonlyMap<string, SiteProperty>
  readonly includes: readonly Include[]
}

/**
 * @param text - with or without a byte order mark
 * @param file - for messages: a path, perhaps with its machine
 * @returns of several properties of one name the last; none behind one that is `final`
 * @throws ConsoleError `BAD_CONFIGURATION` that names file, line and column: not well-formed, another root, a DOCTYPE, control characters
 */
export function readSiteFile(text: string, file: string): SiteFile {
  const document = readSiteDocument(text.replace(/^\ufeff/, ''), file)
  const properties = new Map<string, SiteProperty>()
  for (const [name, same] of byName(document)) {
    const counts = effective(same)
    if (counts === null || counts.value === null) continue
    const final = same.some((each) => each.final)
    properties.set(name, { name, value: counts.value, final, place: counts.place })
  }
  return { file, properties, includes: document.includes }
}
