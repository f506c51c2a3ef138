/**
 * Installing a Debian package starts its services, and enables them for the next start of the machine. On a researcher's
 * machine neither is our business: invoke-rc.d is told "no" by a policy for the time of the installation, and what came new
 * is disabled. A policy that is there already is somebody's decision and stays.
 *
 * @see invoke-rc.d(8), deb-systemd-invoke(1p): a policy-rc.d that exits with 101 forbids the action
 */
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
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
 * @property {(argv: readonly string[]) => Promise<number>} root runs a command with the rights needed; its exit code
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
  const ours = !existsSync(policy) || readFileSync(policy, 'utf8').includes(MARK)
  if (ours) await put(host, policy)
  try {
    const result = await install()
    const units = packages.flatMap((name) => UNITS[name] ?? [])
    if (units.length > 0 && (host.systemd ?? existsSync('/run/systemd/system'))) {
      await host.root(['systemctl', 'disable', '--quiet', ...units])
    }
    return result
  } finally {
    if (ours) await host.root(['rm', '-f', policy])
  }
}

/** @param {Host} host @param {string} policy */
async function put(host, policy) {
  const folder = await mkdtemp(join(tmpdir(), 'medusa-policy-'))
  try {
    const file = join(folder, 'policy-rc.d')
    await writeFile(file, `#!/bin/sh\n${MARK}\nexit 101\n`)
    await host.root(['install', '-m', '755', file, policy])
  } finally {
    await rm(folder, { recursive: true })
  }
}
