/** IP addresses as text, as Java and Hadoop write them. */

/** Four decimal numbers → 32 bits, or `null`. */
export function ipv4(text: string): number | null {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255))
    return null
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0)
}

/**
 * One spelling for every spelling of an address: lower case, IPv6 with eight groups and without a zone, IPv4 behind `::ffff:` as IPv4.
 *
 * @returns what is no address in lower case
 */
export function canonicalAddress(text: string): string {
  const address = text
    .trim()
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/%.*$/, '')
  if (!address.includes(':')) return address
  const mapped = address.slice(address.lastIndexOf(':') + 1)
  if (ipv4(mapped) !== null) return mapped
  const [head = '', tail] = address.split('::')
  const groups = (part: string): readonly string[] =>
    part.split(':').filter((group) => group !== '')
  const before = groups(head)
  const behind = groups(tail ?? '')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - behind.length)
  return [...before, ...Array.from({ length: zeros }, () => '0'), ...behind]
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}

/** An address that a server listens on when it listens on all. */
export const isWildcard = (host: string): boolean =>
  ['0.0.0.0', '0:0:0:0:0:0:0:0', '*', ''].includes(canonicalAddress(host))

/** Reaches only the machine that asks. */
export const isLoopback = (host: string): boolean => {
  const address = canonicalAddress(host)
  return address === 'localhost' || address === '0:0:0:0:0:0:0:1' || /^127\./.test(address)
}
