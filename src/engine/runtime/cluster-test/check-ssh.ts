/** The way to the host over ssh: each key on it, the login, what clock and user stand there. */
import type { ClusterDraft, SeenHostKey, SshDraft } from '../../../shared/model/cluster-test.js'
import { millis, type Millis } from '../../../shared/model/ids.js'
import type { SshHop, SshTarget } from '../../../shared/model/settings.js'
import type { RemoteSession } from '../../ports/remote-shell.js'
import { checkHostKey, keyRefusal } from './check-host-key.js'
import type { ClusterTestPorts } from './ports.js'
import type { StepEnd, TestBoard } from './test-board.js'

/** A host's clock, as it was read. */
export interface ClockReading {
  readonly aheadMs: number
  /** Half of what the question took. */
  readonly errorMs: number
  readonly by: string
}

/** Key and login of every host on the way may take so long. */
const KEY_LIMIT_MS = 12_000
const LOGIN_LIMIT_MS = 12_000

/** @returns the clock there; `null`: it could not be read */
export async function checkSsh(
  { ssh }: ClusterDraft,
  board: TestBoard,
  ports: ClusterTestPorts
): Promise<ClockReading | null> {
  if (ssh === undefined) {
    board.skip('ssh', 'no ssh in this cluster: no terminal, no log, no set-up from here')
    board.skip('login', 'no ssh in this cluster')
    return null
  }
  const jump = await checkJumps(ssh, board, ports)
  if (jump === null) {
    board.skip('ssh', 'a host on the way is not passed')
    board.skip('login', 'a host on the way is not passed')
    return null
  }
  const key = await checkKey('ssh', ssh, jump, { type: 'cluster' }, board, ports)
  if (key === null) {
    board.skip('login', 'nothing is sent to a host whose key is not certain')
    return null
  }
  let clock: ClockReading | null = null
  const target: SshTarget = { ...ssh, hostKey: key.fingerprint, hostKeyType: key.type, jump }
  await board.run('login', LOGIN_LIMIT_MS, async () => {
    const login = await logIn(target, ports)
    clock = login.clock
    return login.end
  })
  return clock
}

/** @returns the hosts on the way with their keys; `null`: one of them is not passed */
async function checkJumps(
  { jump = [] }: SshDraft,
  board: TestBoard,
  ports: ClusterTestPorts
): Promise<SshHop[] | null> {
  const known: SshHop[] = []
  for (const [index, hop] of jump.entries()) {
    const key = await checkKey(
      `jump-${String(index)}`,
      hop,
      known,
      { type: 'jump', index },
      board,
      ports
    )
    if (key === null) {
      for (let after = index + 1; after < jump.length; after += 1)
        board.skip(`jump-${String(after)}`, 'the host before it is not passed')
      return null
    }
    known.push({ ...hop, hostKey: key.fingerprint, hostKeyType: key.type })
  }
  return known
}

async function checkKey(
  step: string,
  hop: SshDraft,
  jump: readonly SshHop[],
  of: SeenHostKey['of'],
  board: TestBoard,
  ports: ClusterTestPorts
): Promise<SeenHostKey | null> {
  let certain: SeenHostKey | null = null
  await board.run(step, KEY_LIMIT_MS, async () => {
    const key = await checkHostKey(hop, jump, of, ports)
    const end = keyEnd(key)
    if (end.state === 'ok' || end.state === 'warning') certain = key
    return end
  })
  return certain
}

function keyEnd(key: SeenHostKey): StepEnd {
  const refusal = keyRefusal(key)
  if (refusal !== null) return { state: 'failed', found: null, error: refusal, key }
  if (key.standing === 'first-use')
    return { state: 'asks', found: `a ${key.type} key that is not known yet`, key }
  const by = key.standing === 'settings' ? 'is the one of the settings' : 'is known to your ssh'
  return { state: 'ok', found: `${key.type} key ${by}`, key }
}

async function logIn(
  target: SshTarget,
  { shell, clock }: ClusterTestPorts
): Promise<{ readonly end: StepEnd; readonly clock: ClockReading | null }> {
  const session = await shell.open(target)
  try {
    const [user, host] = (await session.run(['sh', '-c', 'id -un; hostname'])).stdout.split('\n')
    const way = target.identityFile === undefined ? 'a key of the ssh agent' : target.identityFile
    return {
      end: {
        state: 'ok',
        found: `${user ?? target.user} on ${host ?? target.host}, with ${way}`
      },
      clock: await readClock(session, () => clock.now())
    }
  } finally {
    await session.close()
  }
}

/** Seconds and nanoseconds; a `date` without `%N` leaves the letter there, and its seconds are half a second off on average. */
async function readClock(session: RemoteSession, now: () => Millis): Promise<ClockReading | null> {
  const sent = now()
  const { stdout } = await session.run(['date', '+%s.%N'])
  const back = now()
  const parts = /^(\d+)\.(\d{3})?/.exec(stdout)
  if (parts === null) return null
  const exact = parts[2] !== undefined
  const there = millis(Number(parts[1]) * 1000 + (exact ? Number(parts[2]) : 500))
  return {
    aheadMs: there - (sent + back) / 2,
    errorMs: (back - sent) / 2 + (exact ? 0 : 500),
    by: 'date over ssh'
  }
}
