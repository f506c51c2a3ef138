/**
 * Installing a Debian package starts its services, and enables them for the next start of the machine. On a researcher's
 * machine neither is our business: invoke-rc.d is told "no" by a policy for the time of the installation, and what came new
 * is disabled. A policy that is there already is somebody's decision and stays.
 *
 * @see invoke-rc.d(8), deb-systemd-invoke(1p): a policy-rc.d that exits with 101 forbids the action
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const POLICY = '/usr/sbin/policy-rc.d'
const MARK = '# put here by the set-up of Medusa Console for the time of an installation'
const UNITS = /** @type {Readonly<Record<string, readonly string[]>>} */ ({
  'rabbitmq-server': ['rabbitmq-server.service', 'epmd.socket', 'epmd.service'],
  'openssh-server': ['ssh.service', 'ssh.socket']
})

/**
 * @typedef {object} Host
 * @property {(argv: readonly string[]) => number} root runs a command with the rights needed, to its end; its exit code
 * @property {string} [policy] (default: /usr/sbin/policy-rc.d)
 * @property {boolean} [systemd] (default: whether this machine was started by it)
 */

/**
 * @template T
 * @param {Host} host
 * @param {readonly string[]} packages those that are new
 * @param {() => Promise<T>} install
 * @returns {Promise<T>}
 */
export async function servicesKeptOff(host, packages, install) {
  const policy = host.policy ?? POLICY
  const ours = !existsSync(policy) || isOurs(policy)
  const takeAway = () => void host.root(['rm', '-f', policy])
  if (ours) {
    process.once('exit', takeAway) // the second Ctrl-C leaves no time for `finally`
    put(host, policy)
  }
  try {
    const result = await install()
    const units = packages.flatMap((name) => UNITS[name] ?? [])
    if (units.length > 0 && (host.systemd ?? existsSync('/run/systemd/system'))) {
      host.root(['systemctl', 'disable', '--quiet', ...units])
    }
    return result
  } finally {
    if (ours) {
      takeAway()
      process.off('exit', takeAway)
    }
  }
}

/** @param {string} [policy] @returns {boolean} whether it is one that a killed set-up of ours left */
export function isOurs(policy = POLICY) {
  return existsSync(policy) && readFileSync(policy, 'utf8').includes(MARK)
}

/** @param {Host} host @param {string} policy */
function put(host, policy) {
  const folder = mkdtempSync(join(tmpdir(), 'medusa-policy-'))
  try {
    const file = join(folder, 'policy-rc.d')
    writeFileSync(file, `#!/bin/sh\n${MARK}\nexit 101\n`)
    host.root(['install', '-m', '755', file, policy])
  } finally {
    rmSync(folder, { recursive: true })
  }
}
