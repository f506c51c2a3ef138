/**
 * Manifests: the sorted list of files and the one digest over it, docs/protocol/tasks.md "Rules for all tasks".
 *
 * Console and worker compute it alike; the console computes it again from the files a cluster names, so that no cluster
 * can vote with a digest that is not that of its own list.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { ManifestDigest, Sha256 } from '../../../shared/model/ids.js'
import type { FileEntry, Manifest } from '../../../shared/model/manifest.js'

/**
 * Order of the UTF-8 bytes of two strings, which is that of their code points.
 *
 * n.b. `<` compares UTF-16 units, and puts 😀 (surrogates, d83d…) before ﬁ (fb01); UTF-8 does not.
 */
export function compareBytes(left: string, right: string): number {
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index)
    const b = right.charCodeAt(index)
    if (a !== b) return rank(a) - rank(b)
  }
  return left.length - right.length
}

/** Surrogates stand for code points above all others, so they move behind U+E000 … U+FFFF. */
const rank = (unit: number): number =>
  unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800

/** Sorted as a manifest wants it; the argument stays as it is. */
export const sortFiles = (files: readonly FileEntry[]): readonly FileEntry[] =>
  [...files].sort((left, right) => compareBytes(left.path, right.path))

/**
 * Why a path must not stand in a manifest; `null` when it may.
 *
 * A line feed in a name would let two different lists have one digest; `..` would let a fetch write elsewhere.
 */
export function pathFault(path: string): string | null {
  // eslint-disable-next-line no-control-regex -- control characters are what is refused here
  if (/[\u0000-\u001f\u007f]/.test(path)) return 'control characters'
  if (/[\ud800-\udfff]/u.test(path)) return 'half a character'
  return path.split('/').some((name) => name === '' || name === '.' || name === '..')
    ? 'an empty, "." or ".." part'
    : null
}

/** @returns the manifest of these files, sorted; the files are taken as they are */
export function manifestOf(files: readonly FileEntry[]): Manifest {
  const sorted = sortFiles(files)
  // In one piece: a hundred thousand small updates take three times as long.
  const lines = sorted.map(({ sha256, length, path }) => `${sha256} ${String(length)} ${path}\n`)
  return {
    files: sorted,
    digest: `sha256:${sha256Of(utf8ToBytes(lines.join('')))}` as ManifestDigest
  }
}

/** Only the digest of {@link manifestOf}. */
export const manifestDigest = (files: readonly FileEntry[]): ManifestDigest =>
  manifestOf(files).digest

/**
 * What is wrong with a list of files somebody sent; `null` when nothing is.
 *
 * @param claimed - the digest that came with it; `null`: none did
 */
export function manifestFault(
  files: readonly FileEntry[],
  claimed: ManifestDigest | null
): string | null {
  for (const [index, file] of files.entries()) {
    const fault = pathFault(file.path)
    if (fault !== null) return `the path ${JSON.stringify(file.path)} has ${fault}`
    const before = files[index - 1]
    if (before !== undefined && compareBytes(before.path, file.path) >= 0)
      return `${JSON.stringify(file.path)} is not in its place, or twice there`
  }
  if (claimed === null) return null
  const digest = manifestDigest(files)
  return digest === claimed ? null : `the files have ${digest}, not ${claimed}`
}

/** SHA-256 of a few bytes in memory; for streams the adapters use the machine's own. */
export const sha256Of = (bytes: Uint8Array): Sha256 => bytesToHex(sha256(bytes)) as Sha256
