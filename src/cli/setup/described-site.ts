/** A site as it is named on the command line: hosts of `~/.ssh/config`, or `[USER@]HOST[:PORT]`. */
import { createInterface } from 'node:readline/promises'
import { userInfo } from 'node:os'
import { openSshHosts, openTrust } from '../../engine/compose-setup.js'
import { trustHost } from '../../engine/index.js'
import type { SeenHostKey, SshDraft } from '../../shared/model/cluster-test.js'
import { ConsoleError } from '../../shared/model/errors.js'
import { clusterNameSchema } from '../../shared/model/ids.js'
import type { SshConfigHop, SshConfigHost } from '../../shared/model/ssh-hosts.js'
import { siteSchema, type Site } from '../../shared/model/setup-site.js'
import { hopSchema } from '../../shared/model/settings.js'

export interface SiteWords {
  /** Of the broker's machine. */
  readonly broker: string
  /** `NAME=HOST` each. */
  readonly clusters: readonly string[]
  /** Private key for hosts that `~/.ssh/config` does not know. */
  readonly identity?: string
  /** Fingerprints that were compared already. */
  readonly accept: readonly string[]
}

/**
 * @param asks - may a person be asked now?
 * @throws ConsoleError `BAD_INPUT`, `HOST_KEY_UNKNOWN`, `HOST_KEY_CHANGED`, `SSH_FAILED`
 */
export async function describedSite(words: SiteWords, asks: boolean): Promise<Site> {
  const { hosts } = await openSshHosts().read()
  const accept = (key: SeenHostKey): Promise<boolean> => accepted(key, words.accept, asks)
  const trust = (text: string) =>
    trustHost(draftOf(text, hosts, words.identity), openTrust(), accept)
  // n.b. one after the other: a person answers one question at a time
  const broker = await trust(words.broker)
  const clusters = []
  for (const word of words.clusters) {
    const [name, host] = nameAndHost(word)
    clusters.push({ name, ssh: await trust(host) })
  }
  const site = siteSchema.safeParse({ broker: { host: broker.host, ssh: broker }, clusters })
  if (site.success) return site.data
  throw new ConsoleError('BAD_INPUT', site.error.issues[0]?.message ?? 'this is no set-up')
}

function nameAndHost(word: string): readonly [string, string] {
  const [, name = '', host = ''] = /^([^=]*)=(.+)$/.exec(word) ?? []
  if (clusterNameSchema.safeParse(name).success) return [name, host]
  throw new ConsoleError('BAD_INPUT', `"${word}" is no cluster`, {
    hint: 'Write NAME=[USER@]HOST[:PORT], for example porto=alice@porto.example.org; a name has small letters, digits and -.'
  })
}

/** @throws ConsoleError `BAD_INPUT` */
export function draftOf(
  text: string,
  hosts: readonly SshConfigHost[],
  identity: string | undefined
): SshDraft {
  const known = hosts.find(({ name }) => name === text)
  if (known !== undefined) {
    const jump = known.jump.map((hop) => hopOf(hop))
    return { ...hopOf(known), ...(jump.length === 0 ? {} : { jump }) }
  }
  const [, user, bracketed, plain, port] =
    /^(?:([^@\s]+)@)?(?:\[([^\]\s]+)\]|([^:@\s]+))(?::(\d+))?$/.exec(text) ?? []
  const parsed = hopSchema.omit({ hostKey: true }).safeParse({
    host: bracketed ?? plain,
    user: user ?? userInfo().username,
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(identity === undefined ? {} : { identityFile: identity })
  })
  if (parsed.success) return parsed.data
  throw new ConsoleError('BAD_INPUT', `"${text}" is no host`, {
    hint: 'Write [USER@]HOST[:PORT], or a name of ~/.ssh/config.'
  })
}

const hopOf = ({ host, port, user, identityFile }: SshConfigHop): SshDraft => ({
  host,
  port,
  user,
  ...(identityFile === null ? {} : { identityFile })
})

async function accepted(
  key: SeenHostKey,
  given: readonly string[],
  asks: boolean
): Promise<boolean> {
  if (given.includes(key.fingerprint)) return true
  if (!asks) return false
  const reader = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const question = `${key.host}:${String(key.port)} shows a ${key.type} key that nobody here knows:\n  ${key.fingerprint}\nCompare it with what whoever runs the host says. Is it the same? (yes/no) `
    return (await reader.question(question)).trim().toLowerCase() === 'yes'
  } finally {
    reader.close()
  }
}
