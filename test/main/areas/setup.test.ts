import { expect, test } from 'vitest'
import type { SetupGuideView } from '@shared/ipc/setup-guide-view.js'
import { ConsoleError } from '@shared/model/errors.js'
import { millis } from '@shared/model/ids.js'
import { formOfSite } from '@shared/model/site-form.js'
import type { AreaContext } from '../../../src/main/areas/area.js'
import { nameIssue, setupArea } from '../../../src/main/areas/setup.js'
import { manualTimers } from '../timers.js'
import { aSite, aStep, FakeSetupHost } from '../setup/fake-setup-host.js'

const lab = { environment: 'lab' }

function anArea() {
  const setups = new FakeSetupHost()
  const timers = manualTimers()
  const views: SetupGuideView[] = []
  const recorded: string[] = []
  const noticed: string[] = []
  const area = setupArea({
    desk: {
      host: () => ({
        setups,
        record: (words: { what: string }, work: () => Promise<unknown>) => {
          recorded.push(words.what)
          return work()
        }
      }),
      secretsChanged: (environment: string) => {
        noticed.push(environment)
        return Promise.resolve()
      },
      settingsChanged: () => Promise.resolve()
    },
    now: () => millis(5),
    after: timers.after,
    push: (_event: string, view: SetupGuideView) => void views.push(view)
  } as unknown as AreaContext)
  return { area, setups, timers, views, recorded, noticed, call: area.handlers }
}

test('opens a set-up once, checks all of it, and tells what it comes to', async () => {
  const { setups, timers, views, call } = anArea()
  const opened = await call['setup.open'](lab)
  expect(opened).toMatchObject({
    ok: true,
    value: { environment: 'lab', activity: { type: 'all', mend: false }, without: [] }
  })
  setups.move('broker/plugin', { phase: 'checking' })
  setups.move('broker/plugin', { phase: 'ended', level: 'ok' })
  await setups.end()
  timers.pass(1_000)
  expect(views.at(-1)).toMatchObject({
    activity: { type: 'none' },
    picture: { steps: [{ id: 'broker/plugin', level: 'ok' }, {}] }
  })
  const again = await call['setup.open'](lab)
  expect(again).toMatchObject({ value: { activity: { type: 'none' } } })
  expect([setups.opened, setups.calls]).toEqual([1, ['work check without []']])
})

test('tells the newest view only, at a calm pace, and never an older one after it', async () => {
  const { setups, timers, views, call } = anArea()
  await call['setup.open'](lab)
  views.length = 0
  for (let count = 0; count < 50; count += 1) setups.move('broker/plugin', { tookMs: count })
  timers.pass(1_000)
  expect(views.length).toBeLessThan(4)
  expect(views.at(-1)?.picture.steps[0]?.tookMs).toBe(49)
  const versions = views.map(({ version }) => version)
  expect(versions).toEqual([...versions].sort((a, b) => a - b))
})

test('does one thing at a time, and stops what goes through all steps', async () => {
  const { setups, call } = anArea()
  await call['setup.open'](lab)
  await expect(
    call['setup.step']({ ...lab, step: 'broker/plugin', act: 'mend' })
  ).rejects.toMatchObject({ code: 'NOT_AVAILABLE' })
  await call['setup.stop'](lab)
  expect(setups.signal?.aborted).toBe(true)
  await setups.end()
  await call['setup.step']({ ...lab, step: 'broker/plugin', act: 'mend' })
  await setups.end()
  await call['setup.step']({ ...lab, step: 'broker/plugin', act: 'undo' })
  await setups.end()
  await expect(
    call['setup.step']({ ...lab, step: 'broker/none', act: 'check' })
  ).rejects.toMatchObject({ code: 'BAD_INPUT' })
  await call['setup.work']({ ...lab, mend: true, without: ['porto' as never] })
  expect(setups.calls).toEqual([
    'work check without []',
    'mend broker/plugin',
    'undo broker/plugin',
    'work mend without [porto]'
  ])
})

test('says what went wrong with an act, until the next one', async () => {
  const { setups, call } = anArea()
  await call['setup.open'](lab)
  await setups.end()
  await call['setup.step']({ ...lab, step: 'broker/plugin', act: 'undo' })
  await setups.end(new ConsoleError('FILE_CHANGED', 'core-site.xml was edited since'))
  expect(await call['setup.open'](lab)).toMatchObject({
    value: { problem: { step: 'broker/plugin', error: { code: 'FILE_CHANGED' } } }
  })
  await call['setup.step']({ ...lab, step: 'broker/plugin', act: 'check' })
  expect(await call['setup.open'](lab)).toMatchObject({ value: { problem: null } })
})

