/**
 * `hadoop jar hadoop-streaming.jar …` → the job file's `streaming`.
 *
 * @see https://hadoop.apache.org/docs/stable/hadoop-streaming/HadoopStreaming.html#Streaming_Command_Options
 */
import type { Fault } from './document.js'
import { refuseOption, ship, valueOf, type Shipping } from './generic-options.js'
import { substitute, type JobPaths } from './paths.js'
import { shipped, type Command } from './program.js'
import type { Word } from './words.js'

export type Streaming =
  | { readonly type: 'simple'; readonly command: Command }
  | { readonly type: 'not-simple'; readonly reason: string }

const COMMANDS = ['-mapper', '-reducer', '-combiner']
/** Passed on as they are, with their value. */
const PASSED = ['-numReduceTasks', '-partitioner', '-inputformat', '-outputformat', '-io']
const FLAGS = ['-lazyOutput', '-verbose']
/** What Hadoop takes without `-reducer`; in a job file no reducer means no reduce phase. */
const IDENTITY = 'org.apache.hadoop.mapred.lib.IdentityReducer'

export function readStreaming(words: readonly Word[], paths: JobPaths, fault: Fault): Streaming {
  const commands = new Map<string, string>()
  const configuration: Record<string, string> = {}
  const environment: Record<string, string> = {}
  const options: string[] = []
  const inputs: Word[] = []
  const outputs: Word[] = []
  let shipping: Shipping = { files: [], archives: [], notes: [] }
  for (let index = 0; index < words.length; index++) {
    const word = words[index]
    if (word === undefined) break
    const option = word.text
    refuseOption(word, fault)
    if (FLAGS.includes(option)) options.push(option)
    else if (/^-D./s.test(option)) assign(configuration, { ...word, text: option.slice(2) }, fault)
    else {
      if (
        ![
          ...COMMANDS,
          ...PASSED,
          '-D',
          '-cmdenv',
          '-input',
          '-output',
          '-file',
          '-files',
          '-archives'
        ].includes(option)
      )
        return {
          type: 'not-simple',
          reason: `"streaming" has no word for ${JSON.stringify(option)}`
        }
      const value = valueOf(words, index++, fault)
      if (COMMANDS.includes(option)) {
        if (commands.has(option) || value.text === '')
          throw fault(word.place, `a second or an empty ${option}`, 'Give it once.')
        commands.set(option, value.text)
      } else if (PASSED.includes(option)) options.push(option, value.text)
      else if (option === '-D') assign(configuration, value, fault)
      else if (option === '-cmdenv') assign(environment, value, fault)
      else if (option === '-input') inputs.push(...listed(value))
      else if (option === '-output') outputs.push(value)
      else shipping = ship(shipping, option, value, fault)
    }
  }
  const mapper = commands.get('-mapper')
  if (mapper === undefined) return { type: 'not-simple', reason: 'it has no -mapper' }
  const order = readInputs(inputs, outputs, paths, fault)
  const reducer = commands.get('-reducer') ?? IDENTITY
  const combiner = commands.get('-combiner')
  const some = (record: Readonly<Record<string, string>>): boolean => Object.keys(record).length > 0
  return {
    type: 'simple',
    command: {
      program: {
        streaming: {
          mapper,
          ...(reducer === 'NONE' ? {} : { reducer }),
          ...(combiner === undefined ? {} : { combiner }),
          ...(options.length === 0 ? {} : { options })
        },
        ...(some(configuration) ? { configuration } : {}),
        ...(some(environment) ? { environment } : {}),
        ...shipped(shipping)
      },
      inputs: order,
      notes: ["runs with the environment's own hadoop-streaming.jar", ...shipping.notes]
    }
  }
}

/** The inputs in the order of the command; it must name all of them, and the output, and nothing else. */
function readInputs(
  inputs: readonly Word[],
  outputs: readonly Word[],
  paths: JobPaths,
  fault: Fault
): readonly string[] {
  const { args, order, output } = substitute([...inputs, ...outputs], paths, fault)
  if (order !== null && output && args.length === 2) return order
  throw fault(
    (inputs[0] ?? outputs[0])?.place ?? paths.output.place,
    'the -input and -output of the command are not the <input> and <output> of the job',
    'Name the same paths in both places.'
  )
}

const listed = ({ text, place }: Word): readonly Word[] =>
  text.split(',').map((path) => ({ text: path, place }))

function assign(to: Record<string, string>, { text, place }: Word, fault: Fault): void {
  const [, name, value] = /^([A-Za-z0-9._-]+)=([^]*)$/.exec(text) ?? []
  if (name === undefined || value === undefined)
    throw fault(place, `${JSON.stringify(text)} is not of the form name=value`, 'Write name=value.')
  to[name] = value
}
