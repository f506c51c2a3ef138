/**
 * `~/.ssh/config` with what it includes, read and never written.
 *
 * Only the parser of `ssh-config` is used: its `compute` runs commands (`Match exec`, `nslookup`), which reading must not do.
 */
import { readdir, readFile } from 'node:fs/promises'
import { homedir, userInfo } from 'node:os'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { LineType, parse, type Directive, type Section } from 'ssh-config'
import type { SshConfigHosts } from '../../../shared/model/ssh-hosts.js'
import type { SshHosts } from '../../ports/ssh-hosts.js'
import { fitsPattern } from '../../protocol/ssh/patterns.js'
import {
  namedHosts,
  needsMore,
  resolveHost,
  type Condition,
  type ConfigBlock
} from '../../protocol/ssh/resolve-host.js'

/** As ssh has it: a file that includes itself ends here. */
const DEEPEST_INCLUDE = 16
const MOST_HOSTS = 2_000

export class SshConfigFile implements SshHosts {
  /** @param home - the user's home folder; `.ssh/config` lies below it */
  constructor(
    private readonly home: string = homedir(),
    private readonly user: string = userInfo().username
  ) {}

  async read(): Promise<SshConfigHosts> {
    const notes: string[] = []
    const file = join(this.home, '.ssh', 'config')
    const blocks = await this.#blocks(file, [], 0, notes)
    const local = { name: this.user, home: this.home }
    const names = namedHosts(blocks ?? [])
    if (names.length > MOST_HOSTS)
      notes.push(`only the first ${String(MOST_HOSTS)} of ${String(names.length)} hosts are shown`)
    return {
      file: '~/.ssh/config',
      found: blocks !== null,
      hosts: names.slice(0, MOST_HOSTS).map((name) => resolveHost(blocks ?? [], name, local)),
      notes: [...new Set(notes)]
    }
  }

  /** @returns `null` when the file is not there */
  async #blocks(
    file: string,
    outer: readonly Condition[],
    depth: number,
    notes: string[]
  ): Promise<readonly ConfigBlock[] | null> {
    const text = await this.#text(file, notes)
    if (text === null) return null
    const blocks: ConfigBlock[] = []
    for (const line of this.#lines(text, file, notes)) {
      if (!('config' in line)) {
        blocks.push(...(await this.#plain(line, outer, depth, notes)))
        continue
      }
      const condition = conditionOf(line)
      if (condition.type === 'match' && needsMore(condition.words))
        notes.push(`left out of ${this.#shown(file)}: Match ${condition.words.join(' ')}`)
      for (const each of line.config)
        if (each.type === LineType.DIRECTIVE)
          blocks.push(...(await this.#plain(each, [...outer, condition], depth, notes)))
      // A block without any value still names its host.
      blocks.push({ when: [...outer, condition], values: [] })
    }
    return blocks
  }

  async #plain(
    directive: Directive,
    when: readonly Condition[],
    depth: number,
    notes: string[]
  ): Promise<readonly ConfigBlock[]> {
    const words = wordsOf(directive)
    if (!/^include$/i.test(directive.param))
      return [{ when, values: [[directive.param.toLowerCase(), words.join(' ')]] }]
    if (depth === DEEPEST_INCLUDE) {
      notes.push(`Include goes deeper than ${String(DEEPEST_INCLUDE)} files, or in a circle`)
      return []
    }
    const files = (await Promise.all(words.map((word) => this.#included(word)))).flat()
    const included: ConfigBlock[] = []
    for (const file of files)
      included.push(...((await this.#blocks(file, when, depth + 1, notes)) ?? []))
    return included
  }

  #lines(text: string, file: string, notes: string[]): readonly (Directive | Section)[] {
    try {
      return parse(text).filter((line) => line.type === LineType.DIRECTIVE)
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown)
      notes.push(`${this.#shown(file)} cannot be understood: ${why}`)
      return []
    }
  }

  async #text(file: string, notes: string[]): Promise<string | null> {
    try {
      return await readFile(file, 'utf8')
    } catch (thrown) {
      const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
      if (code !== 'ENOENT') notes.push(`${this.#shown(file)} cannot be read: ${code}`)
      return null
    }
  }

  /** Files that an Include names; a `*` may stand in the last part of the path only. */
  async #included(word: string): Promise<readonly string[]> {
    const plain = word.replace(/^~(?=\/)/, this.home)
    const path = isAbsolute(plain) ? plain : join(this.home, '.ssh', plain)
    if (!/[*?]/.test(basename(path))) return [path]
    const names = await readdir(dirname(path)).catch(() => []) // an Include that fits nothing is none, as for ssh
    return names
      .filter((name) => !name.startsWith('.') && fitsPattern(name, basename(path)))
      .sort()
      .map((name) => join(dirname(path), name))
  }

  #shown(file: string): string {
    return file.startsWith(`${this.home}/`) ? `~${file.slice(this.home.length)}` : file
  }
}

const conditionOf = (section: Section): Condition =>
  /^host$/i.test(section.param)
    ? { type: 'host', patterns: wordsOf(section) }
    : { type: 'match', words: wordsOf(section) }

const wordsOf = ({ value }: Directive): readonly string[] =>
  typeof value === 'string' ? [value] : value.map(({ val }) => val)
