/** The overview as a person sees it: on a running lab, and with a watch of the test behind the real main process, preload and page. */
import type { Millis } from '@shared/model/ids.js'
import type { LaneBar, TimelineEvent } from '@shared/model/timeline.js'
import type { EnvironmentSnapshot, Trial } from '@shared/model/watch.js'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { resolve } from 'node:path'
import {
  NOW,
  afternoonBars,
  afternoonEvents,
  anAfternoon,
  blindWatch,
  manyClusters
} from '../renderer/watch-snapshots.js'
import { expect, screenshot, sidewaysPixels, test } from './fixtures.js'
import type { OpenWindow } from './window.js'

/** Of any weight, unlike the fixture's: this page has none. */
async function allViolations(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
}

const root = resolve(import.meta.dirname, '../..')
const state = process.env['MEDUSA_TEST_LAB']

test('shows the clusters of a running lab, active, with figures and ages that move', async ({
  open
}) => {
  test.skip(state === undefined, 'MEDUSA_TEST_LAB names no running lab')
  test.setTimeout(120_000)
  for (const theme of ['light', 'dark'] as const) {
    const { page, close } = await open({
      theme,
      folder: root,
      args: ['--state', state ?? '', '--environment', 'lab']
    })
    const clusters = page.getByRole('region', { name: 'Clusters' })
    for (const name of ['porto', 'lisbon', 'faro']) {
      const row = clusters.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) })
      await expect(row.getByText('active')).toBeVisible({ timeout: 30_000 })
      await expect(row.getByText(/^\d+ \/ \d+$/)).toBeVisible({ timeout: 20_000 })
      await expect(row.getByText(/^\d+(\.\d+)?\sGiB$/)).toBeVisible({ timeout: 20_000 })
    }
    const beat = clusters.getByRole('row').nth(1).getByRole('cell').nth(1)
    const before = await beat.textContent()
    await expect(beat).not.toHaveText(before ?? '', { timeout: 10_000 })
    await expect(page.getByText('1 outvoted')).toBeVisible()
    await expect(page.getByText('f = 2 is possible with 2 more clusters.')).toBeVisible()
    expect(await allViolations(page)).toEqual([])
    expect(await sidewaysPixels(page)).toBe(0)
    await screenshot(page, `overview-lab-${theme}-1280x800`)
    await close()
  }
})

/** What the test's watch sees from now on, and what had happened before. */
const sees = (
  { app }: OpenWindow,
  snapshot: EnvironmentSnapshot,
  events: readonly TimelineEvent[] = [],
  bars: readonly LaneBar[] = []
): Promise<void> =>
  app.evaluate(
    (_electron, told) => {
      const { harness } = globalThis as unknown as {
        harness: {
          watch: { bars: unknown; show(of: unknown): void; happened(of: unknown): void }
        }
      }
      harness.watch.bars = told.bars
      harness.watch.happened(told.events)
      harness.watch.show(told.snapshot)
    },
    { snapshot, events, bars }
  )

const aTrial = (change: Partial<Trial>): Trial => ({
  kind: 'hello',
  target: 'task medusa.hello through queue medusa.evora of vhost medusa-evora',
  at: (NOW - 9_000) as Millis,
  tookMs: 5_000,
  ok: false,
  says: 'the worker of cluster "evora" did not answer medusa.hello within 5 s',
  code: 'TASK_TIMED_OUT',
  hint: 'is a worker running there, and does it read the queue "medusa.evora"?',
  ...change
})
const evoraTrials = (): readonly Trial[] => [
  aTrial({
    kind: 'queue',
    target: 'queue.declare medusa.evora passive=true in vhost medusa-evora',
    at: (NOW - 3_000) as Millis,
    tookMs: 2,
    ok: true,
    says: '2 ready, 0 consumers',
    code: null,
    hint: null
  }),
  aTrial({}),
  aTrial({
    kind: 'yarn',
    target: 'GET http://evora.example:8088/ws/v1/cluster/metrics',
    says: 'the ResourceManager of "evora": no connection within 3 s',
    code: 'CLUSTER_UNREACHABLE',
    hint: 'does evora.example:8088 answer from this machine? See "yarn" of the cluster in the settings'
  }),
  aTrial({
    kind: 'heartbeat',
    target: 'exchange celeryev of vhost medusa-evora',
    at: (NOW - 1_505_000) as Millis,
    tookMs: 0,
    says: 'the last one came from medusa@evora',
    code: null,
    hint: null
  })
]

