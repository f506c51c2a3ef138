import { fireEvent, render, screen, within } from '@testing-library/svelte'
import '@testing-library/jest-dom/vitest'
import { beforeAll, describe, expect, test } from 'vitest'
import type { SetupGuideView } from '@shared/ipc/setup-guide-view.js'
import { millis } from '@shared/model/ids.js'
import type { ShownChange, StepView } from '@shared/model/setup.js'
import App from '../../../../../src/renderer/src/app/App.svelte'
import { aConsoleState, fakeMain, ok, type FakeMain } from '../../../fake-transport.js'
import { standInForTheBrowser } from '../../../jsdom-gaps.js'
import { aLabView, aSetup } from '../views.js'
import { aStep } from './a-step.js'

beforeAll(async () => {
  standInForTheBrowser()
  await import('../../../../../src/renderer/src/features/setup/SetupPage.svelte')
}, 60_000)

const command: ShownChange = {
  kind: 'command',
  where: 'the broker',
  text: 'sudo rabbitmq-plugins enable rabbitmq_management',
  note: null
}
const diff: ShownChange = {
  kind: 'file',
  where: 'porto',
  text: '--- /etc/hadoop/core-site.xml\n+++ /etc/hadoop/core-site.xml\n@@ -1,2 +1,2 @@\n <configuration>\n-old\n+new\n',
  note: 'a copy with its date is kept beside it'
}
const call: ShownChange = {
  kind: 'call',
  where: 'the broker',
  text: 'PUT /api/vhosts/medusa-porto {"description":"Medusa, cloud porto"}',
  note: null
}
const wrong = { code: 'MANAGEMENT_UNREACHABLE', message: 'port 15672 is closed' } as const
const ended = { phase: 'ended', at: millis(Date.now()) } as const

const steps = (): readonly StepView[] => [
  aStep('broker/reach', { ...ended, level: 'ok', seen: 'alice@mq' }),
  aStep('broker/plugin', {
    ...ended,
    level: 'critical',
    seen: 'not enabled',
    error: wrong,
    remedy: [command]
  }),
  aStep('porto/reach', {
    ...ended,
    level: 'critical',
    seen: 'no answer',
    error: { code: 'SSH_FAILED', message: 'connect ECONNREFUSED', hint: 'start sshd' }
  }),
  aStep('porto/vhost', { phase: 'blocked', waitsFor: ['broker/plugin'] }),
  aStep('console/environment', { phase: 'blocked' })
]

const aView = (change: Partial<SetupGuideView> = {}, shown = steps()): SetupGuideView => ({
  version: 1,
  environment: 'lab',
  picture: { environment: 'lab', steps: shown },
  activity: { type: 'none' },
  without: [],
  problem: null,
  broker: { management: 'http://mq:15672', adminUser: 'medusa-admin' },
  ...change
})

function shown(view: SetupGuideView, path = ''): FakeMain {
  location.hash = `#/setup/guide/lab${path}`
  const main = fakeMain({
    'console.read': () => ok(aConsoleState()),
    'lab.watch': () => ok(aLabView()),
    'setup.read': () => ok(aSetup()),
    'setup.open': () => ok(view)
  })
  render(App, { api: main.api })
  return main
}
const asked = (main: FakeMain, name: string): unknown[] =>
  main.calls.filter(([each]) => each === name).map(([, params]) => params)
/** One step as it is now. */
const with1 = (id: string, change: Partial<StepView>): readonly StepView[] =>
  steps().map((step) => (step.id === id ? { ...step, ...change } : step))

