import { expect, test } from 'vitest'
import type { HostCommandRun } from '@shared/model/host-command.js'
import type { ClusterName } from '@shared/model/ids.js'
import { CommandDesk } from '../../../../../src/renderer/src/features/clusters/hosts/command-desk.svelte.js'
import { fakeMain, ok, type FakeMain } from '../../../fake-transport.js'

const clusters = ['porto', 'lisbon', 'faro'] as readonly string[] as readonly ClusterName[]
const [, lisbon, faro] = clusters as [ClusterName, ClusterName, ClusterName]
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
}
const yes = (): Promise<boolean> => Promise.resolve(true)
const main = (history: readonly Partial<HostCommandRun>[] = []): FakeMain =>
  fakeMain({ 'commands.history': () => ok(history), 'commands.run': () => ok('1') })
const desk = (of: FakeMain, environment = 'research'): CommandDesk =>
  new CommandDesk(of.api, environment, () => clusters)
const sent = ({ calls }: FakeMain): readonly unknown[] =>
  calls.filter(([call]) => call === 'commands.run').map(([, params]) => params)

test('what is typed and left out is there again after another page, in its own environment, and not on disk', async () => {
  const fake = main([{ id: '1', command: 'an older one', results: [], over: true }])
  const first = desk(fake)
  const leave = first.start()
  await settled()
  first.command = 'uptime --secret=x'
  first.limitSeconds = 120
  first.toggle(lisbon)
  leave()
  const again = desk(fake)
  again.start()
  await settled()
  expect([again.command, again.limitSeconds, again.left]).toEqual([
    'uptime --secret=x',
    120,
    [lisbon]
  ])
  expect(desk(fake, 'lab').command).toBe('')
  expect(JSON.stringify(Object.entries(localStorage))).not.toContain('secret')
})

test('runs once, however often it is asked for meanwhile', async () => {
  const fake = main()
  const one = desk(fake)
  one.command = 'uptime'
  await Promise.all([one.send(yes), one.send(yes), one.send(yes)])
  expect(sent(fake)).toEqual([{ command: 'uptime', clusters, limitSeconds: 30 }])
  await one.send(yes)
  expect(sent(fake)).toHaveLength(2)
})

test('runs what was agreed to, also when another was chosen or typed meanwhile', async () => {
  const fake = main()
  const one = desk(fake)
  one.command = 'uptime'
  one.left = [lisbon]
  await one.send(({ clusters: asked }) => {
    one.all()
    one.command = 'reboot'
    return Promise.resolve(asked.length === 2)
  })
  expect(sent(fake)).toEqual([{ command: 'uptime', clusters: ['porto', faro], limitSeconds: 30 }])
})

test('sends nothing that was not agreed to', async () => {
  const fake = main()
  const one = desk(fake)
  await one.send(() => Promise.resolve(false))
  expect([sent(fake), one.sending]).toEqual([[], false])
})
