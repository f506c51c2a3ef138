/** Testing a cluster of the lab, as it is and with one thing wrong each time. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openClusterTester } from '../../src/engine/compose.js'
import type { ClusterDraft, TestStep } from '../../src/shared/model/cluster-test.js'
import { Bastion, hasSshd } from '../support/bastion.js'
import { privateKey } from '../support/ssh-server.js'
import { testLab } from '../support/test-lab.js'
import { writeFileSync } from 'node:fs'

const lab = testLab()

describe.runIf(lab !== null)('Testing a cluster of the lab', () => {
  const folder = mkdtempSync(join(tmpdir(), 'medusa-clusters-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const porto = (): ClusterDraft => lab!.environment.clusters[0]!
  const ssh = (): NonNullable<ClusterDraft['ssh']> => porto().ssh!

  async function tested(draft: ClusterDraft): Promise<Readonly<Record<string, TestStep>>> {
    const tester = openClusterTester(folder, {
      name: 'lab',
      environment: lab!.environment,
      secrets: lab!.secrets
    })
    const steps = await tester.test({
      draft,
      key: null,
      signal: new AbortController().signal,
      onSteps: () => undefined
    })
    return Object.fromEntries(steps.map((step) => [step.id, step]))
  }
  const statesOf = (steps: Readonly<Record<string, TestStep>>): object =>
    Object.fromEntries(Object.entries(steps).map(([id, step]) => [id, step.state]))
  const ALL = ['ssh', 'login', 'httpfs', 'webhdfs', 'yarn', 'broker', 'worker', 'clock']
  const expected = (others: Readonly<Record<string, string>>): object => ({
    ...Object.fromEntries(ALL.map((id) => [id, 'ok'])),
    ...others
  })

  test('passes every step as it is', async () => {
    const steps = await tested(porto())
    expect(statesOf(steps)).toEqual(expected({}))
    expect(steps['login']?.found).toContain('medusa-lab on ')
    expect(steps['yarn']?.found).toContain('ResourceManager 3.4.2')
  })

  test('asks on first use, with the key, and logs in nowhere; the rest goes on', async () => {
    const steps = await tested({ ...porto(), ssh: { ...ssh(), hostKey: undefined } })
    expect(statesOf(steps)).toEqual(expected({ ssh: 'asks', login: 'skipped' }))
    expect(steps['ssh']?.key).toMatchObject({
      standing: 'first-use',
      type: 'ssh-ed25519',
      fingerprint: ssh().hostKey
    })
  })

  test('stops at a changed key, with both fingerprints', async () => {
    const other = `SHA256:${'A'.repeat(43)}`
    const steps = await tested({ ...porto(), ssh: { ...ssh(), hostKey: other } })
    expect(statesOf(steps)).toEqual(expected({ ssh: 'failed', login: 'skipped' }))
    expect(steps['ssh']).toMatchObject({
      error: { code: 'HOST_KEY_CHANGED' },
      key: { fingerprint: ssh().hostKey, expected: { fingerprint: other, by: 'the settings' } }
    })
  })

  test('says that the key of the login is refused', async () => {
    const identityFile = join(folder, 'stranger')
    writeFileSync(identityFile, privateKey(), { mode: 0o600 })
    const steps = await tested({ ...porto(), ssh: { ...ssh(), identityFile } })
    expect(statesOf(steps)).toEqual(expected({ login: 'failed' }))
    expect(steps['login']?.error).toMatchObject({
      message: expect.stringContaining('refused the login') as string,
      hint: expect.stringContaining('authorized_keys') as string
    })
  })

  test('says that nobody listens at wrong ports, each by itself', async () => {
    const steps = await tested({
      ...porto(),
      ssh: { ...ssh(), port: 9 },
      httpfs: `http://${porto().address}:9/webhdfs/v1`,
      yarn: `http://${porto().address}:9`
    })
    expect(statesOf(steps)).toEqual(
      expected({ ssh: 'failed', login: 'skipped', httpfs: 'failed', yarn: 'failed' })
    )
    expect(steps['httpfs']?.error?.message).toContain('ECONNREFUSED')
  })

  test('says that something else answers than WebHDFS or YARN', async () => {
    const steps = await tested({ ...porto(), webhdfs: porto().yarn, yarn: porto().webhdfs })
    expect(statesOf(steps)).toEqual(expected({ webhdfs: 'failed', yarn: 'failed' }))
    expect(steps['webhdfs']?.error?.message).toContain('not WebHDFS')
    expect(steps['yarn']?.error?.message).toContain('not a ResourceManager')
  })

  test('says that the vhost is refused', async () => {
    const steps = await tested({ ...porto(), vhost: 'clusters-no-such-vhost' })
    expect(statesOf(steps)).toEqual(expected({ broker: 'failed', worker: 'skipped' }))
    expect(steps['broker']?.error?.code).toBe('VHOST_REFUSED')
  })

  test('says that there is no queue, and no key for another name', async () => {
    const steps = await tested({ ...porto(), queue: 'clusters.no-such-queue' })
    expect(statesOf(steps)).toEqual(expected({ worker: 'failed' }))
    expect(steps['worker']?.error?.code).toBe('QUEUE_MISSING')
    const unnamed = await tested({ ...porto(), name: 'clusters-new' as ClusterDraft['name'] })
    expect(statesOf(unnamed)).toEqual(expected({ worker: 'skipped' }))
  })

  test.runIf(hasSshd)('goes through a jump host, whose key is asked for first', async () => {
    const bastion = await Bastion.start()
    try {
      const jump = [bastion.hop]
      const passed = await tested({ ...porto(), ssh: { ...ssh(), jump } })
      expect(statesOf(passed)).toEqual(expected({ 'jump-0': 'ok' }))
      const unknown = [{ ...bastion.hop, hostKey: undefined }]
      const asked = await tested({ ...porto(), ssh: { ...ssh(), jump: unknown } })
      expect(statesOf(asked)).toEqual(
        expected({ 'jump-0': 'asks', ssh: 'skipped', login: 'skipped' })
      )
    } finally {
      bastion.stop()
    }
  })

  test('ends at once when it is stopped', async () => {
    const tester = openClusterTester(folder, {
      name: 'lab',
      environment: lab!.environment,
      secrets: lab!.secrets
    })
    const stop = new AbortController()
    const testing = tester.test({
      draft: porto(),
      key: null,
      signal: stop.signal,
      onSteps: () => undefined
    })
    stop.abort()
    expect((await testing).every(({ state }) => state === 'skipped')).toBe(true)
  })
})
