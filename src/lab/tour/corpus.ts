/**
 * The input of demo and tour: the State of the Union addresses (public domain), joined in the order of their years into about ten files, because Hadoop
 * makes a map task of each file.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConsoleError } from '../../shared/model/errors.js'
import { product } from '../product.js'

const FILES = 10

export interface Corpus {
  readonly folder: string
  readonly texts: number
  readonly files: number
  readonly bytes: number
}

/**
 * @param folder - emptied and filled
 * @param source - folder with one text a file, named by its year
 * @throws ConsoleError `PREREQUISITE_MISSING` when the texts are not there
 */
export async function writeCorpus(
  folder: string,
  source: string = product().texts
): Promise<Corpus> {
  const names = (await readdir(source).catch(missing))
    .filter((name) => name.endsWith('.txt'))
    .sort()
  const texts = await Promise.all(
    names.map(async (name) => ({
      year: name.slice(0, 4),
      text: await readFile(join(source, name))
    }))
  )
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const bytes = texts.reduce((sum, { text }) => sum + text.length, 0)
  const parts = split(texts, bytes / FILES)
  for (const [index, part] of parts.entries()) {
    const years = `${part[0]?.year ?? ''}-${part.at(-1)?.year ?? ''}`
    const name = `${String(index + 1).padStart(2, '0')}-${years}.txt`
    const lines = part.flatMap(({ text }) => [text, Buffer.from('\n')])
    await writeFile(join(folder, name), Buffer.concat(lines))
  }
  return { folder, texts: texts.length, files: parts.length, bytes }
}

interface Text {
  readonly year: string
  readonly text: Buffer
}

/** Consecutive texts, each part about `size` bytes. */
function split(texts: readonly Text[], size: number): readonly (readonly Text[])[] {
  const parts: Text[][] = []
  let before = 0
  for (const text of texts) {
    const part = Math.min(FILES - 1, Math.floor(before / size))
    parts[part] = [...(parts[part] ?? []), text]
    before += text.text.length
  }
  return parts.filter((part) => part.length > 0)
}

function missing(cause: unknown): never {
  throw new ConsoleError('PREREQUISITE_MISSING', 'the texts of the demo are not installed', {
    cause,
    hint: 'They come with the development packages (npm ci), and with every package of the console.'
  })
}
