import { render, screen, within } from '@testing-library/svelte'
import '@testing-library/jest-dom/vitest'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import App from '../../../src/renderer/src/app/App.svelte'
import { pages } from '../../../src/renderer/src/app/pages.js'
import type { ConsoleState } from '@shared/ipc/console-state.js'
import type { RunId } from '@shared/model/ids.js'
import type { RunSnapshot } from '@shared/model/run.js'
import { aConsoleState, fakeMain, ok, type FakeMain } from '../fake-transport.js'
import { standInForTheBrowser } from '../jsdom-gaps.js'
import * as scenarios from '../scenarios.js'
import { jobGraph, taskLevel } from '../scenarios-of-units.js'
import { summaryOf } from '../snapshots.js'

beforeAll(standInForTheBrowser)
// Pages are loaded when they are shown; the first load of a module takes the test runner longer than a page may.
beforeAll(() => pages.runs())
afterEach(() => (location.hash = ''))

async function shown(
  snapshots: readonly RunSnapshot[],
  state: Partial<ConsoleState> = {},
  answers: Parameters<typeof fakeMain>[0] = {}
): Promise<FakeMain> {
  const main = fakeMain({
    'console.read': () => ok(aConsoleState({ runs: snapshots.map(summaryOf), ...state })),
    'runs.follow': (params) => {
      const { run } = params as { run: RunId }
      return ok(snapshots.find((each) => each.run === run))
    },
    ...answers
  })
  const [first] = snapshots
  location.hash = first === undefined ? '#/runs' : `#/runs/${first.run}`
  render(App, { api: main.api })
  if (first === undefined) await screen.findByText('lab', { selector: 'b' })
  else await screen.findByRole('region', { name: 'Verdict' })
  return main
}

const called = (main: FakeMain, name: string): unknown[] =>
  main.calls.filter(([call]) => call === name).map(([, params]) => params)

describe('the verdict', () => {
  test.each([
    ['verified', 'Verified'],
    ['notVerified', 'Not verified'],
    ['cancelled', 'Cancelled'],
    ['failed', 'Failed'],
    ['running', 'Running']
  ] as const)('of %s stands first, as a heading', async (name, title) => {
    await shown([scenarios[name]()])
    const verdict = screen.getByRole('region', { name: 'Verdict' })
    expect(within(verdict).getByRole('heading', { name: title })).toBeInTheDocument()
  })

  test('of an open run that nobody carries out is that it was interrupted', async () => {
    await shown([{ ...scenarios.running(), live: false }])
    expect(screen.getByRole('heading', { name: 'Interrupted' })).toBeInTheDocument()
  })

  test('of a failed run names cause and remedy', async () => {
    await shown([scenarios.failed()])
    const verdict = screen.getByRole('region', { name: 'Verdict' })
    expect(verdict).toHaveTextContent('The output path exists already.')
    expect(verdict).toHaveTextContent('Remedy Name another output in the job file.')
  })
})

test('the vote is a real table, and the one who was outvoted is named in words', async () => {
  await shown([scenarios.verified()])
  const votes = screen.getByRole('region', { name: 'Votes' })
  expect(
    within(votes)
      .getAllByRole('columnheader')
      .map((head) => head.textContent.trim())
  ).toEqual(['File', 'Size', 'porto agreed', 'lisbon agreed', 'faro outvoted on 1 of 5\u00a0files'])
  const row = within(votes).getByRole('rowheader', { name: 'part-r-00002' }).closest('tr')!
  expect(row).toHaveTextContent('outvoted')
})

test('attempts have a table twin, with failed ones in it', async () => {
  await shown([scenarios.failedAttempts()])
  const attempts = screen.getByRole('region', { name: 'Attempts' })
  within(attempts).getByRole('button', { name: 'As table' }).click()
  const table = await within(attempts).findByRole('table')
  expect(within(table).getAllByRole('row')).toHaveLength(5)
  expect(table).toHaveTextContent('failed the job failed')
})

test('a fault stands where it happened, with its cause and what followed', async () => {
  await shown([scenarios.failedAttempts()])
  const attempts = screen.getByRole('region', { name: 'Attempts' })
  expect(
    within(attempts).getByRole('heading', { name: 'porto: the job failed' })
  ).toBeInTheDocument()
  expect(attempts).toHaveTextContent('java.lang.OutOfMemoryError: Java heap space')
  expect(attempts).toHaveTextContent('lisbon ran the job in its place.')
})

test('clouds that are left out say why', async () => {
  await shown([scenarios.fiveClouds()])
  const clouds = screen.getByRole('region', { name: 'Clouds' })
  expect(clouds).toHaveTextContent('its worker speaks protocol 0, this console speaks 1')
  expect(within(clouds).getAllByText('unknown')).toHaveLength(1)
})

