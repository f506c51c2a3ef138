/** What every host is asked first. */
import type { Hands } from '../hands.js'
import type { HostFacts } from '../facts.js'

const LOOK =
  'id -u; id -un; hostname; echo "$HOME"; date +%s.%N; getent hosts "$(hostname)" || echo none'

export interface HostLook extends HostFacts {
  readonly root: boolean
  /** Its clock less ours, milliseconds. */
  readonly aheadMs: number
}

/** @throws ConsoleError `SSH_FAILED` */
export async function lookAtHost(hands: Hands, now: () => number): Promise<HostLook> {
  const sent = now()
  const { stdout } = await hands.run(['sh', '-c', LOOK], { timeoutMs: 15_000, codes: [0] })
  const back = now()
  const [uid = '', user = '', hostname = '', home = '', clock = '', own = ''] = stdout.split('\n')
  const seconds = Number(clock.replace('%N', '5').replace(/(\.\d{3})\d*/, '$1'))
  return {
    root: uid === '0',
    user,
    hostname,
    home,
    aheadMs: Math.round(seconds * 1000 - (sent + back) / 2),
    ownAddress: own === 'none' ? null : (own.split(/\s+/)[0] ?? null)
  }
}
