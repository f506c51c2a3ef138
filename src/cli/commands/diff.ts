/** `medusa diff RUN [FILE]`: the first difference between the outputs of two attempts. */
import { ConsoleError, exitCode, type ExitCode } from '../../shared/model/errors.js'
import { counted } from '../../shared/text/counted.js'
import type { DiffLine, DiffRequest, OutputDiff } from '../../engine/index.js'
import type { Output } from '../output/output.js'
import { outputFor, withEngine, type CommonOptions } from '../session.js'
import { parseRunId } from './runs.js'

export interface DiffOptions extends CommonOptions {
  readonly unit?: string
  readonly attempts?: readonly string[]
  readonly clusters?: readonly string[]
}

/** @returns 3 when the clusters' answers contradict each other and nothing can be compared */
export async function diff(
  run: string,
  file: string | undefined,
  options: DiffOptions
): Promise<ExitCode> {
  const output = outputFor(options)
  const request = diffRequest(run, file, options, output)
  const found = await withEngine(options, (engine) => engine.diffOutput(request))
  if (output.json) output.object(found)
  else {
    tellDiff(found, output)
    // Without a name the unit would have been one with a difference.
    if (found.files.length === 0 && options.unit === undefined && options.attempts === undefined)
      output.line('nor is there one in another unit of the run')
  }
  return found.outcome === 'contradicted' ? exitCode.notVerified : exitCode.done
}

function diffRequest(
  run: string,
  file: string | undefined,
  { unit, attempts, clusters }: DiffOptions,
  output: Output
): DiffRequest {
  if (attempts !== undefined && clusters !== undefined)
    throw new ConsoleError('BAD_INPUT', '--attempts and --clusters were both given', {
      hint: 'Name either two attempts or two clusters.'
    })
  return {
    run: parseRunId(run),
    ...(file === undefined ? {} : { file }),
    ...(unit === undefined ? {} : { unit }),
    ...(attempts === undefined ? {} : { attempts: two('--attempts', attempts) }),
    ...(clusters === undefined ? {} : { clusters: two('--clusters', clusters) }),
    ...(output.live
      ? {
          // A line that wraps has its caret anywhere.
          lineCharacters: Math.max(40, Math.min(500, output.width - MARGIN)),
          onStep: (text: string) => output.say(`${text} …`)
        }
      : {})
  }
}

function two(option: string, names: readonly string[]): readonly [string, string] {
  const [one, other] = names
  if (one !== undefined && other !== undefined && names.length === 2) return [one, other]
  throw new ConsoleError(
    'BAD_INPUT',
    `${option} takes two names, got ${names.map((name) => `"${name}"`).join(', ')}`,
    { hint: `Put RUN and FILE in front: npx medusa diff RUN FILE ${option} A B` }
  )
}

const MOST_FILES = 10
const MARGIN = 30

export function tellDiff(found: OutputDiff, output: Pick<Output, 'line'>): void {
  const { left, right, read, outcome, difference, file } = found
  const [one, other] = labels(found)
  const who = `${one} (${left.verdict}) and ${other} (${right.verdict})`
  if (outcome === 'equal') {
    output.line(
      `${file ?? 'the outputs'} of ${who} in ${found.unit}: no difference, by the manifests`
    )
    return
  }
  output.line(`${found.unit}: ${who}, compared byte by byte`)
  if (found.method !== 'bytes')
    output.line(`  the run compared by ${found.method}: outputs that agree may differ here`)
  tellFiles(found, [one, other], output)
  for (const { text } of found.contradictions) output.line(`  !  ${text}`)
  if (difference !== null && file !== null) {
    const line =
      difference.line === null ? 'too far behind to count lines' : `line ${String(difference.line)}`
    output.line('')
    output.line(`  ${file}, byte ${String(difference.offset)}, ${line}`)
    const width = Math.max(one.length, other.length)
    tellLine(one.padEnd(width), difference.left, output)
    tellLine(other.padEnd(width), difference.right, output)
  }
  output.line('')
  if (outcome === 'contradicted')
    output.line(
      `  no difference of ${file ?? 'the outputs'} can be shown: the answers contradict each other`
    )
  output.line(`  ${readText(read, [one, other])}`)
}

/** Attempts of one cluster are told apart by their ids. */
function labels({ left, right }: OutputDiff): readonly [string, string] {
  return left.cluster === right.cluster
    ? [`${left.cluster} ${left.id}`, `${right.cluster} ${right.id}`]
    : [left.cluster, right.cluster]
}

function tellFiles(
  { files }: OutputDiff,
  [one, other]: readonly [string, string],
  output: Pick<Output, 'line'>
): void {
  for (const { path, left, right } of files.slice(0, MOST_FILES)) {
    const how =
      left === null
        ? `only on ${other}`
        : right === null
          ? `only on ${one}`
          : left.length === right.length
            ? `differs, ${bytes(left.length)}`
            : `differs, ${bytes(left.length)} and ${bytes(right.length)}`
    output.line(`  ${path}  ${how}`)
  }
  if (files.length > MOST_FILES)
    output.line(`  and ${counted(files.length - MOST_FILES, 'more file')} (--json tells all)`)
}

const bytes = (length: number): string => counted(length, 'byte')

function tellLine(label: string, line: DiffLine, output: Pick<Output, 'line'>): void {
  const notes = [
    line.byte === null ? 'the file ends here' : '',
    line.lineOffset === null || line.lineLength === null ? 'the line is longer than was read' : ''
  ].filter((note) => note !== '')
  const start = `    ${label}  `
  output.line(`${start}${line.text}`)
  output.line(`${' '.repeat(start.length + line.caret)}^ ${notes.join(', ')}`.trimEnd())
}

function readText(
  { left, right, digests }: OutputDiff['read'],
  [one, other]: readonly [string, string]
): string {
  const what =
    left === right
      ? `read ${bytes(left)} from each of the two`
      : `read ${bytes(left)} from ${one} and ${bytes(right)} from ${other}`
  return `${what}, ${digests === 0 ? 'no digests' : counted(digests, 'digest')} of blocks`
}