describe('all steps', () => {
  test('say what is left, and nothing is applied before somebody agreed to what and where', async () => {
    const main = shown(aView())
    expect(await screen.findByText('4 steps are left')).toBeVisible()
    expect(screen.getByText('1 can be applied now, 1 needs you, 2 wait for them')).toBeVisible()
    await fireEvent.click(
      screen.getByRole('button', { name: 'Apply everything that is left (4)…' })
    )
    const dialog = screen.getByRole('dialog')
    expect(dialog).toHaveTextContent('On the broker: 1 command.')
    expect(asked(main, 'setup.work')).toEqual([])
    await fireEvent.click(within(dialog).getByRole('button', { name: /^Apply 4.steps/ }))
    await expect
      .poll(() => asked(main, 'setup.work'))
      .toEqual([{ environment: 'lab', mend: true, without: [] }])
  })

  test('follow what main tells, and can be stopped', async () => {
    const main = shown(aView())
    await screen.findByText('4 steps are left')
    const since = millis(1)
    main.emit(
      'setup.view',
      aView({ version: 3, activity: { type: 'all', mend: true, since, stopping: false } })
    )
    expect(await screen.findByText('What is left is being applied')).toBeVisible()
    main.emit('setup.view', aView({ version: 2 })) // an older one
    main.emit('setup.view', aView({ version: 9, environment: 'other' }))
    expect(screen.getByText('What is left is being applied')).toBeVisible()
    await fireEvent.click(screen.getByRole('button', { name: 'Stop' }))
    expect(asked(main, 'setup.stop')).toEqual([{ environment: 'lab' }])
  })

  test('say what comes next when the environment is written', async () => {
    const all = steps().map((step) => ({
      ...step,
      ...ended,
      level: 'ok' as const,
      remedy: [],
      error: null
    }))
    const main = shown(aView({}, all))
    expect(await screen.findByText('lab is set up')).toBeVisible()
    await fireEvent.click(screen.getByRole('button', { name: 'Open the environment' }))
    expect(asked(main, 'environment.choose')).toEqual([{ name: 'lab' }])
  })

  test('say why it could not be opened, and try again', async () => {
    location.hash = '#/setup/guide/lab'
    const main = fakeMain({
      'console.read': () => ok(aConsoleState()),
      'setup.open': () => ({
        ok: false,
        error: { code: 'BAD_INPUT', message: 'process 7 sets up the same environment now' }
      })
    })
    render(App, { api: main.api })
    expect(await screen.findByText(/process 7 sets up/)).toBeVisible()
    await fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(asked(main, 'setup.open')).toHaveLength(2)
  })
})

describe('the rail', () => {
  test('has a group for each part, and the chosen step’s stands open', async () => {
    shown(aView(), '/broker/plugin')
    const rail = await screen.findByRole('navigation', { name: 'Steps' })
    expect(
      within(rail)
        .getAllByRole('button')
        .map((button) => [
          button.textContent.trim().split(/\s/)[0],
          button.getAttribute('aria-expanded')
        ])
    ).toEqual([
      ['Broker', 'true'],
      ['porto', 'false'],
      ['Console', 'false']
    ])
    const current = within(rail).getByRole('link', { current: 'step' })
    expect(current).toHaveTextContent('Step plugin')
    expect(within(current).getByRole('img', { name: 'to be done' })).toBeInTheDocument()
    await fireEvent.click(within(rail).getByRole('button', { name: /^porto/ }))
    expect(
      within(rail).getByRole('img', { name: 'step 2, waits for another step' })
    ).toBeInTheDocument()
  })

  test('is gone through with the arrows, Home and End', async () => {
    shown(aView(), '/broker/plugin')
    const rail = await screen.findByRole('navigation', { name: 'Steps' })
    const whole = within(rail).getByRole('link', { name: /All steps/ })
    whole.focus()
    await fireEvent.keyDown(whole, { key: 'ArrowDown' })
    await fireEvent.keyDown(rail, { key: 'ArrowDown' })
    expect(document.activeElement).toHaveTextContent('Step reach')
    await fireEvent.keyDown(rail, { key: 'End' })
    expect(document.activeElement).toHaveTextContent('Console')
    await fireEvent.keyDown(rail, { key: 'Home' })
    expect(document.activeElement).toBe(whole)
  })
})

