/** Reads the files somebody chose to import; they are never written to. */
import { ConsoleError } from '@shared/model/errors.js'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ImportFile } from '../../engine/index.js'

/** No settings of anybody are as large; a data file that was chosen by mistake is not read. */
const MAXIMUM_BYTES = 2_000_000
const MAXIMUM_FILES = 10

/** @throws ConsoleError `BAD_INPUT`, `FILE_MISSING` */
export async function readImportFiles(paths: readonly string[]): Promise<readonly ImportFile[]> {
  if (paths.length > MAXIMUM_FILES)
    throw new ConsoleError(
      'BAD_INPUT',
      `${paths.length} files were chosen, at most ${MAXIMUM_FILES}`
    )
  return Promise.all(paths.map(readImportFile))
}

async function readImportFile(path: string): Promise<ImportFile> {
  const { size } = await stat(path).catch((cause: unknown) => {
    throw new ConsoleError('FILE_MISSING', `"${path}" can't be read`, {
      cause,
      hint: 'Choose a file that is there and that you may read.'
    })
  })
  if (size > MAXIMUM_BYTES)
    throw new ConsoleError('BAD_INPUT', `"${path}" has ${size} bytes: no settings are as large`, {
      hint: 'Choose an export, or Medusa’s settings.json and celeryconfig.py.'
    })
  return { name: basename(path), text: (await readFile(path, 'utf8')).replace(/^\ufeff/, '') }
}
