/** HDFS paths of a Medusa job: what `<input>` and `<output>` name, and which words of the command are those paths. */
import { hdfsPathSchema } from '../../../shared/model/job.js'
import type { Fault, Place, XmlText } from './document.js'
import type { Word } from './words.js'

export interface PathAt {
  readonly path: string
  readonly place: Place
}

export interface JobPaths {
  readonly inputs: readonly PathAt[]
  readonly output: PathAt
}

/** `/a//b/` is `/a/b` for Hadoop. */
const normal = (path: string): string => path.replace(/\/+/g, '/').replace(/(?<=.)\/$/, '')

/** As many as a job file allows. */
const MAXIMUM_PATHS = 1000

/** Paths separated by white space or commas; each is absolute and no pattern. Empty when there are only commas. */
export function readPaths({ text, at }: XmlText, what: string, fault: Fault): readonly PathAt[] {
  const found: PathAt[] = []
  for (const { 0: written, index } of text.matchAll(/[^\s,]+/g)) {
    const path = normal(written)
    const place = at(index)
    if (!hdfsPathSchema.safeParse(path).success || /[*?[\]{}\\]/.test(path))
      throw fault(
        place,
        `<${what}>: ${JSON.stringify(written)} is no plain absolute HDFS path`,
        'Name a file or folder, for example /data/books: no hdfs://host, no pattern, no relative path.'
      )
    if (found.some((other) => other.path === path))
      throw fault(place, `<${what}> names ${path} twice`, 'Name it once.')
    if (found.length === MAXIMUM_PATHS)
      throw fault(place, `<${what}> has more than ${String(MAXIMUM_PATHS)} paths`, 'Name folders.')
    found.push({ path, place })
  }
  return found
}

export interface Substituted {
  readonly args: readonly string[]
  /** The inputs in the order of the command; `null`: they do not occur. */
  readonly order: readonly string[] | null
  readonly output: boolean
  /** Absolute paths that are neither input nor output. */
  readonly others: readonly string[]
}

/**
 * Puts `{input}`, `{inputs}` and `{output}` where the command names those paths.
 *
 * `{input}` is an argument for each input, so with several of them they must stand side by side. A path inside an input or the output is refused: the
 * console gives each attempt paths of its own, and what lies at the old ones is neither pinned nor voted on.
 */
export function substitute(words: readonly Word[], paths: JobPaths, fault: Fault): Substituted {
  const inputs = paths.inputs.map(({ path }) => path)
  const args: string[] = []
  const others: string[] = []
  let order: readonly string[] | null = null
  let output = false
  const isAll = (candidates: readonly string[]): boolean =>
    candidates.length === inputs.length && inputs.every((input) => candidates.includes(input))
  const take = (found: readonly string[], { place }: Word): void => {
    if (order !== null && order.some((path, index) => path !== found[index]))
      throw fault(place, 'the command names the inputs in two different orders', 'Use one order.')
    order = found
  }

  for (let index = 0; index < words.length; index++) {
    const word = words[index]
    if (word === undefined) break
    const placeholder = /\{(?:inputs?|output)\}/.exec(word.text)?.[0]
    if (placeholder !== undefined)
      throw fault(
        word.place,
        `${placeholder} is a placeholder of job files`,
        'Name the path itself.'
      )
    const run = words.slice(index, index + inputs.length).map(({ text }) => normal(text))
    if (isAll(run)) {
      take(run, word)
      args.push('{input}')
      index += inputs.length - 1
      continue
    }
    // `-Dname=/path`, `--in=/path`, or the word itself.
    const [, key = '', value = ''] = /^([^/=]+=)?([^]*)$/.exec(word.text) ?? []
    const list = value.split(',').map(normal)
    if (list.length === 1 && list[0] === paths.output.path) {
      output = true
      args.push(`${key}{output}`)
    } else if (isAll(list)) {
      take(list, word)
      args.push(`${key}{inputs}`)
    } else {
      refuseParts(word, list, inputs, paths.output.path, fault)
      if (value.startsWith('/')) others.push(value)
      args.push(word.text)
    }
  }
  return { args, order, output, others }
}

function refuseParts(
  { text, place }: Word,
  list: readonly string[],
  inputs: readonly string[],
  output: string,
  fault: Fault
): void {
  for (const path of list) {
    if (inputs.includes(path))
      throw fault(
        place,
        `${JSON.stringify(text)} names one of several inputs, or an input among other things`,
        'Name all inputs of the job side by side, or as one list with commas.'
      )
    const around = [...inputs, output].find(
      (known) => path === known || path.startsWith(`${known}/`)
    )
    if (around !== undefined)
      throw fault(
        place,
        `${JSON.stringify(text)} lies in ${around}, which gets another path for each attempt`,
        'Name only whole inputs and the whole output; write files inside an input as an <input> of their own.'
      )
  }
}
