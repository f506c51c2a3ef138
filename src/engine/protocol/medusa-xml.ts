/**
 * Job files of Medusa 1.0 and 2.0 (XML with command lines in it) → a job file of this console.
 *
 * Medusa gave each `<command>` to a shell on the cluster. A job file has no shell; what can't be said without one is refused with the place in the
 * XML, and nothing is guessed. A job that reads another's `<output>` becomes an edge of the graph.
 */
import type { z } from 'zod'
import { ConsoleError } from '../../shared/model/errors.js'
import type { aggregatorSchema, inputSchema, jobSchema } from '../../shared/model/job.js'
import { jobFileSchema } from '../../shared/model/job.js'
import { graphFaults } from './job-graph.js'
import { baseName, readCommand } from './medusa-xml/command.js'
import { readDocument, type Fault, type XmlJob } from './medusa-xml/document.js'
import { readPaths, type JobPaths, type PathAt } from './medusa-xml/paths.js'
import type { Command } from './medusa-xml/program.js'
import { splitWords } from './medusa-xml/words.js'

/** A job file as it would stand in YAML, before defaults. */
export type JobFileInput = z.input<typeof jobFileSchema>
type JobInput = z.input<typeof jobSchema>
type SourceInput = z.input<typeof inputSchema>

export interface ImportedJob {
  readonly job: JobFileInput
  /** Whole sentences for people: what has to be put where, and what was decided. */
  readonly notes: readonly string[]
}

const MAXIMUM_BYTES = 2 ** 20

/**
 * @param text - of the XML file, at most 1 MiB
 * @param name - of the file, for messages and as the job's name
 * @throws ConsoleError `BAD_JOB_FILE`, with `file`, `line` and `column` in its facts
 */
