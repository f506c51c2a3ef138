/** What a host takes its own name for. Pure. */
import { fine, wrong, type Finding } from './finding.js'

const LOOPBACK = /^(127\.|::1$|localhost$)/

/**
 * A name that leads to loopback makes daemons listen where nobody else can reach them: Debian writes 127.0.1.1 into /etc/hosts, and so does
 * NEuca on machines of ExoGENI, again after each start.
 *
 * @param reachedAt - host name or address under which the console reaches it
 */
export function judgeNames(
  hostname: string,
  ownAddress: string | null,
  reachedAt: string
): Finding {
  if (ownAddress === null)
    return wrong('warning', `${hostname} does not know its own name`, {
      code: 'CLUSTER_UNREACHABLE',
      message: `getent hosts ${hostname} finds nothing there`,
      hint: `add a line to its /etc/hosts: ADDRESS ${hostname}`
    })
  const seen = `${hostname} is ${ownAddress} to itself`
  if (!LOOPBACK.test(ownAddress) || LOOPBACK.test(reachedAt)) return fine(seen)
  return wrong('warning', seen, {
    code: 'CLUSTER_UNREACHABLE',
    message: `"${hostname}" leads to ${ownAddress} there: daemons that take their address from the name cannot be reached from outside`,
    hint: `write its own address beside ${hostname} in /etc/hosts instead of ${ownAddress}; on ExoGENI set it in /etc/neuca/config, too, or NEuca writes it back`
  })
}
