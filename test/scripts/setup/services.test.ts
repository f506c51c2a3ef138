import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isOurs, servicesKeptOff } from '../../../scripts/setup/services.mjs'
import { aFolder } from '../support/context.js'

function aHost(systemd = false) {
  const ran: string[] = []
  const root = (argv: readonly string[]): number => {
    const [command = '', ...args] = argv
    ran.push(argv.join(' '))
    if (command !== 'systemctl') execFileSync(command, args)
    return 0
  }
  return { root, policy: join(aFolder(), 'policy-rc.d'), systemd, ran }
}

test('the policy forbids starting services while packages are installed, and is gone afterwards', async () => {
  const host = aHost()
  const code = await servicesKeptOff(host, [], () => {
    try {
      execFileSync(host.policy)
      return Promise.resolve(0)
    } catch (error) {
      return Promise.resolve((error as { status: number }).status)
    }
  })
  expect({ code, left: existsSync(host.policy) }).toEqual({ code: 101, left: false })
})

test('the policy is gone after a failed installation, too', async () => {
  const host = aHost()
  const failing = servicesKeptOff(host, [], () => Promise.reject(new Error('no network')))
  await expect(failing).rejects.toThrow('no network')
  expect(existsSync(host.policy)).toBe(false)
})

test('a policy that somebody else made stays as it is', async () => {
  const host = aHost()
  writeFileSync(host.policy, '#!/bin/sh\nexit 0\n')
  await servicesKeptOff(host, [], () => Promise.resolve())
  expect(readFileSync(host.policy, 'utf8')).toBe('#!/bin/sh\nexit 0\n')
})

test('one that a killed set-up of ours left is taken over and removed', async () => {
  const host = aHost()
  const killed = servicesKeptOff(host, [], () => new Promise<void>(() => undefined))
  void killed
  expect(isOurs(host.policy)).toBe(true)
  await servicesKeptOff(host, [], () => Promise.resolve())
  expect(existsSync(host.policy)).toBe(false)
})

test('services that came new do not start with the machine either', async () => {
  const host = aHost(true)
  await servicesKeptOff(host, ['rabbitmq-server', 'maven'], () => Promise.resolve())
  expect(host.ran.filter((line) => line.startsWith('systemctl'))).toEqual([
    'systemctl disable --quiet rabbitmq-server.service epmd.socket epmd.service'
  ])
})
