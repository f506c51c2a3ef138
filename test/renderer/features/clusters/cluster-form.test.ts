import type { SettingsIssue, SettingsSaved, SettingsView } from '@shared/ipc/settings-view.js'
import type { SeenHostKey, TestStep } from '@shared/model/cluster-test.js'
import { afterEach, expect, test, vi } from 'vitest'
import { ClusterForm } from '../../../../src/renderer/src/features/clusters/form/cluster-form.svelte.js'
import {
  removalObstacle,
  removeCluster
} from '../../../../src/renderer/src/features/clusters/remove-cluster.js'
import { fakeMain, ok, type FakeMain } from '../../fake-transport.js'
import { aWatch } from './a-watch.js'

afterEach(() => localStorage.clear())

const view = (clusters: readonly object[] = [{ name: 'porto', vhost: 'v' }]): SettingsView =>
  ({
    revision: 'r1',
    text: JSON.stringify({ environments: { research: { clusters } } }),
    secrets: []
  }) as unknown as SettingsView

const hostKeyMissing: SettingsIssue = {
  path: ['environments', 'research', 'clusters', 1, 'ssh', 'hostKey'],
  message: 'Invalid input',
  from: null,
  to: null
}
const key: SeenHostKey = {
  of: { type: 'cluster' },
  host: 'h',
  port: 22,
  type: 'ssh-ed25519',
  fingerprint: `SHA256:${'A'.repeat(43)}`,
  standing: 'known-hosts',
  expected: null,
  notes: []
}
const steps: readonly TestStep[] = [
  { id: 'ssh', title: 'Host key', state: 'ok', found: null, error: null, key, tookMs: 1 }
]

function main(
  options: { issues?: readonly SettingsIssue[]; saved?: SettingsSaved; text?: SettingsView } = {}
): FakeMain {
  return fakeMain({
    'settings.read': () => ok(options.text ?? view()),
    'settings.check': () => ok({ issues: options.issues ?? [], changes: [], restartNeeded: [] }),
    'settings.save': () => ok(options.saved ?? { saved: true, view: view() }),
    'clusters.test': () => ok(steps)
  })
}
async function opened(fake: FakeMain, cluster: string | null = null): Promise<ClusterForm> {
  const form = new ClusterForm(fake.api, 'research', cluster)
  form.open()
  await vi.waitUntil(() => form.stage !== 'loading')
  return form
}
const sent = (fake: FakeMain, call: string): readonly unknown[] =>
  fake.calls.filter(([name]) => name === call).map(([, params]) => params)

test('saves the whole settings with the cluster in it, under the revision they were read with', async () => {
  const fake = main()
  const form = await opened(fake)
  form.values.plain.name = 'braga'
  form.values.ssh.host = 'braga.example.org'
  form.values.ssh.user = 'ana'
  expect(await form.save()).toBe('braga')
  const [saved] = sent(fake, 'settings.save') as { text: string; revision: string; what: string }[]
  expect([saved?.revision, saved?.what]).toEqual(['r1', 'added cluster braga to research'])
  const text = JSON.parse(saved?.text ?? '') as {
    environments: { research: { clusters: object[] } }
  }
  expect(text.environments.research.clusters).toEqual([
    { name: 'porto', vhost: 'v' },
    expect.objectContaining({ name: 'braga', queue: 'medusa.braga' })
  ])
})

test('gives the key to the secrets first, never to the settings or the draft', async () => {
  const fake = main()
  const form = await opened(fake)
  form.values.plain.name = 'braga'
  form.key = 'ab'.repeat(32)
  form.edited('key')
  await form.save()
  expect(sent(fake, 'secrets.set')).toEqual([
    { environment: 'research', name: 'key:braga', value: 'ab'.repeat(32) }
  ])
  const order = fake.calls.map(([name]) => name)
  expect(order.indexOf('secrets.set')).toBeLessThan(order.indexOf('settings.save'))
  expect(JSON.stringify(sent(fake, 'settings.save'))).not.toContain('abab')
  expect(form.key).toBe('')
})

