/**
 * `known_hosts`: which keys of which hosts this user has met before. Read only, never written.
 *
 * A line is `[@marker] names kind key [comment]`. Names are patterns between commas, or one hash `|1|salt|hash` (HMAC-SHA1 of the
 * name); a port other than 22 stands as `[host]:port`. Lines that cannot be read are counted and passed over, as ssh does.
 *
 * @see https://man.openbsd.org/sshd#SSH_KNOWN_HOSTS_FILE_FORMAT
 */
import { hmac } from '@noble/hashes/hmac.js'
import { sha1 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { fromBase64, toBase64 } from './base64.js'
import { fitsList } from './patterns.js'

/** A public key as files hold it. */
export interface PublicKey {
  /** `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa` … */
  readonly type: string
  readonly base64: string
}

interface KnownLine {
  readonly marker: 'none' | 'revoked' | 'authority'
  /** As they stand there. */
  readonly names: string
  readonly key: PublicKey
  readonly file: string
  /** From 1. */
  readonly line: number
}

export interface KnownLines {
  readonly lines: readonly KnownLine[]
  /** How many could not be read. */
  readonly unreadable: number
}

/** Where a line stands, for people: `line 12 of ~/.ssh/known_hosts`. */
export const placeOf = ({ file, line }: Pick<KnownLine, 'file' | 'line'>): string =>
  `line ${String(line)} of ${file}`

/** What the files say about the key that a host shows. `other-kinds`: the host is known, by keys of other kinds only. */
export type KnownHost =
  | { readonly type: 'known'; readonly line: KnownLine }
  | { readonly type: 'changed'; readonly line: KnownLine }
  | { readonly type: 'revoked'; readonly line: KnownLine }
  | { readonly type: 'other-kinds'; readonly kinds: readonly string[] }
  | { readonly type: 'unknown' }

const MARKERS = { '@revoked': 'revoked', '@cert-authority': 'authority' } as const

/** @param file - its name, for people */
export function parseKnownHosts(text: string, file: string): KnownLines {
  const parsed = text.split(/\r?\n/).map((line, index) => parseLine(line, file, index + 1))
  return {
    lines: parsed.filter((line) => line !== null && line !== 'unreadable'),
    unreadable: parsed.filter((line) => line === 'unreadable').length
  }
}

function parseLine(text: string, file: string, line: number): KnownLine | 'unreadable' | null {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.startsWith('#')) return null
  const words = trimmed.split(/[ \t]+/)
  const marker = trimmed.startsWith('@') ? markerOf(words.shift() ?? '') : 'none'
  const [names, type, base64] = words
  if (marker === null || names === undefined || type === undefined || base64 === undefined)
    return 'unreadable'
  if (fromBase64(base64) === null) return 'unreadable'
  return { marker, names, key: { type, base64 }, file, line }
}

const markerOf = (word: string): KnownLine['marker'] | null =>
  word in MARKERS ? MARKERS[word as keyof typeof MARKERS] : null

/** Kinds of keys by which a host is known: to be asked for first, so that like is compared with like. */
export function knownKinds(lines: readonly KnownLine[], host: string, port: number): string[] {
  const own = linesOf(lines, nameOf(host, port)).filter(({ marker }) => marker === 'none')
  return [...new Set(own.map(({ key }) => key.type))]
}

/** Lines of certificate authorities for this host; they are not used, which a person should be told. */
export const authoritiesOf = (
  lines: readonly KnownLine[],
  host: string,
  port: number
): readonly KnownLine[] =>
  linesOf(lines, nameOf(host, port)).filter(({ marker }) => marker === 'authority')

/** @param key - as the host shows it */
export function lookUpHost(
  lines: readonly KnownLine[],
  host: string,
  port: number,
  key: PublicKey
): KnownHost {
  const own = linesOf(lines, nameOf(host, port))
  const revoked = own.find(({ marker, key: known }) => marker === 'revoked' && same(known, key))
  if (revoked !== undefined) return { type: 'revoked', line: revoked }
  const plain = own.filter(({ marker }) => marker === 'none')
  const known = plain.find((line) => same(line.key, key))
  if (known !== undefined) return { type: 'known', line: known }
  const other = plain.find((line) => line.key.type === key.type)
  if (other !== undefined) return { type: 'changed', line: other }
  // ssh does the same: "found matching key w/out port".
  const withoutPort = linesOf(lines, host).find(
    (line) => line.marker === 'none' && same(line.key, key)
  )
  if (withoutPort !== undefined) return { type: 'known', line: withoutPort }
  if (plain.length > 0)
    return { type: 'other-kinds', kinds: [...new Set(plain.map((line) => line.key.type))] }
  return { type: 'unknown' }
}

/** As `ssh-keygen -lf` prints it. */
export function fingerprintOfKey({ base64 }: PublicKey): string {
  return `SHA256:${toBase64(sha256(fromBase64(base64) ?? new Uint8Array()))}`
}

/** n.b. host names are compared in lower case. */
const nameOf = (host: string, port: number): string =>
  (port === 22 ? host : `[${host}]:${String(port)}`).toLowerCase()

const linesOf = (lines: readonly KnownLine[], name: string): readonly KnownLine[] =>
  lines.filter(({ names }) =>
    names.startsWith('|') ? isHashOf(names, name) : fitsList(name, names.toLowerCase().split(','))
  )

/** `|1|` salt `|` HMAC-SHA1 with the salt as its key */
function isHashOf(names: string, name: string): boolean {
  const [, version, salt, hash] = names.split('|')
  if (version !== '1' || salt === undefined || hash === undefined) return false
  const key = fromBase64(salt)
  return key !== null && toBase64(hmac(sha1, key, utf8ToBytes(name))) === hash.replace(/=+$/, '')
}

const same = (one: PublicKey, other: PublicKey): boolean =>
  one.type === other.type && one.base64.replace(/=+$/, '') === other.base64.replace(/=+$/, '')
