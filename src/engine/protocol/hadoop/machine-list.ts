/**
 * Hadoop's list of machines (`hadoop.proxyuser.H.hosts`): does it hold an address?
 *
 * As `MachineList` of Hadoop 3.4.2, measured: items are parted by commas only; `*` counts only alone; items are addresses, host names and IPv4
 * ranges such as `10.0.0.7/16`. A blank or `;` between two makes one name of them, which no resolver knows.
 */
import { canonicalAddress, ipv4 } from './ip-address.js'
import type { Verdict } from './verdict.js'

export interface MachineList {
  /** Trimmed, as they stand. */
  readonly items: readonly string[]
  /** Lets every machine in. */
  readonly everyone: boolean
  /** Host names: only a resolver on the NameNode's machine knows what they are. */
  readonly names: readonly string[]
  /** Items that Hadoop cannot use; a range among them makes it refuse the whole list. */
  readonly unusable: readonly string[]
}

/** @param text - value of the property, `null` when there is none */
export function readMachineList(text: string | null): MachineList {
  const items = itemsOf(text)
  const everyone = items.length === 1 && items[0] === '*'
  const kinds = everyone ? [] : items.map((item) => ({ item, kind: kindOf(item) }))
  const of = (kind: Kind): readonly string[] =>
    kinds.filter((each) => each.kind === kind).map(({ item }) => item)
  return { items, everyone, names: of('name'), unusable: of('unusable') }
}

/** Parts of a comma-separated list, trimmed, without empty ones. */
export const itemsOf = (text: string | null): readonly string[] =>
  (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')

/**
 * @param address - IPv4 or IPv6, as the NameNode sees it
 * @param resolved - host name of the list → addresses, by the resolver of the NameNode's machine
 * @returns `unknown` when only a name that `resolved` does not hold could let it in
 */
export function listHolds(
  list: MachineList,
  address: string,
  resolved: ReadonlyMap<string, readonly string[]>
): Verdict {
  if (list.everyone) return 'yes'
  if (list.unusable.some((item) => item.includes('/'))) return 'no'
  const wanted = canonicalAddress(address)
  const named = list.names.flatMap((name) => resolved.get(name) ?? [])
  if ([...list.items, ...named].some((item) => canonicalAddress(item) === wanted)) return 'yes'
  const ranges = list.items.map(rangeOf).filter((range) => range !== null)
  const number = ipv4(wanted)
  if (number !== null && ranges.some((range) => isIn(number, range))) return 'yes'
  return list.names.some((name) => !resolved.has(name)) ? 'unknown' : 'no'
}

type Kind = 'address' | 'range' | 'name' | 'unusable'

function kindOf(item: string): Kind {
  if (item.includes('/')) return rangeOf(item) === null ? 'unusable' : 'range'
  if (ipv4(item) !== null || item.includes(':')) return 'address'
  return /^[A-Za-z0-9_.-]+$/.test(item) ? 'name' : 'unusable'
}

interface Range {
  readonly base: number
  /** 0 to 32 bits that must be equal. */
  readonly bits: number
}

function rangeOf(item: string): Range | null {
  const [address = '', length = '', ...more] = item.split('/')
  const base = ipv4(address)
  const bits = /^\d{1,2}$/.test(length) ? Number(length) : 33
  return base === null || bits > 32 || more.length > 0 ? null : { base, bits }
}

function isIn(address: number, { base, bits }: Range): boolean {
  const size = 2 ** (32 - bits)
  return Math.floor(address / size) === Math.floor(base / size)
}
