/** `medusa import settings.json celeryconfig.py`: prints the settings as they would be; nothing but `--output` is written. */
import { importSettings, type ImportFile } from '../../engine/index.js'
import { parseJsonText, valueOf } from '../../shared/model/json-text.js'
import { ConsoleError, exitCode, type ExitCode } from '../../shared/model/errors.js'
import { outputFor, type CommonOptions } from '../session.js'
import { openSettingsFolder } from '../settings/settings-file.js'

/** @throws ConsoleError `BAD_INPUT` when no file is one of settings */
export async function importSettingsFiles(
  files: readonly ImportFile[],
  options: CommonOptions & { readonly output?: string },
  writeNew: (file: string, text: string) => Promise<void>
): Promise<ExitCode> {
  const output = outputFor(options)
  const { text: current } = await openSettingsFolder().read()
  const { kinds, text, notes, secrets } = importSettings(files, current)
  if (kinds.every((kind) => kind === null))
    throw new ConsoleError('BAD_INPUT', notes.join(' '), {
      hint: 'Name an export of this console, or Medusa’s settings.json, clusters.json or celeryconfig.py.'
    })
  if (options.output !== undefined) await writeNew(options.output, text)
  const found = secrets.map(({ environment, name }) => ({ environment, name }))
  if (output.json) {
    const parsed = parseJsonText(text)
    const settings = parsed.ok ? valueOf(parsed.root) : null
    output.object({ type: 'imported-settings', settings, notes, secrets: found })
    return exitCode.done
  }
  if (options.output === undefined) output.line(text.trimEnd())
  for (const note of notes) output.say(`medusa: ${note}`)
  for (const { environment } of found)
    output.say(
      `medusa: a broker password stands in the file; it is not printed. Import the file in the window to keep it for "${environment}".`
    )
  if (options.output !== undefined) output.say(`medusa: wrote ${options.output}`)
  return exitCode.done
}