const SIZES = { '1280x800': { width: 1280, height: 800 }, '1024x700': { width: 1024, height: 700 } }
const clusterNames = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `c-${String(index)}`)

for (const theme of ['light', 'dark'] as const)
  for (const [name, size] of Object.entries(SIZES))
    test(`an afternoon with a silent, a degraded and a drifting cluster, ${theme}, ${name}`, async ({
      open
    }) => {
      const window = await open({ theme, size, now: NOW, clusters: clusterNames(6) })
      const { page } = window
      await expect(page.getByRole('status', { name: 'Asking broker and clusters' })).toBeHidden()
      await sees(window, anAfternoon(), afternoonEvents(), afternoonBars())
      const clusters = page.getByRole('region', { name: 'Clusters' })
      await expect(clusters.getByText('silent', { exact: true })).toBeVisible()
      await expect(clusters.getByText('no heartbeat and no answer from its HDFS')).toBeVisible()
      await expect(page.getByText('f = 2 is possible as soon as')).toBeVisible()
      await expect(page.getByText('blocks publishers: low on memory')).toBeVisible()
      await page.mouse.move(0, 0)
      expect(await allViolations(page)).toEqual([])
      expect(await sidewaysPixels(page)).toBe(0)
      await screenshot(page, `overview-afternoon-${theme}-${name}`)
      await page.getByRole('button', { name: 'As table' }).click()
      await expect(page.getByRole('region', { name: 'Lanes as a table' })).toBeVisible()
      expect(await allViolations(page)).toEqual([])
      await page.locator('.page').evaluate((element) => element.scrollTo(0, element.scrollHeight))
      await screenshot(page, `overview-lanes-table-${theme}-${name}`)
    })

test('tells what was tried at a cluster, and probes it, by keyboard alone', async ({ open }) => {
  for (const theme of ['light', 'dark'] as const) {
    const window = await open({ theme, now: NOW, clusters: clusterNames(6) })
    const { app, page } = window
    await sees(window, anAfternoon(), afternoonEvents(), afternoonBars())
    await app.evaluate((_electron, trials) => {
      const { harness } = globalThis as unknown as { harness: { watch: { trials: unknown } } }
      harness.watch.trials = trials
    }, evoraTrials())
    const evora = page
      .getByRole('row')
      .filter({ hasText: 'no heartbeat and no answer from its HDFS' })
    await evora.getByRole('button', { name: 'What was tried' }).focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'What was tried at evora' })
    await expect(dialog.getByText('no connection within 3 s')).toBeVisible()
    expect(await allViolations(page)).toEqual([])
    await screenshot(page, `overview-tried-${theme}-1280x800`)
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await evora.getByRole('button', { name: 'Probe now' }).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByText('evora was asked everything anew')).toBeVisible()
  }
})

test('says that it is blind, and shows no old news, when the broker is away', async ({ open }) => {
  for (const theme of ['light', 'dark'] as const) {
    const window = await open({ theme, now: NOW, clusters: clusterNames(3) })
    await sees(window, blindWatch())
    const { page } = window
    await expect(
      page.getByRole('heading', { name: 'This console cannot see the clusters' })
    ).toBeVisible()
    const clusters = page.getByRole('region', { name: 'Clusters' })
    await expect(clusters.getByText('3 unknown')).toBeVisible()
    await expect(clusters.getByText('active')).toBeHidden()
    expect(await allViolations(page)).toEqual([])
    await screenshot(page, `overview-blind-${theme}-1280x800`)
  }
})