test('a live run changes without a reload', async () => {
  const main = await shown([scenarios.running()])
  main.emit('run.snapshot', { ...scenarios.verified(), version: 99 })
  expect(await screen.findByRole('heading', { name: 'Verified' })).toBeInTheDocument()
})

describe('cancelling', () => {
  test('asks first, naming the run and how many attempts are stopped', async () => {
    const run = scenarios.running()
    const main = await shown([run], { own: [run.run] })
    screen.getByRole('button', { name: 'Cancel run…' }).click()
    const dialog = await screen.findByRole('dialog', { name: 'Cancel wordcount-sotu?' })
    expect(dialog).toHaveTextContent('2 attempts are stopped on porto and faro.')
    expect(called(main, 'runs.cancel')).toEqual([])
    within(dialog).getByRole('button', { name: 'Stop 2\u00a0attempts' }).click()
    await expect.poll(() => called(main, 'runs.cancel')).toEqual([{ run: run.run }])
    await expect.poll(() => screen.queryByRole('dialog')).toBeNull()
  })

  test('keeps the dialog open and says why when it is refused', async () => {
    const run = scenarios.running()
    await shown(
      [run],
      { own: [run.run] },
      {
        'runs.cancel': () => ({ ok: false, error: { code: 'RUN_LOCKED', message: 'it is locked' } })
      }
    )
    screen.getByRole('button', { name: 'Cancel run…' }).click()
    const dialog = await screen.findByRole('dialog')
    within(dialog).getByRole('button', { name: /Stop/ }).click()
    await expect.poll(() => dialog.textContent).toContain('it is locked')
  })

  test('is not offered for a run of another process', async () => {
    await shown([scenarios.running()])
    expect(screen.queryByRole('button', { name: 'Cancel run…' })).toBeNull()
    expect(screen.getByRole('region', { name: 'Verdict' })).toHaveTextContent(
      'carried out by another process'
    )
  })
})

describe('the output', () => {
  test('is fetched, and the folder can be opened', async () => {
    const run = scenarios.verified()
    const main = await shown(
      [run],
      {},
      {
        'runs.fetch': () =>
          ok({ folder: '/home/ada/out', files: 5, bytes: 1_011_190, replaced: 1, at: run.now })
      }
    )
    screen.getByRole('button', { name: 'Fetch output…' }).click()
    const output = screen.getByRole('region', { name: 'Output' })
    await expect.poll(() => output.textContent).toContain('all equal the vote')
    expect(output).toHaveTextContent('1 copy differed and was taken from another cloud')
    within(output).getByRole('button', { name: 'Open folder' }).click()
    await expect.poll(() => called(main, 'runs.showFetched')).toEqual([{ run: run.run }])
  })

  test('comes with the command to fetch it', async () => {
    const main = await shown([scenarios.verified()], { stateFolder: '/tmp/state' })
    const output = screen.getByRole('region', { name: 'Output' })
    within(output).getByRole('button', { name: 'Copy command' }).click()
    await expect
      .poll(() => called(main, 'clipboard.write'))
      .toEqual([
        { text: 'npx medusa fetch r-20261121-140211-7k2m ./wordcount-sotu --state /tmp/state' }
      ])
  })

  test('is not offered when the run is not verified', async () => {
    await shown([scenarios.notVerified()])
    expect(screen.queryByRole('button', { name: /Fetch/ })).toBeNull()
    expect(screen.getByRole('region', { name: 'Output' })).toHaveTextContent(
      'no cloud only a verified output is published'
    )
  })
})

describe('a large vote', () => {
  test('shows the files that differ first, and all of them on request', async () => {
    await shown([scenarios.manyFiles()])
    const votes = screen.getByRole('region', { name: 'Votes' })
    const names = (): string[] =>
      within(votes)
        .getAllByRole('rowheader')
        .map((head) => head.textContent.trim())
    expect(names().slice(0, 5)).toEqual([
      'part-r-00017',
      'part-r-00121',
      'part-r-00200',
      'part-r-00230',
      '_SUCCESS'
    ])
    expect(names().length).toBe(10)
    within(votes).getByRole('button', { name: 'Show 200 more' }).click()
    await expect.poll(() => names().length).toBe(210)
    within(votes).getByRole('button', { name: 'Differing 4' }).click()
    await expect
      .poll(names)
      .toEqual(['part-r-00017', 'part-r-00121', 'part-r-00200', 'part-r-00230'])
  })
})