test('opens the environment anew when it was written, and not when it was only looked at', async () => {
  const { setups, noticed, call } = anArea()
  await call['setup.open'](lab)
  setups.move('console/environment', { phase: 'ended', level: 'critical' })
  await setups.end()
  expect(noticed).toEqual([])
  await call['setup.work']({ ...lab, mend: true, without: [] })
  setups.move('console/environment', { phase: 'ended', level: 'ok', doneAt: 7 })
  await setups.end()
  expect(noticed).toEqual(['lab'])
})

test('says that another process has it, and opens it when asked again later', async () => {
  const { setups, call } = anArea()
  setups.refusal = new ConsoleError('BAD_INPUT', 'process 7 sets up the same environment now')
  await expect(call['setup.open'](lab)).rejects.toMatchObject({ message: /process 7/ })
  await expect(call['setup.stop'](lab)).rejects.toMatchObject({ code: 'NOT_AVAILABLE' })
  setups.refusal = null
  expect(await call['setup.open'](lab)).toMatchObject({ ok: true })
})

test('opens it anew when it consists of other machines by now', async () => {
  const { setups, call } = anArea()
  await call['setup.open'](lab)
  await setups.end()
  setups.current = aSite(['porto', 'lisbon'])
  await call['setup.open'](lab)
  expect([setups.opened, setups.closed]).toEqual([2, 1])
})

test('passes passwords on, and neither tells nor records them', async () => {
  const { setups, views, recorded, timers, call } = anArea()
  await call['setup.open'](lab)
  await call['setup.sudo']({ ...lab, target: 'porto' as never, password: 'hush hush' })
  await call['setup.administrator']({ ...lab, password: 'be quiet' })
  timers.pass(1_000)
  expect(setups.passwords).toEqual(['hush hush', 'be quiet'])
  expect(setups.calls.slice(1)).toEqual(['sudo porto', 'secret admin'])
  expect(JSON.stringify([views, recorded])).not.toMatch(/hush|quiet/)
})

test('saves what somebody said, and names the field that is wrong', async () => {
  const { setups, recorded, call } = anArea()
  setups.current = null
  const form = formOfSite(aSite())
  const wrong = {
    ...form,
    broker: { ...form.broker, port: '70000' },
    clusters: form.clusters.map((cluster) => ({ ...cluster, name: 'Porto' }))
  }
  const refused = await call['setup.saveSite']({ environment: 'research', site: wrong })
  expect(refused).toMatchObject({
    value: { saved: false, issues: [{ field: 'broker.port' }, { field: 'clusters.0.name' }] }
  })
  const reserved = await call['setup.saveSite']({ environment: 'lab', site: form })
  expect(reserved).toMatchObject({ value: { saved: false, issues: [{ field: 'environment' }] } })
  expect(await call['setup.saveSite']({ environment: 'research', site: form })).toEqual({
    ok: true,
    value: { saved: true, environment: 'research' }
  })
  expect([setups.calls, recorded]).toEqual([
    ['save research'],
    ['said what research consists of: 1 clusters']
  ])
})

test('lets go of what nobody looks at any more, once it is idle, and not when somebody comes back', async () => {
  const { setups, timers, call } = anArea()
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  await call['setup.open'](lab)
  await call['setup.leave'](lab)
  timers.pass(130_000)
  await settled()
  expect(setups.closed).toBe(0) // it is still being checked
  await setups.end()
  await call['setup.open'](lab)
  timers.pass(600_000)
  await settled()
  expect(setups.closed).toBe(0) // somebody looks
  await call['setup.leave'](lab)
  timers.pass(130_000)
  await settled()
  expect([setups.opened, setups.closed]).toEqual([1, 1])
})

test('closes what is open with the window', async () => {
  const { area, setups, timers, views, call } = anArea()
  await call['setup.open'](lab)
  area.stop?.()
  await new Promise((resolve) => setImmediate(resolve))
  expect([setups.closed, setups.signal?.aborted]).toEqual([1, true])
  views.length = 0
  setups.move('broker/plugin', aStep('broker/plugin', { level: 'ok' }))
  timers.pass(1_000)
  expect(views).toEqual([])
})

test('takes a name that the settings take', () => {
  expect(nameIssue('my clouds')).toBeNull()
  expect([nameIssue('lab'), nameIssue(' a'), nameIssue('a\u0007')]).toEqual([
    'the lab of this machine has this name',
    'the name begins or ends with a space',
    'the name has a character that cannot be seen'
  ])
})