test('reports drift with what it can do to a vote', async ({ open }) => {
  for (const theme of ['light', 'dark'] as const) {
    const window = await open({ theme, now: NOW, clusters: clusterNames(6) })
    await sees(window, anAfternoon())
    const { page } = window
    await page.getByRole('link', { name: /Java 1\.8\.0_392/ }).click()
    const drift = page.getByRole('region', { name: 'Drift' })
    await expect(drift.getByRole('rowheader', { name: 'warning Java' })).toBeVisible()
    await expect(
      drift.getByText('Not compared, because their facts are unknown: evora.')
    ).toBeVisible()
    expect(await allViolations(page)).toEqual([])
    await screenshot(page, `overview-drift-${theme}-1280x800`)
  }
})

test('500 clusters scroll fluently, and only what is near is drawn', async ({ open }) => {
  test.setTimeout(120_000)
  const window = await open({ now: NOW, clusters: clusterNames(500) })
  const { page } = window
  await sees(window, manyClusters(500))
  const list = page.getByRole('region', { name: 'Clusters, scrollable' })
  await expect(list.getByRole('row').nth(1)).toBeVisible()
  expect(await list.getByRole('row').count()).toBeLessThan(80)
  // What a step costs this page, not what the screen of the test machine makes of it (that is the bench's business).
  const worst = await list.evaluate(async (element) => {
    const costs: number[] = []
    for (let step = 0; step < 120; step += 1) {
      const began = performance.now()
      element.scrollTop += 120
      element.dispatchEvent(new Event('scroll'))
      await Promise.resolve()
      element.getBoundingClientRect()
      costs.push(performance.now() - began)
      await new Promise(requestAnimationFrame)
    }
    return costs.sort((one, other) => one - other)[Math.floor(costs.length / 2)] ?? 0
  })
  process.stdout.write(`500 clusters: ${worst.toFixed(1)} ms a step of scrolling, median\n`)
  expect(worst).toBeLessThan(200) // with ten times the work this machine can do; at rest a tenth of it
  await expect(list.getByRole('rowheader', { name: 'cluster-440' })).toBeVisible()
  await screenshot(page, 'overview-500-light-1280x800')
  await page.getByRole('searchbox', { name: /^Find clusters/ }).fill('silent')
  await expect(page.getByRole('region', { name: 'Clusters' }).getByRole('rowheader')).toHaveCount(
    10
  )
  expect(await allViolations(page)).toEqual([])
})

test('teaches what to do where there is no cluster yet', async ({ open }) => {
  for (const theme of ['light', 'dark'] as const) {
    const { page } = await open({ theme })
    await expect(page.getByRole('link', { name: 'Try the lab on this machine' })).toBeVisible()
    await expect(page.getByRole('link', { name: 'Set up my clusters' })).toBeVisible()
    expect(await allViolations(page)).toEqual([])
    await screenshot(page, `overview-empty-${theme}-1280x800`)
  }
})

test('remembers which events one wants to see', async ({ open }) => {
  const window = await open({ now: NOW, clusters: clusterNames(6) })
  const { page } = window
  await sees(window, anAfternoon(), afternoonEvents())
  const events = page.getByRole('region', { name: 'Events' })
  await expect(events.getByRole('listitem')).toHaveCount(5)
  await page.getByRole('combobox', { name: 'Of what' }).selectOption('broker')
  await expect(events.getByRole('listitem')).toHaveCount(2)
  await page.getByRole('searchbox', { name: 'Find events by text' }).fill('^broker blocks')
  await expect(events.getByRole('listitem')).toHaveCount(1)
  await page.getByRole('button', { name: '3 h' }).click()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Last 3 hours' })).toBeVisible()
  await expect(events.getByRole('listitem')).toHaveCount(1)
})

test('is whole at 200 % zoom', async ({ open }) => {
  const window = await open({ now: NOW, clusters: clusterNames(6) })
  const { app, page } = window
  await sees(window, anAfternoon(), afternoonEvents(), afternoonBars())
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2)
  )
  const clusters = page.getByRole('region', { name: 'Clusters' })
  await expect(clusters.getByText('silent', { exact: true })).toBeVisible()
  await expect.poll(() => sidewaysPixels(page)).toBe(0)
  const state = await clusters.getByText('degraded', { exact: true }).boundingBox()
  expect(state?.width).toBeGreaterThan(40)
})