describe('a step', () => {
  const stage = (title: string): HTMLElement => {
    const section = screen.getByRole('heading', { level: 3, name: title }).closest('section')
    if (section === null) throw new Error(`no stage "${title}"`)
    return section
  }

  test('shows what was seen, what would be done and where, and applies it', async () => {
    const main = shown(aView(), '/broker/plugin')
    expect(await screen.findByText('Why plugin is needed.')).toBeVisible()
    expect(stage('Check')).toHaveTextContent('not enabled')
    expect(stage('Plan and apply')).toHaveTextContent(/1 command.*on the broker/s)
    expect(stage('Plan and apply')).toHaveTextContent(command.text)
    expect(stage('Verify')).toHaveTextContent('checked again after it is applied')
    expect(screen.queryByText('port 15672 is closed')).toBeNull() // applying is the remedy
    await fireEvent.click(screen.getByRole('button', { name: 'Apply' }))
    expect(asked(main, 'setup.step')).toEqual([
      { environment: 'lab', step: 'broker/plugin', act: 'mend' }
    ])
  })

  test('copies everything as commands', async () => {
    const all = with1('broker/plugin', { remedy: [command, call, diff] })
    const main = shown(aView({}, all), '/broker/plugin')
    await fireEvent.click(await screen.findByRole('button', { name: 'Copy as commands' }))
    expect(asked(main, 'clipboard.write')).toEqual([
      {
        text: `# on the broker
sudo rabbitmq-plugins enable rabbitmq_management
curl -sS -u medusa-admin -X PUT -H 'content-type: application/json' -d '{"description":"Medusa, cloud porto"}' http://mq:15672/api/vhosts/medusa-porto
# on porto
patch /etc/hadoop/core-site.xml <<'MEDUSA'
${diff.text}MEDUSA
`
      }
    ])
    const lines = [...document.querySelectorAll('.line')].map((line) => [
      line.classList[1],
      line.textContent
    ])
    expect(lines).toContainEqual(['add', 'new'])
    expect(lines).toContainEqual(['del', 'old'])
  })

  test('shows what was found before, what was made and what was found then; it is taken back when somebody agrees', async () => {
    const all = with1('broker/plugin', {
      level: 'ok',
      seen: 'enabled',
      error: null,
      remedy: [],
      before: { level: 'critical', seen: 'not enabled', at: millis(1_000) },
      done: [command, call],
      doneAt: millis(2_000),
      undoable: 1
    })
    const main = shown(aView({}, all), '/broker/plugin')
    await screen.findByText('Why plugin is needed.')
    expect(stage('Check')).toHaveTextContent('not enabled')
    expect(stage('Plan and apply')).toHaveTextContent(/applied .*made/s)
    expect(stage('Verify')).toHaveTextContent('enabled')
    await fireEvent.click(screen.getByRole('button', { name: 'Undo what was made…' }))
    const dialog = screen.getByRole('dialog')
    expect(dialog).toHaveTextContent('1 change is taken back')
    expect(dialog).toHaveTextContent('1 change cannot be taken back and stays')
    await fireEvent.click(within(dialog).getByRole('button', { name: /^Undo 1.change/ }))
    await expect
      .poll(() => asked(main, 'setup.step'))
      .toEqual([{ environment: 'lab', step: 'broker/plugin', act: 'undo' }])
  })

  test('that needs somebody says cause and remedy; its cloud can be left out', async () => {
    const main = shown(aView(), '/porto/reach')
    await screen.findByText('Why reach is needed.')
    expect(stage('Check')).toHaveTextContent('connect ECONNREFUSED')
    expect(stage('Check')).toHaveTextContent('Start sshd')
    expect(screen.queryByRole('button', { name: 'Apply' })).toBeNull()
    await fireEvent.click(screen.getByRole('button', { name: 'Go on without porto' }))
    expect(asked(main, 'setup.work')).toEqual([
      { environment: 'lab', mend: false, without: ['porto'] }
    ])
  })

  test('that waits names what for, with a way there', async () => {
    shown(aView(), '/porto/vhost')
    await screen.findByText('Why vhost is needed.')
    expect(within(stage('Check')).getByRole('link', { name: 'Step plugin' })).toHaveAttribute(
      'href',
      '#/setup/guide/lab/broker/plugin'
    )
  })

  test('asks for the password of sudo only where root is missing, and keeps it nowhere', async () => {
    const failed = {
      phase: 'failed',
      error: { code: 'PRIVILEGE_MISSING', message: 'alice@mq may not act as root' }
    } as const
    const main = shown(aView(), '/broker/plugin')
    await screen.findByText('Why plugin is needed.')
    expect(screen.queryByLabelText(/Password of sudo/)).toBeNull()
    main.emit('setup.view', aView({ version: 2 }, with1('broker/plugin', failed)))
    const field = await screen.findByLabelText(/Password of sudo on broker/)
    await fireEvent.input(field, { target: { value: 'hush' } })
    await fireEvent.click(screen.getByRole('button', { name: 'Use it' }))
    expect(asked(main, 'setup.sudo')).toEqual([
      { environment: 'lab', target: 'broker', password: 'hush' }
    ])
    await expect
      .poll(() => asked(main, 'setup.step'))
      .toEqual([{ environment: 'lab', step: 'broker/plugin', act: 'mend' }])
    expect(field).toHaveValue('')
    expect(JSON.stringify(localStorage)).not.toContain('hush')
  })

  test('can do nothing while something goes on', async () => {
    shown(
      aView({ activity: { type: 'step', step: 'porto/reach', act: 'check', since: millis(1) } }),
      '/broker/plugin'
    )
    expect(await screen.findByRole('button', { name: 'Apply' })).toBeDisabled()
    expect(screen.getByRole('button', { name: 'Check again' })).toBeDisabled()
  })
})
