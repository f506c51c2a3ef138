/**
 * Is the key that a host shows the one it should show? Decided from the draft, then from `known_hosts`, else by a person.
 *
 * A changed or revoked key ends the way there: nothing is sent after it, and nothing here offers to go on.
 */
import type { HopDraft, SeenHostKey } from '../../../shared/model/cluster-test.js'
import type { WireError } from '../../../shared/model/errors.js'
import { hostKeyTypes, type HostKeyType, type SshHop } from '../../../shared/model/settings.js'
import type { HostKey, RemoteShell } from '../../ports/remote-shell.js'
import type { KnownHosts } from '../../ports/ssh-hosts.js'
import {
  authoritiesOf,
  fingerprintOfKey,
  knownKinds,
  lookUpHost,
  parseKnownHosts,
  placeOf,
  type KnownLines
} from '../../protocol/ssh/known-hosts.js'

interface KeyPorts {
  readonly shell: RemoteShell
  readonly knownHosts: KnownHosts
}

/** @param jump - hosts on the way, all of them known */
export async function checkHostKey(
  hop: HopDraft,
  jump: readonly SshHop[],
  of: SeenHostKey['of'],
  { shell, knownHosts }: KeyPorts
): Promise<SeenHostKey> {
  const files = await knownHosts.read()
  const read = files.map(({ name, text }) => parseKnownHosts(text ?? '', name))
  const lines = read.flatMap((file) => file.lines)
  const address = { host: hop.host, port: hop.port, user: hop.user, jump: [...jump] }
  const wanted = wantedTypes(hop, knownKinds(lines, hop.host, hop.port))
  const shown = await shell.hostKey(address, wanted)
  const notes = [
    ...files.flatMap(({ name, problem }) =>
      problem === null ? [] : [`${name} could not be read: ${problem}`]
    ),
    ...(authoritiesOf(lines, hop.host, hop.port).length === 0
      ? []
      : ['a @cert-authority line fits this host; host certificates are not used here'])
  ]
  const seen = { of, host: hop.host, port: hop.port, notes, expected: null }
  if (hop.hostKey === undefined) return { ...seen, ...byKnownHosts(shown, hop, lines, notes) }
  const fitting =
    shown.fingerprint === hop.hostKey || hop.hostKeyType !== undefined
      ? shown
      : await otherKind(hop.hostKey, shown, (type) => shell.hostKey(address, [type]))
  return { ...seen, ...bySettings(fitting, hop, hop.hostKey, lines, notes) }
}

/** Kinds by which the host is known come first and alone: like is compared with like. */
function wantedTypes(hop: HopDraft, known: readonly string[]): readonly HostKeyType[] {
  if (hop.hostKeyType !== undefined) return [hop.hostKeyType]
  if (hop.hostKey !== undefined) return []
  return hostKeyTypes.filter((type) => known.includes(type))
}

/** The settings may know a host by another of its keys than its best; a kind it has not is no answer. */
async function otherKind(
  fingerprint: string,
  shown: HostKey,
  ask: (type: HostKeyType) => Promise<HostKey>
): Promise<HostKey> {
  for (const type of hostKeyTypes.filter((each) => each !== shown.type)) {
    const other = await ask(type).catch(() => null)
    if (other?.fingerprint === fingerprint) return other
  }
  return shown
}

type Standing = Pick<SeenHostKey, 'type' | 'fingerprint' | 'standing' | 'expected' | 'notes'>

function bySettings(
  shown: HostKey,
  hop: HopDraft,
  expected: string,
  lines: KnownLines['lines'],
  notes: readonly string[]
): Standing {
  const { type, fingerprint } = shown
  const known = lookUpHost(lines, hop.host, hop.port, shown)
  if (known.type === 'revoked')
    return { type, fingerprint, standing: 'revoked', expected: null, notes }
  if (fingerprint !== expected) {
    const by = { fingerprint: expected, by: 'the settings' }
    return { type, fingerprint, standing: 'changed', expected: by, notes }
  }
  const differs =
    known.type === 'changed' ? [`${placeOf(known.line)} has another key for this host`] : []
  return {
    type,
    fingerprint,
    standing: 'settings',
    expected: null,
    notes: [...notes, ...differs]
  }
}

function byKnownHosts(
  shown: HostKey,
  hop: HopDraft,
  lines: KnownLines['lines'],
  notes: readonly string[]
): Standing {
  const { type, fingerprint } = shown
  const known = lookUpHost(lines, hop.host, hop.port, shown)
  switch (known.type) {
    case 'known':
      return {
        type,
        fingerprint,
        standing: 'known-hosts',
        expected: null,
        notes: [...notes, `equals ${placeOf(known.line)}`]
      }
    case 'changed': {
      const by = { fingerprint: fingerprintOfKey(known.line.key), by: placeOf(known.line) }
      return { type, fingerprint, standing: 'changed', expected: by, notes }
    }
    case 'revoked':
      return { type, fingerprint, standing: 'revoked', expected: null, notes }
    case 'other-kinds':
      return {
        type,
        fingerprint,
        standing: 'first-use',
        expected: null,
        notes: [...notes, `known_hosts knows this host by other keys: ${known.kinds.join(', ')}`]
      }
    case 'unknown':
      return { type, fingerprint, standing: 'first-use', expected: null, notes }
  }
}

/** Why nothing goes on; `null`: it may. */
export function keyRefusal({
  standing,
  host,
  port,
  fingerprint,
  expected
}: SeenHostKey): WireError | null {
  const place = `${host}:${String(port)}`
  if (standing === 'revoked')
    return {
      code: 'HOST_KEY_CHANGED',
      message: `${place} shows the key ${fingerprint}, which known_hosts marks as revoked`,
      hint: 'ask whoever runs the host; nothing was sent there'
    }
  if (standing !== 'changed') return null
  return {
    code: 'HOST_KEY_CHANGED',
    message: `${place} shows another key than the one of ${expected?.by ?? 'the settings'}`,
    hint: 'somebody may be listening in between; nothing was sent. Ask whoever runs the host for its fingerprint, and compare with both below'
  }
}
