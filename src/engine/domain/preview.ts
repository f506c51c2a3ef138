/** What the beginning of a file is: text, or bytes in rows, and its format in words where its first bytes tell. */
import type { Preview } from '../../shared/model/preview.js'

/** Rows of a hexadecimal preview: 4 KiB, more is not read by anybody. */
const MOST_ROWS = 256
const ROW_BYTES = 16

/** @see https://hadoop.apache.org/docs/r3.4.2/api/org/apache/hadoop/io/SequenceFile.html for `SEQ` */
const MAGIC: readonly (readonly [bytes: string, format: string])[] = [
  ['\x1f\x8b', 'gzip archive: its content is compressed'],
  ['BZh', 'bzip2 archive: its content is compressed'],
  ['\x28\xb5\x2f\xfd', 'Zstandard archive: its content is compressed'],
  ['\x04\x22\x4d\x18', 'LZ4 archive: its content is compressed'],
  ['\xfd7zXZ', 'xz archive: its content is compressed'],
  ['PK\x03\x04', 'zip or jar archive'],
  ['Obj\x01', 'Avro container file'],
  ['PAR1', 'Parquet file'],
  ['ORC', 'ORC file']
]

/** @param bytes - of the file's beginning @param length - of the whole file */
export function previewOf(path: string, bytes: Uint8Array, length: number): Preview {
  const text = textOf(bytes, bytes.length < length)
  const content: Preview['content'] =
    text === null ? { type: 'binary', rows: rowsOf(bytes) } : { type: 'text', text }
  const shown = text === null ? Math.min(bytes.length, MOST_ROWS * ROW_BYTES) : bytes.length
  return { path, length, shown, format: formatOf(bytes), content }
}

function formatOf(bytes: Uint8Array): string | null {
  const begin = latin(bytes.subarray(0, 200))
  if (begin.startsWith('SEQ')) return sequenceFile(bytes)
  return MAGIC.find(([magic]) => begin.startsWith(magic))?.[1] ?? null
}

/** `SEQ`, a version, then the classes of keys and values, each with its length before it. */
function sequenceFile(bytes: Uint8Array): string {
  const key = className(bytes, 4)
  const value = key === null ? null : className(bytes, key.end)
  return value === null
    ? 'Hadoop sequence file'
    : `Hadoop sequence file, keys ${key?.name ?? ''}, values ${value.name}`
}

function className(
  bytes: Uint8Array,
  at: number
): { readonly name: string; readonly end: number } | null {
  const length = bytes[at]
  if (length === undefined || length === 0 || length > 127) return null
  const full = latin(bytes.subarray(at + 1, at + 1 + length))
  return /^[\w.$]+$/.test(full)
    ? { name: full.slice(full.lastIndexOf('.') + 1), end: at + 1 + length }
    : null
}

/** @returns `null` when it is no UTF-8 text; a character that is cut off at the end is left out */
function textOf(bytes: Uint8Array, cut: boolean): string | null {
  if (bytes.includes(0)) return null
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for (let dropped = 0; dropped <= (cut ? 3 : 0); dropped += 1)
    try {
      const text = decoder.decode(bytes.subarray(0, bytes.length - dropped))
      return controls(text) * 20 > text.length ? null : text
    } catch (cause) {
      if (!(cause instanceof TypeError)) throw cause
    }
  return null
}

/** Characters that no text has: more than 5 % of them, and it is none. */
const controls = (text: string): number =>
  // eslint-disable-next-line no-control-regex -- control characters are what is counted here
  text.match(/[\u0001-\u0008\u000e-\u001a\u001c-\u001f\u007f]/g)?.length ?? 0

function rowsOf(bytes: Uint8Array): readonly string[] {
  const rows: string[] = []
  for (let at = 0; at < bytes.length && rows.length < MOST_ROWS; at += ROW_BYTES) {
    const row = [...bytes.subarray(at, at + ROW_BYTES)]
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0'))
    const halves = [hex.slice(0, 8).join(' '), hex.slice(8).join(' ')].join('  ')
    const seen = row.map((byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '·'))
    rows.push(`${at.toString(16).padStart(8, '0')}  ${halves.padEnd(48)}  ${seen.join('')}`)
  }
  return rows
}

const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes)
