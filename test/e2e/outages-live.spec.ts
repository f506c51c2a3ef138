/** Outages on a running lab while somebody looks: the broker is stopped and started, a cloud stops answering. */
import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Page } from '@playwright/test'
import { brokerEnvironment } from '../../src/lab/broker-configuration.js'
import { labFault, labHeal } from '../../src/lab/faults.js'
import { labFolder } from '../../src/lab/folders.js'
import { requirePlan } from '../../src/lab/record.js'
import { expect, screenshot, test } from './fixtures.js'
import type { OpenOptions, OpenWindow } from './window.js'

const root = resolve(import.meta.dirname, '../..')
const state = process.env['MEDUSA_TEST_LAB'] ?? ''
const RABBITMQCTL = '/usr/lib/rabbitmq/bin/rabbitmqctl'
/** Clouds beat every 5 s, and count as silent after some of these. */
const NOTICED_MS = 60_000

test.skip(state === '', 'MEDUSA_TEST_LAB names no running lab')

/** The broker of the lab, stopped and started as its administrator would. */
async function rabbit(command: 'stop_app' | 'start_app'): Promise<void> {
  const { plan } = await requirePlan(labFolder(state))
  const environment = brokerEnvironment(plan.broker)
  // The node's cookie is its owner's alone.
  const { uid, gid } = statSync(join(environment['HOME'] ?? '', '.erlang.cookie'))
  execFileSync(RABBITMQCTL, [command], {
    env: { ...process.env, ...environment },
    stdio: 'pipe',
    ...(process.getuid?.() === 0 ? { uid, gid } : {})
  })
}

const show = (page: Page, hash: string): Promise<void> =>
  page.evaluate((next) => void (location.hash = next), hash)

/** A window that sees the whole lab. */
async function watching(open: (options: OpenOptions) => Promise<OpenWindow>) {
  const { page } = await open({ folder: root, args: ['--state', state, '--environment', 'lab'] })
  const navigation = page.getByRole('navigation', { name: 'Main' })
  await expect(navigation.getByText('1 lying or 1 silent')).toBeVisible({ timeout: NOTICED_MS })
  return { page, navigation }
}

async function pictures(page: Page, name: string): Promise<void> {
  for (const theme of ['dark', 'light'] as const) {
    await page.evaluate((next) => (document.documentElement.dataset['theme'] = next), theme)
    await screenshot(page, `outage-${name}-${theme}`)
  }
}

test('the broker is stopped and started while the pages are open', async ({ open }) => {
  test.setTimeout(300_000)
  const { page, navigation } = await watching(open)
  await show(page, '#/broker/queues')
  await expect(page.getByRole('row', { name: /medusa\.faro/ })).toBeVisible({ timeout: 20_000 })
  await rabbit('stop_app')
  try {
    await expect(page.getByText('The broker does not answer').first()).toBeVisible({
      timeout: NOTICED_MS
    })
    await expect(page.getByRole('row', { name: /medusa\.faro/ })).toBeVisible() // as last seen
    await pictures(page, 'broker-queues')
    for (const tab of ['vhosts', 'connections', 'workers']) {
      await show(page, `#/broker/${tab}`)
      await expect(page.getByText('The broker does not answer').first()).toBeVisible()
    }
    await show(page, '#/overview')
    await expect(navigation.getByText('1 lying or 1 silent')).toHaveCount(0, {
      timeout: NOTICED_MS
    })
    await pictures(page, 'broker-overview')
    await show(page, '#/clusters/faro')
    await expect(page.getByRole('heading', { level: 1, name: 'faro' })).toBeVisible()
    await pictures(page, 'broker-cluster')
    for (const other of ['runs', 'settings', 'setup', 'predict', 'actions', 'clusters']) {
      await show(page, `#/${other}`)
      await expect(page.getByRole('main').locator('[aria-busy="true"]')).toHaveCount(0)
      await expect(page.getByText('Something is wrong inside')).toHaveCount(0)
    }
    await show(page, '#/broker/queues')
  } finally {
    await rabbit('start_app')
  }
  await expect(page.getByText('The broker does not answer')).toHaveCount(0, {
    timeout: 2 * NOTICED_MS
  })
  await expect(navigation.getByText('1 lying or 1 silent')).toBeVisible({
    timeout: 2 * NOTICED_MS
  })
  await show(page, '#/overview')
  const events = page.getByRole('region', { name: 'Events' })
  await expect(events.getByText(/broker/i).first()).toBeVisible()
  await pictures(page, 'broker-back')
})

test('a cloud stops answering while it is watched, and comes back', async ({ open }) => {
  test.setTimeout(300_000)
  const { page, navigation } = await watching(open)
  const clusters = page.getByRole('region', { name: 'Clusters' })
  const row = (name: string) =>
    clusters.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) })
  await labFault(labFolder(state), 'faro', 'outage')
  try {
    await expect(row('faro').getByText(/silent|degraded/)).toBeVisible({ timeout: NOTICED_MS })
    await expect(row('porto').getByText('active')).toBeVisible()
    await expect(row('lisbon').getByText('active')).toBeVisible()
    await expect(navigation.getByText('1 lying or 1 silent')).toHaveCount(0)
    await expect(row('faro').getByText('silent')).toBeVisible({ timeout: NOTICED_MS })
    await pictures(page, 'cloud')
  } finally {
    await labHeal(labFolder(state), 'faro')
  }
  await expect(row('faro').getByText('active')).toBeVisible({ timeout: 2 * NOTICED_MS })
  await expect(navigation.getByText('1 lying or 1 silent')).toBeVisible({ timeout: NOTICED_MS })
})
