import { describe, expect, test } from 'vitest'
import {
  checkHostKey,
  keyRefusal
} from '../../../../src/engine/runtime/cluster-test/check-host-key.js'
import type { HostKey } from '../../../../src/engine/ports/remote-shell.js'
import type { KnownHosts } from '../../../../src/engine/ports/ssh-hosts.js'
import { fingerprintOfKey } from '../../../../src/engine/protocol/ssh/known-hosts.js'
import type { HopDraft, SeenHostKey } from '../../../../src/shared/model/cluster-test.js'
import { FakeRemoteShell } from '../../../support/fake-remote-shell.js'

const aKey = (type: HostKey['type'], base64: string): HostKey => ({
  type,
  base64,
  fingerprint: fingerprintOfKey({ type, base64 })
})
const best = aKey('ssh-ed25519', 'QUJD')
const rsa = aKey('ssh-rsa', 'REVG')
const foreign = aKey('ssh-ed25519', 'R0hJ')
const hop: HopDraft = { host: 'porto', port: 22, user: 'ana' }

async function check(
  draft: HopDraft,
  knownHosts: string | null,
  keys = [best, rsa]
): Promise<SeenHostKey> {
  const shell = new FakeRemoteShell()
  shell.keys.set('porto:22', keys)
  const files: KnownHosts = {
    read: () =>
      Promise.resolve([
        {
          name: '~/.ssh/known_hosts',
          text: knownHosts,
          problem: knownHosts === null ? 'EACCES' : null
        }
      ])
  }
  return checkHostKey(draft, [], { type: 'cluster' }, { shell, knownHosts: files })
}
const line = ({ type, base64 }: HostKey): string => `porto ${type} ${base64}\n`

describe('the key of a host', () => {
  test('that nobody knows is a first use', async () => {
    const seen = await check(hop, '')
    expect(seen).toMatchObject({ standing: 'first-use', fingerprint: best.fingerprint })
    expect(keyRefusal(seen)).toBeNull()
  })

  test('that known_hosts has is known, by the line that has it', async () => {
    expect(await check(hop, line(best))).toMatchObject({
      standing: 'known-hosts',
      notes: ['equals line 1 of ~/.ssh/known_hosts']
    })
  })

  test('is asked for by the kind that is known, so that like is compared with like', async () => {
    expect(await check(hop, line(rsa))).toMatchObject({ standing: 'known-hosts', type: 'ssh-rsa' })
  })

  test('that known_hosts has otherwise stops everything, with both fingerprints', async () => {
    const seen = await check(hop, line(foreign))
    expect(seen).toMatchObject({
      standing: 'changed',
      fingerprint: best.fingerprint,
      expected: { fingerprint: foreign.fingerprint, by: 'line 1 of ~/.ssh/known_hosts' }
    })
    expect(keyRefusal(seen)?.message).toContain('line 1 of ~/.ssh/known_hosts')
  })

  test('of the settings counts, also when it is not the best one', async () => {
    expect(await check({ ...hop, hostKey: rsa.fingerprint }, '')).toMatchObject({
      standing: 'settings',
      type: 'ssh-rsa'
    })
  })

  test('that is another than that of the settings stops everything, though known_hosts knows it', async () => {
    const seen = await check({ ...hop, hostKey: foreign.fingerprint }, line(best))
    expect(seen).toMatchObject({
      standing: 'changed',
      expected: { fingerprint: foreign.fingerprint, by: 'the settings' }
    })
  })

  test('that is revoked stops everything, though the settings have it', async () => {
    const seen = await check(
      { ...hop, hostKey: best.fingerprint },
      `@revoked * ${line(best).slice(6)}`
    )
    expect(seen.standing).toBe('revoked')
    expect(keyRefusal(seen)?.code).toBe('HOST_KEY_CHANGED')
  })

  test('is a first use with a note where known_hosts cannot be read', async () => {
    expect((await check(hop, null)).notes).toEqual(['~/.ssh/known_hosts could not be read: EACCES'])
  })

  test('is told when an authority would vouch for it', async () => {
    const seen = await check(hop, `@cert-authority ${line(foreign)}`)
    expect([seen.standing, seen.notes.length]).toEqual(['first-use', 1])
  })
})
