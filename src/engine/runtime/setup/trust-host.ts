/** A way over ssh whose every host is known: by what was agreed on, by `known_hosts`, or because a person compared the fingerprint now. */
import type { SeenHostKey, SshDraft } from '../../../shared/model/cluster-test.js'
import { ConsoleError } from '../../../shared/model/errors.js'
import type { SshHop, SshTarget } from '../../../shared/model/settings.js'
import type { RemoteShell } from '../../ports/remote-shell.js'
import type { KnownHosts } from '../../ports/ssh-hosts.js'
import { checkHostKey, keyRefusal } from '../cluster-test/check-host-key.js'

export interface TrustPorts {
  readonly shell: RemoteShell
  readonly knownHosts: KnownHosts
}

/**
 * @param accept - asked of a key that nobody knows yet
 * @throws ConsoleError `HOST_KEY_CHANGED`; `HOST_KEY_UNKNOWN` when it was not accepted; `SSH_FAILED`
 */
export async function trustHost(
  draft: SshDraft,
  ports: TrustPorts,
  accept: (key: SeenHostKey) => Promise<boolean>
): Promise<SshTarget> {
  const { jump = [], ...last } = draft
  const known: SshHop[] = []
  for (const [index, hop] of jump.entries())
    known.push(await trusted(hop, known, { type: 'jump', index }, ports, accept))
  const target = await trusted(last, known, { type: 'cluster' }, ports, accept)
  return known.length === 0 ? target : { ...target, jump: known }
}

async function trusted(
  hop: SshDraft,
  before: readonly SshHop[],
  of: SeenHostKey['of'],
  ports: TrustPorts,
  accept: (key: SeenHostKey) => Promise<boolean>
): Promise<SshHop> {
  const key = await checkHostKey(hop, before, of, ports)
  const refusal = keyRefusal(key)
  if (refusal !== null)
    throw new ConsoleError(refusal.code, refusal.message, {
      ...(refusal.hint === undefined ? {} : { hint: refusal.hint })
    })
  if (key.standing === 'first-use' && !(await accept(key)))
    throw new ConsoleError(
      'HOST_KEY_UNKNOWN',
      `nobody knows the ${key.type} key of ${key.host}:${String(key.port)} yet: ${key.fingerprint}`,
      {
        hint: `ask whoever runs the host for its fingerprint; if it is the same, say so with: --accept ${key.fingerprint}`,
        facts: { host: key.host, port: key.port, fingerprint: key.fingerprint }
      }
    )
  return { ...hop, hostKey: key.fingerprint, hostKeyType: key.type }
}
