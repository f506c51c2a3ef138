/**
 * RabbitMQ's `rabbitmq.conf`: `key = value` a line, `#` begins a comment.
 *
 * The grammar is that of Cuttlefish 3.0.1, which RabbitMQ 3.10.8 brings, measured with its `conf_parse`: keys are words parted by dots, a value
 * ends at `#` or the line's end and has no white space around it, it is never empty, and there are no quotes: `'a # b'` is the value `'a`. Newer
 * versions take a value between apostrophes with `#` in it; such a value is read here as a whole, so that a change does not leave its rest behind.
 *
 * n.b. files in `conf.d` beside it count as well, and what `include` names.
 *
 * @see https://www.rabbitmq.com/docs/configure#config-file-formats
 */
import { ConsoleError } from '../../../shared/model/errors.js'

export interface Setting {
  /** Words parted by dots, `\.` for a dot in a word, without spaces. */
  readonly key: string
  /** As it stands; newer versions leave apostrophes around it out. */
  readonly value: string
  /** From 1; of the one that counts. */
  readonly line: number
}

export interface RabbitConf {
  /** As it was given, for messages. */
  readonly file: string
  /** By key; of several the last, as RabbitMQ does. */
  readonly settings: ReadonlyMap<string, Setting>
  /** Files named by `include`, not followed. */
  readonly includes: readonly string[]
}

/**
 * @param file - for messages: a path, perhaps with its machine
 * @throws ConsoleError `BAD_CONFIGURATION` that names file, line and column of what RabbitMQ would not start with
 */
export function readRabbitConf(text: string, file: string): RabbitConf {
  const lines = readLines(text, file)
  const settings = new Map<string, Setting>()
  for (const line of lines)
    if (line.type === 'setting') {
      const { key, value, number } = line
      settings.set(key, { key, value, line: number })
    }
  return {
    file,
    settings,
    includes: lines.flatMap((line) => (line.type === 'include' ? [line.file] : []))
  }
}

/**
 * The text with other settings; comments, spaces, order and line ends stay as they are.
 *
 * Of several lines with one key the last, which counts, is changed; new ones come last.
 *
 * @param changes - key → value; `null` takes all its lines out
 * @throws ConsoleError `BAD_CONFIGURATION` when the text cannot be read, `BAD_INPUT` for what cannot be written: an empty value, a line end, `#`,
 *   white space around it (RabbitMQ 3.10 has no quotes)
 */
export function withSettings(
  text: string,
  file: string,
  changes: ReadonlyMap<string, string | null>
): string {
  for (const [key, value] of changes) refuseUnwritable(key, value)
  const lines = readLines(text, file)
  const lineEnd = lines.find(({ end }) => end !== '')?.end ?? '\n'
  const last = new Map<string, number>()
  for (const line of lines) if (line.type === 'setting') last.set(line.key, line.number)
  const kept = lines.map((line) => {
    const value = line.type === 'setting' ? changes.get(line.key) : undefined
    if (line.type !== 'setting' || value === undefined) return line.text + line.end
    if (value === null) return ''
    if (last.get(line.key) !== line.number) return line.text + line.end
    return (
      line.text.slice(0, line.at) + value + line.text.slice(line.at + line.value.length) + line.end
    )
  })
  const added = [...changes].filter(([key, value]) => value !== null && !last.has(key))
  const body = kept.join('')
  const open = added.length > 0 && body !== '' && !body.endsWith('\n')
  const changed =
    body +
    (open ? lineEnd : '') +
    added.map(([key, value]) => `${key} = ${value ?? ''}${lineEnd}`).join('')
  proveChanged(text, changed, file, changes)
  return changed
}

type Line = { readonly number: number; readonly text: string; readonly end: string } & (
  | { readonly type: 'other' }
  | { readonly type: 'include'; readonly file: string }
  | {
      readonly type: 'setting'
      readonly key: string
      readonly value: string
      /** Where the value begins, UTF-16 units from the line's beginning. */
      readonly at: number
    }
)

const KEY = /^[ \t]*((?:\\\.|[A-Za-z0-9_-])+(?:\.(?:\\\.|[A-Za-z0-9_-])+)*)[ \t]*=[ \t]*/

function readLines(text: string, file: string): readonly Line[] {
  const parts = text.match(/[^\n]*\n|[^\n]+$/g) ?? []
  return parts.map((part, index): Line => {
    const end = /\r?\n$/.exec(part)?.[0] ?? ''
    const line = { number: index + 1, text: part.slice(0, part.length - end.length), end }
    const blank = /^[ \t]*(?:#.*)?$/.test(line.text)
    if (blank) return { ...line, type: 'other' }
    const [head, key = ''] = KEY.exec(line.text) ?? []
    const included = /^[ \t]*include[ \t]+([^=#]+?)[ \t]*(?:#.*)?$/.exec(line.text)?.[1]
    if (head === undefined && included !== undefined)
      return { ...line, type: 'include', file: included }
    const value = head === undefined ? '' : valueIn(line.text.slice(head.length))
    if (head === undefined || value === '')
      throw new ConsoleError(
        'BAD_CONFIGURATION',
        `${file}:${line.number}:1: ${head === undefined ? 'no setting' : `no value for ${key}`}`,
        {
          hint: 'write key = value, or # before a comment',
          facts: { file, line: line.number, column: 1 }
        }
      )
    return { ...line, type: 'setting', key, value, at: head.length }
  })
}

/** @param rest - what stands behind `=` and its spaces */
function valueIn(rest: string): string {
  const quoted = /^'[^']*'(?=[ \t]*(?:#.*)?$)/.exec(rest)
  return quoted?.[0] ?? (rest.split('#')[0] ?? '').replace(/[ \t]+$/, '')
}

function refuseUnwritable(key: string, value: string | null): void {
  const facts = { key }
  if (KEY.exec(`${key}=`)?.[1] !== key)
    throw new ConsoleError('BAD_INPUT', `no key of rabbitmq.conf: ${JSON.stringify(key)}`, {
      hint: 'write words of letters, digits, _ and - with dots between them',
      facts
    })
  if (value === null) return
  // eslint-disable-next-line no-control-regex -- control characters are what is refused here
  if (value === '' || value !== value.trim() || /[#\u0000-\u001f\u007f]/.test(value))
    throw new ConsoleError('BAD_INPUT', `rabbitmq.conf cannot hold this value of ${key}`, {
      hint: 'give a value without # and line ends, and without white space around it',
      facts
    })
}

/** @throws ConsoleError `INTERNAL` when the written text means something else than it should */
function proveChanged(
  before: string,
  after: string,
  file: string,
  changes: ReadonlyMap<string, string | null>
): void {
  const values = (text: string): Map<string, string> =>
    new Map([...readRabbitConf(text, file).settings].map(([key, { value }]) => [key, value]))
  const wanted = values(before)
  for (const [key, value] of changes)
    if (value === null) wanted.delete(key)
    else wanted.set(key, value)
  const found = values(after)
  const wrong = [...wanted.keys(), ...found.keys()].find(
    (key) => wanted.get(key) !== found.get(key)
  )
  if (wrong !== undefined)
    throw new ConsoleError(
      'INTERNAL',
      `a changed ${file} reads otherwise than it should, at ${wrong}`,
      {
        hint: 'report this; the file was not changed'
      }
    )
}
