/**
 * The command line of a Medusa job → what the job runs, in the words of a job file.
 *
 * Only `hadoop jar` can be said there. Paths of the cluster's own disk (the jar, files to ship) become names beside the job file, for the console
 * ships what it has hashed itself; a note tells where they were.
 */
import { readGenericOptions } from './generic-options.js'
import type { Fault } from './document.js'
import { substitute, type JobPaths } from './paths.js'
import { shipped, type Command } from './program.js'
import { readStreaming } from './streaming.js'
import type { Word } from './words.js'

/** `a.B`, `wordcount`; no option, path or number. */
const MAIN = /^[A-Za-z_$][\w$-]*(?:\.[A-Za-z_$][\w$]*)*$/

export const baseName = (path: string): string => path.replace(/^.*\//s, '')

/** @param words - of the whole command; at least one */
export function readCommand(words: readonly Word[], paths: JobPaths, fault: Fault): Command {
  const jar = jarOf(words, fault)
  const name = baseName(jar.text)
  const rest = words.slice(3)
  const notes: string[] = []
  if (/^hadoop-streaming.*\.jar$/.test(name)) {
    const streaming = readStreaming(rest, paths, fault)
    if (streaming.type === 'simple') return streaming.command
    notes.push(`kept as a jar: ${streaming.reason}`)
  }
  notes.push(
    jar.text === name
      ? `put ${name} beside the job file, or into a jar folder of the environment`
      : `put ${name} beside the job file, or into a jar folder of the environment; on the cluster it was ${jar.text}`
  )
  const first = rest[0]
  const main = first !== undefined && MAIN.test(first.text) ? first.text : null
  const options = readGenericOptions(main === null ? rest : rest.slice(1), fault)
  const kept = substitute(options.kept, paths, fault)
  const { args, order, others, output } = substitute(options.rest, paths, fault)
  const inputs = order ?? kept.order
  if (inputs === null || !(output || kept.output)) throw missing(paths, inputs === null, jar, fault)
  for (const path of [...kept.others, ...others])
    notes.push(
      `${path} stays as it is: each cluster must have it, and nobody compares what is in it`
    )
  return {
    program: {
      jar: { path: name, ...(main === null ? {} : { main }), args: [...kept.args, ...args] },
      ...shipped(options.shipping)
    },
    inputs,
    notes: [...notes, ...options.shipping.notes]
  }
}

/** `hadoop jar JAR`, with or without a path to `hadoop`. */
function jarOf(words: readonly Word[], fault: Fault): Word {
  const [program, verb, jar] = words
  const place = program?.place ?? { line: 1, column: 1 }
  const name = baseName(program?.text ?? '')
  if (name === 'mapred' && verb?.text === 'streaming')
    throw fault(
      place,
      '"mapred streaming" is not read here',
      'Write "hadoop jar hadoop-streaming.jar" in its place.'
    )
  if ((name !== 'hadoop' && name !== 'yarn') || verb?.text !== 'jar')
    throw fault(
      place,
      `the command begins with ${JSON.stringify(
        [program, verb]
          .map((word) => word?.text ?? '')
          .join(' ')
          .trim()
      )}, not with "hadoop jar"`,
      'Write the job as a jar, called with "hadoop jar JAR …"; what a script does around it has no place in a job file.'
    )
  if (jar === undefined || !/[^/]\.jar$/i.test(jar.text))
    throw fault(
      jar?.place ?? verb.place,
      jar === undefined ? '"hadoop jar" without a jar' : `${JSON.stringify(jar.text)} is no jar`,
      'Name the jar directly behind "hadoop jar".'
    )
  return jar
}

function missing(paths: JobPaths, input: boolean, { place }: Word, fault: Fault): Error {
  const what = input
    ? `the <input> ${paths.inputs.map(({ path }) => path).join(' ')}`
    : `the <output> ${paths.output.path}`
  return fault(
    place,
    `${what} does not occur in the command`,
    'Each attempt reads and writes at paths of its own, so the command must name all inputs and the output as words.'
  )
}
