/**
 * Hadoop's generic options, which stand before a program's own arguments.
 *
 * @see https://hadoop.apache.org/docs/stable/hadoop-project-dist/hadoop-common/CommandsManual.html#Generic_Options
 */
import type { Fault } from './document.js'
import type { Word } from './words.js'

/** A file to ship as a job file names it. */
export type ShippedInput = string | { readonly path: string; readonly name: string }

export interface Shipping {
  readonly files: readonly ShippedInput[]
  readonly archives: readonly ShippedInput[]
  /** Where the files were. */
  readonly notes: readonly string[]
}

export interface GenericOptions {
  readonly shipping: Shipping
  /** `-D` and its values, which a jar is given as they are. */
  readonly kept: readonly Word[]
  readonly rest: readonly Word[]
}

/** Options that say something a job file can't, and why. */
const REFUSED: Readonly<Record<string, string>> = {
  '-libjars':
    'Put those classes into the jar itself (a jar with lib/*.jar in it, or a shaded one).',
  '-conf': 'Write the properties of that file with -D.',
  '-fs': 'Leave it out: each cluster uses its own file system.',
  '-jt': 'Leave it out: each cluster uses its own ResourceManager.',
  '-background': 'Leave it out: the job is over when the command is.'
}

/** @throws the fault when it is one that a job file has no word for */
export function refuseOption({ text, place }: Word, fault: Fault): void {
  const remedy = REFUSED[text]
  if (remedy !== undefined) throw fault(place, `a job file can't say the option ${text}`, remedy)
}

/** @param words - what stands behind the jar and its main class */
export function readGenericOptions(words: readonly Word[], fault: Fault): GenericOptions {
  const kept: Word[] = []
  let shipping: Shipping = { files: [], archives: [], notes: [] }
  let index = 0
  for (; index < words.length; index++) {
    const word = words[index]
    if (word === undefined) break
    if (/^-D./s.test(word.text)) kept.push(word)
    else if (word.text === '-D') kept.push(word, valueOf(words, index++, fault))
    else if (word.text === '-files' || word.text === '-archives')
      shipping = ship(shipping, word.text, valueOf(words, index++, fault), fault)
    else break
  }
  const rest = words.slice(index)
  for (const word of rest) {
    refuseOption(word, fault)
    if (word.text === '-files' || word.text === '-archives')
      throw fault(
        word.place,
        `${word.text} stands behind ${JSON.stringify(rest[0]?.text)}, where Hadoop does not look for it`,
        'Put it directly behind the jar and its main class.'
      )
  }
  return { shipping, kept, rest }
}

/** The word behind an option. */
export function valueOf(words: readonly Word[], index: number, fault: Fault): Word {
  const [option, value] = words.slice(index, index + 2)
  if (option !== undefined && value !== undefined) return value
  throw fault(
    option?.place ?? { line: 1, column: 1 },
    `nothing behind ${option?.text ?? ''}`,
    'Write its value.'
  )
}

/** Adds `PATH#NAME,PATH,…`: each is looked for beside the job file. */
export function ship(shipping: Shipping, option: string, value: Word, fault: Fault): Shipping {
  const added = value.text.split(',').map((written) => {
    const [, path = '', name] = /^([^#]*)(?:#(.*))?$/s.exec(written) ?? []
    const local = path.replace(/^file:(?:\/\/)?(?=\/)/, '')
    if (/^[A-Za-z][\w+.-]*:/.test(local) || /(?:^|\/)$/.test(local))
      throw fault(
        value.place,
        `${option} ships ${JSON.stringify(written)}, which is no file of a disk`,
        'Download it, and name the file: the console ships what lies beside the job file.'
      )
    const base = local.replace(/^.*\//s, '')
    return {
      item: name === undefined || name === '' || name === base ? base : { path: base, name },
      note:
        base === local
          ? `put ${base} beside the job file`
          : `put ${base} beside the job file; on the cluster it was ${local}`
    }
  })
  const items = added.map(({ item }) => item)
  return {
    files: option === '-archives' ? shipping.files : [...shipping.files, ...items],
    archives: option === '-archives' ? [...shipping.archives, ...items] : shipping.archives,
    notes: [...shipping.notes, ...added.map(({ note }) => note)]
  }
}
