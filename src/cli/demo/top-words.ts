/** The commonest words in WordCount's output. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface WordCount {
  readonly word: string
  readonly count: number
}

/** @param folder - with `part-r-*` files of lines `word TAB count` */
export async function topWords(folder: string, limit: number): Promise<readonly WordCount[]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('part-'))
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  return texts
    .flatMap((text) => text.split('\n'))
    .flatMap((line): readonly WordCount[] => {
      const [word, count] = line.split('\t')
      return word === undefined || count === undefined ? [] : [{ word, count: Number(count) }]
    })
    .sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1))
    .slice(0, limit)
}
