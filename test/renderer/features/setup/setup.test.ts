import { render, screen, within } from '@testing-library/svelte'
import '@testing-library/jest-dom/vitest'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { ConsoleState } from '@shared/ipc/console-state.js'
import type { LabView } from '@shared/ipc/lab-view.js'
import { millis, type RunId } from '@shared/model/ids.js'
import App from '../../../../src/renderer/src/app/App.svelte'
import { aConsoleState, fakeMain, ok, type FakeMain } from '../../fake-transport.js'
import { standInForTheBrowser } from '../../jsdom-gaps.js'
import { aCluster, aLabCloud, aLabView, anEnvironment, aSetup } from './views.js'

beforeAll(async () => {
  standInForTheBrowser()
  // The window loads pages when they are first shown, which takes longer than a test waits.
  await import('../../../../src/renderer/src/features/setup/SetupPage.svelte')
  await import('../../../../src/renderer/src/features/setup/FirstStart.svelte')
}, 60_000)
afterEach(() => (location.hash = ''))

const three = ['porto', 'lisbon', 'faro'].map((cloud) => aLabCloud(cloud))
const noEnvironment: Partial<ConsoleState> = {
  environment: null,
  environments: [],
  engine: {
    type: 'failed',
    error: { code: 'ENVIRONMENT_UNKNOWN', message: 'there is no environment "lab"' }
  }
}

function shown(
  view: LabView,
  state: Partial<ConsoleState> = {},
  hash = '#/setup',
  answers: Parameters<typeof fakeMain>[0] = {}
): FakeMain {
  location.hash = hash
  const main = fakeMain({
    'console.read': () => ok(aConsoleState(state)),
    'lab.watch': () => ok(view),
    'setup.read': () => ok(aSetup()),
    'environment.read': () => ok(anEnvironment()),
    ...answers
  })
  render(App, { api: main.api })
  return main
}

const asked = (main: FakeMain, call: string): unknown[] =>
  main.calls.filter(([name]) => name === call).map(([, params]) => params)

describe('the first start', () => {
  test('stands on the overview, and one button starts lab and tour', async () => {
    const main = shown(aLabView(), noEnvironment, '#/overview')
    const button = await screen.findByRole('button', {
      name: 'Start the lab, watch a liar get outvoted'
    })
    expect(screen.getByRole('link', { name: 'Set up my clusters' })).toHaveAttribute(
      'href',
      '#/setup/new'
    )
    expect(screen.queryByText('The environment does not exist')).toBeNull()
    button.click()
    expect([asked(main, 'lab.start'), location.hash]).toEqual([[{ tour: true }], '#/setup'])
  })

  test('cannot begin while something is missing; the commands can be copied, and run where that is allowed', async () => {
    const need = { id: 'rabbitmq', title: 'RabbitMQ', why: 'the broker', remedy: null } as const
    const main = shown(
      aLabView({
        needs: [{ ...need, state: 'missing', seen: 'not installed' }],
        remedy: { commands: ['apt-get install rabbitmq-server'], runnable: true, why: null }
      }),
      noEnvironment,
      '#/overview'
    )
    expect(await screen.findByText(/1 missing/)).toBeInTheDocument()
    expect(screen.getByRole('button', { name: 'Start the lab' })).toBeDisabled()
    screen.getByRole('button', { name: 'Install what is missing' }).click()
    screen.getByRole('button', { name: 'Copy commands' }).click()
    expect([asked(main, 'lab.install').length, asked(main, 'clipboard.write')]).toEqual([
      1,
      [{ text: 'apt-get install rabbitmq-server' }]
    ])
  })

  test('without rights hands the commands over', async () => {
    shown(
      aLabView({
        remedy: { commands: ['sudo apt-get install x'], runnable: false, why: 'It needs root.' }
      }),
      noEnvironment
    )
    expect(await screen.findByText('It needs root.')).toBeInTheDocument()
    expect(screen.queryByRole('button', { name: 'Install what is missing' })).toBeNull()
  })

  test('shows every part of the start, and can be called off', async () => {
    const main = shown(
      aLabView({
        activity: {
          type: 'starting',
          since: millis(0),
          tour: true,
          cancelling: false,
          steps: [
            { cloud: 'lab', daemon: 'class data', state: 'ready', seconds: 0.1 },
            { cloud: 'porto', daemon: 'namenode', state: 'ready', seconds: 8.4 }
          ]
        }
      }),
      noEnvironment
    )
    const panel = await screen.findByRole('region', { name: 'The lab starts' })
    expect(panel).toHaveTextContent('2 of 27 parts answer')
    const porto = within(panel).getByRole('row', { name: /^porto/ })
    expect(within(porto).getAllByRole('img', { name: 'waits' })).toHaveLength(7)
    within(panel).getByRole('button', { name: 'Cancel' }).click()
    expect(asked(main, 'lab.cancel')).toHaveLength(1)
  })
})