describe('without a run', () => {
  test('the page says what to do next', async () => {
    const main = await shown([])
    expect(await screen.findByRole('heading', { name: 'No runs yet' })).toBeInTheDocument()
    expect(screen.getByText('npx medusa run FILE')).toBeInTheDocument()
    const [, open] = screen.getAllByRole('button', { name: 'Open job file…' })
    open!.click()
    await expect.poll(() => called(main, 'runs.open')).toEqual([{}])
  })

  test('a missing environment is named with its remedy and a button', async () => {
    const error = {
      code: 'ENVIRONMENT_UNKNOWN',
      message: 'there is no environment "lab"',
      hint: 'Start it with: npx medusa lab up'
    } as const
    const main = fakeMain({
      'console.read': () =>
        ok(aConsoleState({ environment: null, engine: { type: 'failed', error } }))
    })
    render(App, { api: main.api })
    expect(
      await screen.findByRole('heading', { name: 'The environment does not exist' })
    ).toBeInTheDocument()
    expect(screen.getByText(/Start it with: npx medusa lab up/)).toBeInTheDocument()
    screen.getByRole('button', { name: 'Try again' }).click()
    await expect.poll(() => called(main, 'console.retry')).toEqual([{}])
  })
})

describe('what cannot be shown or done', () => {
  const unknown = {
    'runs.follow': () =>
      ({ ok: false, error: { code: 'RUN_UNKNOWN', message: 'there is no such run' } }) as const,
    'theme.choose': () =>
      ({ ok: false, error: { code: 'INTERNAL', message: 'the theme is not kept' } }) as const
  }
  const failed: Partial<ConsoleState> = {
    environments: [],
    engine: { type: 'failed', error: { code: 'BAD_SETTINGS', message: 'they are no JSON' } }
  }

  test.each([
    ['ready', {}],
    ['failed', failed]
  ])('stands on the page of a run while the engine is %s', async (_engine, state) => {
    const main = fakeMain({ 'console.read': () => ok(aConsoleState(state)), ...unknown })
    location.hash = '#/runs/r-20261121-140211-none'
    render(App, { api: main.api })
    expect(await screen.findByRole('heading', { name: 'There is no such run' })).toBeInTheDocument()
    screen.getByRole('menuitemradio', { name: 'Dark', hidden: true }).click()
    expect(await screen.findByText('the theme is not kept')).toBeInTheDocument()
    screen.getByRole('button', { name: 'Dismiss' }).click()
    await expect.poll(() => screen.queryByText('the theme is not kept')).toBeNull()
    expect(screen.getByRole('heading', { name: 'There is no such run' })).toBeInTheDocument()
  })

  test('is said on every page but those of the first start', async () => {
    const main = fakeMain({
      'console.read': () => ok(aConsoleState({ ...failed, environment: null }))
    })
    location.hash = '#/runs'
    render(App, { api: main.api })
    expect(
      await screen.findByRole('heading', { name: 'The settings could not be read' })
    ).toBeInTheDocument()
  })
})

test('commands to copy quote a state folder that has spaces', async () => {
  await shown([scenarios.verified()], { stateFolder: '/tmp/my state' })
  expect(screen.getByRole('region', { name: 'Output' })).toHaveTextContent(
    "--state '/tmp/my state'"
  )
})

describe('a job file that was refused', () => {
  const start = (code: 'TOO_FEW_CLUSTERS' | 'BAD_JOB_FILE'): Partial<ConsoleState> => ({
    start: { ticket: 't-1', file: '/jobs/w.yaml', error: { code, message: 'what is wrong' } }
  })

  test('can be started with the weaker guarantee, after being told', async () => {
    const main = await shown([], start('TOO_FEW_CLUSTERS'))
    screen.getByRole('button', { name: 'Start with the weaker guarantee' }).click()
    await expect
      .poll(() => called(main, 'runs.startAgain'))
      .toEqual([{ ticket: 't-1', acceptWeaker: true }])
  })

  test('is not offered with less when that would not help', async () => {
    await shown([], start('BAD_JOB_FILE'))
    expect(screen.getByRole('heading', { name: 'The job file was refused' })).toBeInTheDocument()
    expect(screen.queryByRole('button', { name: /weaker/ })).toBeNull()
  })
})

test('the list of runs has a line for each, with its verdict in words', async () => {
  const runs = [scenarios.verified(), { ...scenarios.cancelled(), run: 'r-2' as RunId }]
  location.hash = '#/runs'
  const main = fakeMain({ 'console.read': () => ok(aConsoleState({ runs: runs.map(summaryOf) })) })
  render(App, { api: main.api })
  const table = await screen.findByRole('table')
  expect(
    within(table)
      .getAllByRole('row')
      .slice(1)
      .map((row) => within(row).getAllByRole('cell')[1]!.textContent.trim())
  ).toEqual(['verified', 'cancelled'])
})

test('the theme is chosen from three', async () => {
  const main = await shown([scenarios.verified()], { theme: 'dark' })
  const items = within(screen.getByRole('group', { name: 'Theme', hidden: true })).getAllByRole(
    'menuitemradio',
    { hidden: true }
  )
  expect(items.map((item) => [item.textContent.trim(), item.getAttribute('aria-checked')])).toEqual(
    [
      ['As the desktop', 'false'],
      ['Light', 'false'],
      ['Dark', 'true']
    ]
  )
  items[1]!.click()
  await expect.poll(() => called(main, 'theme.choose')).toEqual([{ theme: 'light' }])
})

