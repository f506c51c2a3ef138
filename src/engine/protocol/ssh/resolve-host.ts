/**
 * What `ssh NAME` would do, from the parsed lines of its configuration.
 *
 * The first value of a keyword counts. `Match exec` and every other criterion that needs the network or a command is left out, with a
 * note: reading a configuration must not run programs.
 *
 * @see https://man.openbsd.org/ssh_config
 */
import type { SshConfigHop, SshConfigHost } from '../../../shared/model/ssh-hosts.js'
import { fitsList, isPattern } from './patterns.js'

export type Condition =
  | { readonly type: 'host'; readonly patterns: readonly string[] }
  | { readonly type: 'match'; readonly words: readonly string[] }

/** A `Host` or `Match` block, or what stands before the first of them. */
export interface ConfigBlock {
  /** All of them must hold; the first ones are those of blocks that include its file. */
  readonly when: readonly Condition[]
  /** Keyword in lower case → its value, as written, without quotes. */
  readonly values: readonly (readonly [keyword: string, value: string])[]
}

/** This user and this machine. */
export interface LocalUser {
  readonly name: string
  readonly home: string
}

/** What a jump may at most go through: a configuration can name hosts in a circle. */
const DEEPEST = 8

/** Names that stand for one host each, in the order of the file. */
export function namedHosts(blocks: readonly ConfigBlock[]): readonly string[] {
  const names = blocks.flatMap(({ when }) => {
    const own = when.at(-1)
    return own?.type === 'host' ? own.patterns : []
  })
  return [...new Set(names.filter((name) => !isPattern(name)))]
}

export function resolveHost(
  blocks: readonly ConfigBlock[],
  name: string,
  local: LocalUser
): SshConfigHost {
  const notes: string[] = []
  const jump = jumpsOf(blocks, name, local, notes, 0)
  const values = valuesFor(blocks, name, local)
  if (values.has('proxycommand') && values.get('proxycommand') !== 'none' && jump.length === 0)
    notes.push('ProxyCommand is not run; use ProxyJump, or a host that is reached directly')
  return { ...hopOf(values, name, local), jump, notes }
}

function jumpsOf(
  blocks: readonly ConfigBlock[],
  name: string,
  local: LocalUser,
  notes: string[],
  depth: number
): readonly SshConfigHop[] {
  const jump = valuesFor(blocks, name, local).get('proxyjump') ?? 'none'
  if (jump === 'none') return []
  if (depth === DEEPEST) {
    notes.push(`ProxyJump goes through more than ${String(DEEPEST)} hosts, or in a circle`)
    return []
  }
  const [first = '', ...others] = jump.split(',').map((hop) => hop.trim())
  // As ssh does: the way to the first hop is that hop's own, those after it are reached through the one before.
  const way = jumpsOf(blocks, targetOf(first).name, local, notes, depth + 1)
  return [...way, ...[first, ...others].map((hop) => namedHop(blocks, hop, local))]
}

function namedHop(blocks: readonly ConfigBlock[], text: string, local: LocalUser): SshConfigHop {
  const { name, user, port } = targetOf(text)
  const hop = hopOf(valuesFor(blocks, name, local), name, local)
  return { ...hop, user: user ?? hop.user, port: port ?? hop.port }
}

/** `[user@]host[:port]`, `ssh://…`, `[::1]:2222` */
function targetOf(text: string): {
  readonly name: string
  readonly user: string | null
  readonly port: number | null
} {
  const plain = text.replace(/^ssh:\/\//, '').replace(/\/$/, '')
  const at = plain.lastIndexOf('@')
  const place = plain.slice(at + 1)
  const parts = /^(?:\[(.+)\]|([^:]+))(?::(\d+))?$/.exec(place)
  return {
    name: parts?.[1] ?? parts?.[2] ?? place,
    user: at < 0 ? null : plain.slice(0, at),
    port: parts?.[3] === undefined ? null : Number(parts[3])
  }
}

function hopOf(values: ReadonlyMap<string, string>, name: string, local: LocalUser): SshConfigHop {
  const host = (values.get('hostname') ?? name).replaceAll('%h', name).replaceAll('%%', '%')
  const user = values.get('user') ?? local.name
  const identity = values.get('identityfile')
  return {
    name,
    host,
    port: portOf(values.get('port')),
    user,
    identityFile:
      identity === undefined || identity === 'none'
        ? null
        : expanded(identity, { d: local.home, h: host, r: user, u: local.name, n: name }, local)
  }
}

function portOf(text: string | undefined): number {
  const port = Number(text ?? 22)
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : 22
}

const expanded = (
  path: string,
  tokens: Readonly<Record<string, string>>,
  local: LocalUser
): string =>
  path
    .replace(/%([a-zA-Z%])/g, (whole, token: string) =>
      token === '%' ? '%' : (tokens[token] ?? whole)
    )
    .replace(/^~(?=\/)/, local.home)

function valuesFor(
  blocks: readonly ConfigBlock[],
  name: string,
  local: LocalUser
): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  for (const block of blocks)
    if (block.when.every((condition) => applies(condition, name, values, local)))
      for (const [keyword, value] of block.values)
        if (!values.has(keyword)) values.set(keyword, value)
  return values
}

function applies(
  when: Condition,
  name: string,
  values: ReadonlyMap<string, string>,
  local: LocalUser
): boolean {
  if (when.type === 'host') return fitsList(name, when.patterns)
  return criteriaOf(when.words).every(({ keyword, value }) => {
    const patterns = value.split(',')
    switch (keyword) {
      case 'all':
        return true
      case 'host':
        return fitsList(values.get('hostname') ?? name, patterns)
      case 'originalhost':
        return fitsList(name, patterns)
      case 'user':
        return fitsList(values.get('user') ?? local.name, patterns)
      case 'localuser':
        return fitsList(local.name, patterns)
      default:
        return false
    }
  })
}

/** Is there a criterion that only a program or the network could tell? */
export const needsMore = (words: readonly string[]): boolean =>
  criteriaOf(words).some(
    ({ keyword }) => !['all', 'host', 'originalhost', 'user', 'localuser'].includes(keyword)
  )

function criteriaOf(
  words: readonly string[]
): readonly { readonly keyword: string; readonly value: string }[] {
  const criteria: { keyword: string; value: string }[] = []
  for (let at = 0; at < words.length; at += 1) {
    const keyword = (words[at] ?? '').toLowerCase()
    // These stand alone; every other one has a value.
    const alone = keyword === 'all' || keyword === 'final' || keyword === 'canonical'
    criteria.push({ keyword, value: alone ? '' : (words[at + 1] ?? '') })
    if (!alone) at += 1
  }
  return criteria
}