describe('set-up', () => {
  test('says whether the environment is ready, and opens what is not', async () => {
    shown(aLabView({ clouds: three }))
    const panel = await screen.findByRole('region', { name: 'Readiness of lab' })
    expect(panel).toHaveTextContent('Ready: 3 clusters count, f = 1 needs 3')
    const porto = within(panel).getByRole('button', { name: /porto/ })
    expect(porto).toHaveAttribute('aria-expanded', 'false')
    porto.click()
    expect(await within(panel).findByText('medusa@porto')).toBeInTheDocument()
  })

  test('says why lab or settings could not be read, and asks again', async () => {
    const refused = () => ({ ok: false, error: { code: 'INTERNAL', message: 'no room' } }) as const
    const main = shown(aLabView(), {}, '#/setup', { 'lab.watch': refused, 'setup.read': refused })
    expect(await screen.findAllByText('no room')).toHaveLength(2)
    expect(screen.queryByText(/Nothing was seen/)).toBeNull()
    screen.getByRole('button', { name: 'Look again' }).click()
    screen.getByRole('button', { name: 'Try again' }).click()
    await expect
      .poll(() => [asked(main, 'lab.watch').length, asked(main, 'setup.read').length])
      .toEqual([2, 2])
  })

  test('shows a part of hundreds of clusters, and more when asked', async () => {
    const clusters = Array.from({ length: 100 }, (_, at) => aCluster(`cluster-${String(at)}`))
    shown(aLabView({ clouds: three }), {}, '#/setup', {
      'environment.read': () => ok(anEnvironment({ clusters }))
    })
    const panel = await screen.findByRole('region', { name: 'Readiness of lab' })
    const groups = (): number => within(panel).getAllByRole('heading', { level: 3 }).length
    expect(groups()).toBe(30)
    within(panel).getByRole('button', { name: 'Show 30 more' }).click()
    await expect.poll(groups).toBe(60)
  })

  test('does not say that all is there when something is short', async () => {
    const need = { id: 'memory', title: 'Memory', why: 'for Hadoop', remedy: null } as const
    shown(aLabView({ needs: [{ ...need, state: 'short', seen: '2 GB' }] }))
    expect(await screen.findByText(/1 short/)).toBeInTheDocument()
    expect(screen.queryByText(/all there/)).toBeNull()
  })

  test('a fault is chosen from a menu, healed by a button that names the cloud', async () => {
    const main = shown(aLabView({ clouds: [aLabCloud('porto', 'lying'), ...three.slice(1)] }))
    const lab = await screen.findByRole('region', { name: 'Lab on this machine' })
    expect(lab).toHaveTextContent('made to lie')
    within(lab).getByRole('button', { name: 'Heal porto' }).click()
    expect(within(lab).getByRole('button', { name: 'Watch a liar get outvoted' })).toBeDisabled()
    expect(asked(main, 'lab.heal')).toEqual([{ cloud: 'porto' }])
  })

  test('a dead broker is told beside its clouds, with what starts it again', async () => {
    const main = shown(aLabView({ broker: 'down', clouds: three }))
    const lab = await screen.findByRole('region', { name: 'Lab on this machine' })
    expect(within(lab).getByRole('row', { name: /^broker/ })).toHaveTextContent('down')
    expect(within(lab).getByRole('button', { name: 'Watch a liar get outvoted' })).toBeDisabled()
    within(lab).getByRole('button', { name: 'Start what is missing' }).click()
    expect(asked(main, 'lab.start')).toEqual([{ tour: false }])
  })

  test('the tour names its liar and leads to its run', async () => {
    const tour = { run: 'r-1' as RunId, liar: three[1]!.name, over: false }
    shown(aLabView({ clouds: three, tour }))
    const link = await screen.findByRole('link', { name: 'this run' })
    expect(link).toHaveAttribute('href', '#/runs/r-1')
    expect(link.closest('p')).toHaveTextContent('lisbon lies in this run')
  })

  test('stopping asks first, with the number of clouds', async () => {
    const main = shown(aLabView({ clouds: three }))
    ;(await screen.findByRole('button', { name: 'Stop the lab…' })).click()
    ;(await screen.findByRole('button', { name: 'Stop 3 clouds' })).click()
    await expect.poll(() => asked(main, 'lab.stop').length).toBe(1)
  })

  test('a start that failed stands there with the end of the log', async () => {
    const error = {
      code: 'LAB_FAILED',
      message: 'porto: namenode ended with exit code 1',
      hint: 'The end of its log:\n  java.net.BindException'
    } as const
    shown(aLabView({ clouds: [aLabCloud('porto', 'down')], problem: { what: 'start', error } }))
    expect(
      await screen.findByRole('heading', { name: 'The lab did not start' })
    ).toBeInTheDocument()
    expect(screen.getByText(/BindException/)).toBeInTheDocument()
  })

  test('main is told when nobody looks any more', async () => {
    const main = shown(aLabView({ clouds: three }))
    await screen.findByRole('region', { name: 'Lab on this machine' })
    location.hash = '#/predict'
    dispatchEvent(new HashChangeEvent('hashchange'))
    await expect.poll(() => asked(main, 'lab.unwatch').length).toBe(1)
  })
})