describe('a run of several units', () => {
  const selected = (): HTMLElement => screen.getByRole('option', { selected: true })

  test('has a line for each job, and choosing one shows its attempts and votes', async () => {
    await shown([jobGraph()])
    const jobs = screen.getByRole('region', { name: 'Jobs' })
    expect(
      within(jobs)
        .getAllByRole('rowheader')
        .map((head) => head.textContent.trim())
    ).toEqual(['words', 'means', 'report'])
    within(jobs).getByRole('button', { name: 'means' }).click()
    expect(await screen.findByRole('region', { name: 'Attempts at means' })).toBeInTheDocument()
    expect(screen.getByRole('region', { name: 'Votes on means' })).toHaveTextContent(
      'numbers, within 1e-9'
    )
  })

  test('shows chunks as shapes with words, the one that went apart first', async () => {
    await shown([taskLevel()])
    const chunks = screen.getByRole('listbox', { name: 'Chunks of count' })
    expect(within(chunks).getAllByRole('option')).toHaveLength(8)
    expect(selected()).toHaveAccessibleName(
      'chunk 2: decided; porto agreed, lisbon agreed, faro outvoted (2 attempts)'
    )
    expect(screen.getByRole('region', { name: 'Attempts at count-2' })).toHaveTextContent(
      'farorepeat'
    )
  })

  test('lets chunks be chosen with the keyboard, from one stop of the tabulator', async () => {
    await shown([taskLevel()])
    const options = screen.getAllByRole('option')
    expect(options.filter((option) => option.tabIndex === 0)).toEqual([selected()])
    selected().focus()
    const press = (key: string): boolean =>
      document.activeElement!.dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
      )
    press('End')
    await expect.poll(() => selected()).toBe(options[7])
    expect(document.activeElement).toBe(options[7])
    press('ArrowRight')
    press('ArrowLeft')
    await expect.poll(() => selected()).toBe(options[6])
    expect(screen.getByRole('region', { name: 'Attempts at count-6' })).toHaveTextContent(
      'lisbon: the job failed'
    )
  })

  test('tells copies with their bytes, and why one failed', async () => {
    await shown([taskLevel()])
    const copies = screen.getByRole('region', { name: 'Copies' })
    expect(within(copies).getByRole('progressbar')).toHaveAttribute('aria-valuenow', '4200000')
    expect(copies).toHaveTextContent('HDFS refused a request: HttpFS on 127.0.1.1:14000 closed')
    expect(copies).toHaveTextContent('copying again')
  })

  test('says what the answer took', async () => {
    await shown([jobGraph()])
    const given = screen.getByRole('region', { name: 'What went in' })
    expect(given.textContent.replaceAll('\u00a0', ' ')).toContain('6 executions')
    expect(given).toHaveTextContent('copied between clouds')
  })

  test('kept by the first version is shown as before', async () => {
    const older: Partial<RunSnapshot> = { ...scenarios.verified() }
    for (const member of ['copies', 'cost', 'granularity'] as const)
      Reflect.deleteProperty(older, member)
    await shown([older as RunSnapshot])
    expect(screen.getByRole('region', { name: 'Attempts' })).toBeInTheDocument()
    expect(screen.queryByRole('region', { name: 'Jobs' })).toBeNull()
  })
})

test('the shown run stays as it is when another environment is chosen', async () => {
  const main = await shown([scenarios.verified()])
  const verdict = screen.getByRole('region', { name: 'Verdict' })
  const runs = [summaryOf(scenarios.verified())]
  main.emit(
    'console.state',
    aConsoleState({ runs, version: 9, environment: 'research', environments: [] })
  )
  await screen.findByText('research', { selector: 'b' })
  expect(screen.getByRole('region', { name: 'Verdict' })).toBe(verdict)
})

test('whoever goes deeper within a page is taken to a title that says where', async () => {
  await import('../../../src/renderer/src/features/overview/OverviewPage.svelte')
  const main = fakeMain({
    'console.read': () => ok(aConsoleState({ clusters: ['faro' as never] }))
  })
  location.hash = '#/overview'
  render(App, { api: main.api })
  await expect.poll(() => document.title).toBe('Overview · Medusa Console')
  const page = screen.getByRole('main')
  page.scrollTop = 300
  location.hash = '#/overview/drift'
  const heading = await screen.findByRole('heading', { level: 1, name: 'Drift' })
  await expect.poll(() => document.activeElement).toBe(heading)
  expect([document.title, page.scrollTop]).toEqual(['Drift · Overview · Medusa Console', 0])
})
