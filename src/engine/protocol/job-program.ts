/** What can be wrong with the program of one job, before any file of it is looked at. */
import type { Job } from '../../shared/model/job.js'
import type { Fault } from './job-fault.js'

const KINDS = ['jar', 'streaming', 'example'] as const

export function programFaults(job: Job, place: string): readonly Fault[] {
  const given = KINDS.filter((kind) => job[kind] !== undefined)
  if (given.length !== 1)
    return [
      {
        place,
        message:
          given.length === 0 ? 'it says nothing to run' : `it has ${given.join(' and ')} at once`,
        remedy: 'Give each job exactly one of jar, streaming, example.'
      }
    ]
  return [...placeFaults(job, place), ...streamingFaults(job, place), ...shippedFaults(job, place)]
}

/** Without `{output}` a job would write who knows where, and two attempts would meet there. */
function placeFaults(job: Job, place: string): readonly Fault[] {
  const kind = job.jar === undefined ? 'example' : 'jar'
  const args = job.jar?.args ?? job.example?.args
  if (args === undefined) return []
  const reads = args.some((argument) => /\{inputs?\}/.test(argument))
  const writes = args.some((argument) => argument.includes('{output}'))
  const missing = [...(reads ? [] : ['{input}']), ...(writes ? [] : ['{output}'])]
  return missing.map((name) => ({
    place: `${place}.${kind}.args`,
    message: `"${name}" does not occur in ${shorten(JSON.stringify(args))}`,
    remedy: `Write ${name} where the job expects that path.`
  }))
}

/** Options that the job file has members for; given twice, the last would win unseen. */
const OWN_OPTIONS: ReadonlySet<string> = new Set([
  '-mapper',
  '-reducer',
  '-combiner',
  '-input',
  '-output',
  '-file',
  '-files',
  '-archives'
])

function streamingFaults({ streaming }: Job, place: string): readonly Fault[] {
  const found = streaming?.options.find((option) => OWN_OPTIONS.has(option.replace(/^--/, '-')))
  if (found === undefined) return []
  return [
    {
      place: `${place}.streaming.options`,
      message: `"${found}" has a member of its own`,
      remedy:
        'Use mapper, reducer, combiner, inputs, files, archives; the output is set for each attempt.'
    }
  ]
}

function shippedFaults(job: Job, place: string): readonly Fault[] {
  const names = [...job.files, ...job.archives].map(nameOf)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  const odd = names.find((name) => !/^[A-Za-z0-9_][A-Za-z0-9._-]{0,199}$/.test(name))
  return [
    ...(twice === undefined
      ? []
      : [
          {
            place: `${place}.files`,
            message: `two files are called "${twice}"`,
            remedy: 'Give one of them another name: { path: …, name: … }.'
          }
        ]),
    ...(odd === undefined
      ? []
      : [
          {
            place: `${place}.files`,
            message: `"${odd}" can't lie beside a task: only letters, digits, ".", "_" and "-"`,
            remedy: 'Give it another name: { path: …, name: … }.'
          }
        ])
  ]
}

/** What a shipped file is called beside the job's tasks. */
export const nameOf = ({ path, name }: { readonly path: string; readonly name: string | null }) =>
  name ?? path.split('/').at(-1) ?? path

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text)
