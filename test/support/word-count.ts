/** WordCount without Hadoop: what the clouds' result is compared with. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

export type Counts = Readonly<Record<string, number>>

/** Splits where java.util.StringTokenizer does: space, tab, line feed, carriage return, form feed. */
export async function countWords(folder: string): Promise<Counts> {
  const counts = new Map<string, number>()
  for (const name of await readdir(folder))
    for (const word of (await readFile(join(folder, name), 'utf8')).split(/[ \t\n\r\f]+/))
      if (word !== '') counts.set(word, (counts.get(word) ?? 0) + 1)
  return Object.fromEntries([...counts].sort())
}

/** Reads the `part-r-*` files of a WordCount output. */
export async function parseCounts(folder: string): Promise<Counts> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('part-r-'))
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  const entries = texts
    .flatMap((text) => text.split('\n'))
    .filter((line) => line !== '')
    .map((line): [string, number] => {
      const tab = line.lastIndexOf('\t')
      return [line.slice(0, tab), Number(line.slice(tab + 1))]
    })
  return Object.fromEntries(entries.sort())
}