export function importMedusaXml(text: string, name: string): ImportedJob {
  const fault: Fault = ({ line, column }, message, hint, cause) =>
    new ConsoleError('BAD_JOB_FILE', `${name}:${String(line)}:${String(column)}: ${message}`, {
      hint,
      ...(cause === undefined ? {} : { cause }),
      facts: { file: name, line, column }
    })
  if (text.length > MAXIMUM_BYTES || new TextEncoder().encode(text).length > MAXIMUM_BYTES)
    throw fault({ line: 1, column: 1 }, 'larger than 1 MiB, so it is no job file', 'Split the job.')
  const document = readDocument(text.replace(/^\uFEFF/, ''), fault)
  const ids = jobIds(document.jobs, document.aggregator)
  const parts = document.jobs.map((xml, index) => readPart(xml, ids[index] ?? '', fault))
  const last =
    document.aggregator === null
      ? null
      : readPart(document.aggregator, aggregatorId(document.aggregator), fault)
  const all = last === null ? parts : [...parts, last]
  refuseSharedOutputs(all, fault)
  const jobs = parts.map((part): JobInput => ({
    id: part.id,
    ...part.command.program,
    inputs: sourcesOf(part, parts, last, fault)
  }))
  const title = jobName(name)
  const single = last ?? (parts.length === 1 ? parts[0] : undefined)
  const job: JobFileInput = {
    name: title,
    faults: 1,
    jobs,
    ...(last === null ? {} : { aggregator: aggregatorOf(last, parts, fault) }),
    output: single?.paths.output.path ?? `/results/${title}`
  }
  // The parts were checked where they stand; this holds for what only the whole can break, such as too many jobs.
  const checked = jobFileSchema.safeParse(job)
  if (!checked.success) {
    const [issue] = checked.error.issues
    throw fault(
      { line: 1, column: 1 },
      `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
      'Change it in the XML.',
      checked.error
    )
  }
  // What Medusa let pass and the console does not, such as an aggregator that reads no job: easier to mend in the new file.
  const faults = graphFaults(checked.data).map(
    ({ place, message, remedy }) => `"medusa run" refuses this yet: ${place}: ${message}. ${remedy}`
  )
  return { job, notes: [...notesOf(all, last, job), ...faults] }
}

interface Part {
  readonly id: string
  readonly xml: XmlJob
  readonly paths: JobPaths
  readonly command: Command
}

function readPart(xml: XmlJob, id: string, fault: Fault): Part {
  const inputs = readPaths(xml.input, 'input', fault)
  const [output, second] = readPaths(xml.output, 'output', fault)
  if (inputs.length === 0 || output === undefined)
    throw fault(
      xml.place,
      'no path in <input> or <output>',
      'Name at least one input and one output.'
    )
  if (second !== undefined)
    throw fault(second.place, '<output> names a second path', 'A job has one output.')
  const clash = inputs.find(({ path }) => path === output.path)
  if (clash !== undefined)
    throw fault(
      clash.place,
      `${clash.path} is input and output of the same job`,
      'Write to another path.'
    )
  const paths = { inputs, output }
  return { id, xml, paths, command: readCommand(splitWords(xml.command, fault), paths, fault) }
}

/** Two jobs with one output: whoever reads it would read either. */
function refuseSharedOutputs(parts: readonly Part[], fault: Fault): void {
  parts.forEach(({ paths: { output } }, index) => {
    if (parts.slice(0, index).some((other) => other.paths.output.path === output.path))
      throw fault(
        output.place,
        `${output.path} is the <output> of two jobs`,
        'Give each job its own.'
      )
  })
}

/** Inputs in the order of the command: other jobs' outputs, or what lies in HDFS. */
function sourcesOf(
  part: Part,
  jobs: readonly Part[],
  aggregator: Part | null,
  fault: Fault
): SourceInput[] {
  return part.command.inputs.map((path) => {
    const place = part.paths.inputs.find((input) => input.path === path) ?? part.paths.output
    const producer = jobs.find(({ paths }) => paths.output.path === path)
    if (producer !== undefined) return { job: producer.id }
    refuseInside({ ...place, path }, [...jobs, ...(aggregator === null ? [] : [aggregator])], fault)
    return { hdfs: path }
  })
}

function refuseInside({ path, place }: PathAt, parts: readonly Part[], fault: Fault): void {
  for (const { id, paths } of parts)
    if (path === paths.output.path || path.startsWith(`${paths.output.path}/`))
      throw fault(
        place,
        path === paths.output.path
          ? `${path} is what the aggregator writes, and it runs last`
          : `${path} lies in the output of ${id}, of which only the whole can be read`,
        'Let the job read the whole output of another job.'
      )
}

function aggregatorOf(
  part: Part,
  jobs: readonly Part[],
  fault: Fault
): z.input<typeof aggregatorSchema> {
  return { id: part.id, ...part.command.program, inputs: sourcesOf(part, jobs, part, fault) }
}

const slug = (text: string | null): string =>
  (text ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, 30)
    .replace(/-$/, '')

const named = ({ id, name }: XmlJob): string => {
  const text = slug(name) || slug(id)
  return /^\d+$/.test(text) ? `job-${text}` : text
}

const aggregatorId = (xml: XmlJob): string => named(xml) || 'aggregate'

/** From `<name>`, else `<id>`, else the number; unique, the aggregator's among them. */
function jobIds(jobs: readonly XmlJob[], aggregator: XmlJob | null): readonly string[] {
  const taken = new Set(aggregator === null ? [] : [aggregatorId(aggregator)])
  return jobs.map((xml, index) => {
    const wanted = named(xml) || `job-${String(index + 1)}`
    let id = wanted
    for (let number = 2; taken.has(id); number++) id = `${wanted}-${String(number)}`
    taken.add(id)
    return id
  })
}

/** `/x/Word Count.xml` → `Word-Count`. */
const jobName = (file: string): string =>
  baseName(file.replaceAll('\\', '/'))
    .replace(/\.xml$/i, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[._-]+/, '')
    .slice(0, 63) || 'job'

function notesOf(
  parts: readonly Part[],
  last: Part | null,
  { output }: JobFileInput
): readonly string[] {
  const notes = parts.flatMap(({ id, command }) => command.notes.map((note) => `${id}: ${note}`))
  const read = new Set(parts.flatMap(({ command }) => command.inputs))
  const unread = parts.filter((part) => part !== last && !read.has(part.paths.output.path))
  if (last !== null)
    for (const { id, paths } of unread)
      notes.push(`${id}: nothing reads its output (${paths.output.path} in the XML)`)
  else if (parts.length > 1)
    notes.push(
      `output is ${output}: several jobs wrote to paths of their own (${parts.map(({ paths }) => paths.output.path).join(', ')})`
    )
  return notes
}