test('marks a field when it was left, all of them when saving was tried, and saves nothing', async () => {
  const fake = main({ issues: [hostKeyMissing] })
  const form = await opened(fake)
  form.values.plain.name = 'my cloud'
  expect([form.errorOf('name'), form.errorOf('ssh.hostKey')]).toEqual([null, null])
  form.edited('name')
  expect(form.errorOf('name')).toMatch('A space')
  expect(await form.save()).toBeNull()
  expect(form.errorOf('ssh.hostKey')).toMatch('press Test')
  expect(sent(fake, 'settings.save')).toEqual([])
})

test('what is wrong where the form has no field is listed, not counted as one', async () => {
  const at = (path: readonly (string | number)[], message: string): SettingsIssue => ({
    ...hostKeyMissing,
    path: ['environments', 'research', 'clusters', 1, ...path],
    message
  })
  const issues = [
    at([], 'Unrecognized key: "httpfss"'),
    at(['ssh', 'jump'], 'Too many'),
    at(['ssh', 'hostKeyType'], 'Invalid option')
  ]
  const form = await opened(main({ issues }))
  expect([form.withoutField, form.wrongFields]).toEqual([[], 0])
  expect(await form.save()).toBeNull()
  expect(form.withoutField.map(({ message }) => message)).toEqual([
    'Unrecognized key: "httpfss"',
    'Too many'
  ])
  // its kind comes with the key, so it is the key that is marked
  expect([form.wrongFields, form.errorOf('ssh.hostKey')]).toEqual([
    1,
    expect.stringContaining('type the fingerprint anew')
  ])
})

test('tests although the host key is missing, and takes over the one known_hosts knows', async () => {
  const fake = main({ issues: [hostKeyMissing] })
  const form = await opened(fake)
  form.values.plain.name = 'braga'
  await form.test()
  expect(form.tests.steps).toEqual(steps)
  expect([form.values.ssh.hostKey, form.values.ssh.hostKeyType]).toEqual([
    key.fingerprint,
    'ssh-ed25519'
  ])
})

test('keeps what was typed over pages and restarts, until it is saved or discarded', async () => {
  const form = await opened(main())
  form.values.plain.name = 'braga'
  form.key = 'secret'
  form.edited('name')
  expect(JSON.stringify(Object.entries(localStorage))).not.toContain('secret')
  const again = await opened(main())
  expect([again.values.plain.name, again.fromDraft]).toEqual(['braga', true])
  await again.startOver()
  expect((await opened(main())).values.plain.name).toBe('')
})

test('keeps what was typed when somebody else has saved meanwhile, and goes on from theirs', async () => {
  const theirs = { ...view([{ name: 'porto' }, { name: 'new' }]), revision: 'r2' }
  const fake = main({ saved: { saved: false, why: 'stale', issues: [], view: theirs } })
  const form = await opened(fake)
  form.values.plain.name = 'braga'
  expect(await form.save()).toBeNull()
  expect(form.problem?.message).toMatch('somebody else')
  await form.save()
  const [, second] = sent(fake, 'settings.save') as { text: string; revision: string }[]
  expect(second?.revision).toBe('r2')
  expect(second?.text).toContain('"new"')
})

test('a draft of another shape is not taken for one', async () => {
  localStorage.setItem('medusa/cluster/research/', '{"plain":1}')
  expect((await opened(main())).fromDraft).toBe(false)
  localStorage.setItem('medusa/cluster/research/', '{')
  expect((await opened(main())).fromDraft).toBe(false)
})

test('says when the environment is the lab’s own, and when the cluster is gone', async () => {
  const elsewhere = { ...view(), text: '{"environments":{}}' }
  expect((await opened(main({ text: elsewhere }))).stage).toBe('elsewhere')
  expect((await opened(main(), 'evora')).stage).toBe('gone')
})

test('removing takes the cluster out, and is not offered while attempts are on it', async () => {
  const fake = main()
  expect(await removeCluster(fake.api, 'research', 'porto')).toEqual({ ok: true, value: null })
  const [saved] = sent(fake, 'settings.save') as { text: string }[]
  expect(saved?.text).not.toContain('porto')
  expect(await removeCluster(fake.api, 'research', 'evora')).toMatchObject({ ok: false })
  const [porto, lisbon] = aWatch().clusters
  expect(removalObstacle('porto', porto!)).toMatch('1\u00a0attempt')
  expect(removalObstacle('lisbon', lisbon!)).toBeNull()
})
