/** `medusa import FILE`: a job file of Medusa 1.0 or 2.0 (XML) becomes one of this console (YAML); files of settings become settings. */
import { readFile, stat, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { stringify } from 'yaml'
import { importMedusaXml } from '../../engine/index.js'
import { ConsoleError, exitCode, type ExitCode } from '../../shared/model/errors.js'
import { outputFor, type CommonOptions } from '../session.js'

export interface ImportOptions extends CommonOptions {
  /** File to write; without it the result goes to stdout. */
  readonly output?: string
}

/** Above it no job file is read, so nobody waits for a data file that was named by mistake. */
const MAXIMUM_BYTES = 2 ** 20

/** @throws ConsoleError `FILE_MISSING`, `BAD_JOB_FILE`, `BAD_INPUT` when the output is there already or can't be written */
export async function importFiles(
  files: readonly string[],
  options: ImportOptions
): Promise<ExitCode> {
  const texts = await Promise.all(files.map(readText))
  const [file, text] = [files[0] ?? '', texts[0] ?? '']
  if (files.length === 1 && !/\.(json|py)$/i.test(file)) return importJob(file, text, options)
  const { importSettingsFiles } = await import('./import-settings.js')
  const named = files.map((path, index) => ({ name: basename(path), text: texts[index] ?? '' }))
  return importSettingsFiles(named, options, writeNew)
}

async function importJob(file: string, text: string, options: ImportOptions): Promise<ExitCode> {
  const output = outputFor(options)
  const { job, notes } = importMedusaXml(text, file)
  // Long commands stay on one line: folded ones are hard to compare with the XML.
  const yaml = stringify(job, { lineWidth: 0 })
  if (options.output !== undefined) await writeNew(options.output, yaml)
  if (output.json) output.object({ type: 'imported', job, notes })
  else {
    if (options.output === undefined) output.line(yaml.trimEnd())
    for (const note of notes) output.say(`medusa: ${note}`)
    if (options.output !== undefined) output.say(`medusa: wrote ${options.output}`)
  }
  return exitCode.done
}

async function readText(file: string): Promise<string> {
  const bytes = await readBytes(file)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new ConsoleError('BAD_JOB_FILE', `${file}: not UTF-8`, {
      cause,
      hint: 'Save the file as UTF-8.'
    })
  }
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file)
    if (size <= MAXIMUM_BYTES) return await readFile(file)
  } catch (cause) {
    throw new ConsoleError('FILE_MISSING', `"${file}" can't be read: ${reasonOf(cause)}`, {
      cause,
      hint: 'Name the XML file of a Medusa job, or Medusa’s settings.json and celeryconfig.py.'
    })
  }
  throw new ConsoleError('BAD_JOB_FILE', `${file}: larger than 1 MiB, so it is no job file`, {
    hint: 'Name the XML file of a Medusa job.'
  })
}

async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx' })
  } catch (cause) {
    throw new ConsoleError('BAD_INPUT', `the file can't be written: ${reasonOf(cause)}`, {
      cause,
      hint: 'Give --output a file that is not there yet, in a folder that is.'
    })
  }
}

const reasonOf = (cause: unknown): string =>
  cause instanceof Error ? cause.message : String(cause)
