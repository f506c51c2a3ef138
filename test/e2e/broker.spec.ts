/** The broker page in the real window, on the lab's RabbitMQ. What is made here is called broker-e2e-… and removed again. */
import type { Page } from '@playwright/test'
import AxeBuilder from '@axe-core/playwright'
import { TcpProxy } from '../support/tcp-proxy.js'
import { LabAdministrator, ownState, root, startWorker, type OwnState } from './broker-lab.js'
import { expect, screenshot, sidewaysPixels, test } from './fixtures.js'

const state = process.env['MEDUSA_TEST_LAB']
const VHOST = 'broker-e2e/vhost ü'
const USER = 'broker-e2e "worker"'
const QUEUE = 'broker-e2e.tasks'

test.skip(state === undefined, 'MEDUSA_TEST_LAB names no running lab')

const args = (folder: string): readonly string[] => ['--state', folder, '--environment', 'lab']
const administrator = (): LabAdministrator => new LabAdministrator(state ?? '')

async function findings(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
}

async function toBroker(page: Page, part = ''): Promise<void> {
  await expect(page.getByRole('link', { name: /^Broker/ }).first()).toBeVisible()
  await page.evaluate((hash) => (location.hash = hash), `#/broker${part}`)
  await expect(page.getByRole('heading', { level: 1, name: 'Broker' })).toBeVisible()
}

async function signIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign in…' }).click()
  await page.getByLabel('User', { exact: true }).fill('admin')
  await page.getByLabel('Password', { exact: true }).fill(administrator().password)
  await page.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('signed in as admin')).toBeVisible()
}

async function removeAll(): Promise<void> {
  await administrator().remove('vhosts', VHOST)
  await administrator().remove('users', USER)
}
/** The lab as it is, but exports of definitions go where the test can throw them away. */
let same: OwnState
test.beforeEach(async () => {
  same = ownState(state ?? '', (environment) => environment)
  await removeAll()
})
test.afterEach(async () => {
  same.remove()
  await removeAll()
})

for (const theme of ['light', 'dark'] as const)
  test(`shows the lab's broker in ${theme}: every part, nothing sideways, nothing for axe`, async ({
    open
  }) => {
    const { page } = await open({ folder: root, args: args(same.folder), theme })
    await toBroker(page)
    const tasks = page.getByRole('table', { name: 'Queues' })
    await expect(tasks.getByText('medusa.faro').first()).toBeVisible()
    await expect(tasks.getByText('not heard')).toHaveCount(0, { timeout: 20_000 })
    await expect(page.getByText('RabbitMQ shows this to administrators only')).toBeVisible()
    await screenshot(page, `broker-monitor-${theme}`)
    expect(await findings(page)).toEqual([])
    await signIn(page)
    await page.getByRole('button', { name: 'worker-faro', exact: true }).click()
    await expect(page.getByText('takes tasks from medusa.faro')).toBeVisible()
    await expect(page.getByText('takes faro’s tasks, answers as faro')).toBeVisible()
    await page.getByLabel('read', { exact: true }).fill('^(medusa\\.faro|medusa\\.replies\\..*)$')
    await expect(page.getByText('can read the replies that wait for the console')).toBeVisible()
    await screenshot(page, `broker-${theme}`)
    expect(await findings(page)).toEqual([])
    await page.getByLabel('read', { exact: true }).fill('*')
    await expect(page.getByText('no regular expression').first()).toBeVisible()
    await screenshot(page, `broker-invalid-${theme}`)
    for (const part of ['vhosts', 'connections', 'workers']) {
      await toBroker(page, `/${part}`)
      await expect(page.getByRole('table').first()).toBeVisible({ timeout: 20_000 })
      await screenshot(page, `broker-${part}-${theme}`)
      expect(await findings(page)).toEqual([])
    }
    await toBroker(page)
    await expect(page.getByLabel('read', { exact: true })).toHaveValue('*')
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.setViewportSize({ width: 1024, height: 700 })
    expect(await sidewaysPixels(page)).toBe(0)
    await screenshot(page, `broker-1024x700-${theme}`)
  })

test('makes user, vhost and rights with which a stock Celery worker connects; purges; removes all', async ({
  open
}) => {
  test.setTimeout(180_000)
  const { page } = await open({ folder: root, args: args(same.folder), theme: 'dark' })
  await toBroker(page)
  await signIn(page)

  await page.getByRole('button', { name: 'Vhost…' }).click()
  await page.getByLabel('Name', { exact: true }).fill(VHOST)
  await page.getByRole('button', { name: 'Create vhost' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)

  await page.getByRole('button', { name: 'User…' }).click()
  await page.getByLabel('Name', { exact: true }).fill(USER)
  const password = await page.getByLabel('Password', { exact: true }).inputValue()
  expect(password).toMatch(/^[A-Za-z0-9]{40}$/)
  await screenshot(page, 'broker-create-user')
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Create user' }).click()
  await expect(page.getByRole('button', { name: USER, exact: true })).toBeVisible()

  await page.getByLabel('Vhost of the rights').selectOption({ value: VHOST })
  for (const field of ['configure', 'write', 'read'])
    await page.getByLabel(field, { exact: true }).fill('.*')
  await expect(page.getByText('may touch everything in this vhost')).toBeVisible()
  await page.getByRole('button', { name: 'Give these rights' }).click()
  await expect(page.getByRole('button', { name: 'Save' })).toBeVisible()

  const { host, port } = administrator().environment.broker
  const part = encodeURIComponent
  const worker = startWorker(
    `amqp://${part(USER)}:${password}@${host}:${String(port)}/${part(VHOST)}`,
    QUEUE
  )
  try {
    await page.getByRole('button', { name: /^All/ }).click()
    await page.getByLabel('Filter queues by name').fill('^broker-e2e')
    const row = page.getByRole('row', { name: /broker-e2e\.tasks/ })
    await expect(row).toBeVisible({ timeout: 60_000 })
    await expect(row.getByRole('cell').nth(4)).toHaveText('1', { timeout: 20_000 })
    await screenshot(page, 'broker-stock-worker')
  } finally {
    await worker.stop()
  }

  await administrator().fill(VHOST, QUEUE, 2)
  await page.getByRole('button', { name: `More about ${QUEUE}` }).click()
  await page.getByRole('menuitem', { name: /Purge/ }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: /Purge 2.messages/ })).toBeDisabled()
  await dialog.getByRole('textbox').fill(QUEUE)
  await screenshot(page, 'broker-purge')
  expect(await findings(page)).toEqual([])
  await dialog.getByRole('button', { name: /Purge 2.messages/ }).click()
  await expect(page.getByText(/Purged queue broker-e2e\.tasks .*2 messages/)).toBeVisible()

  await page.getByLabel('Filter queues by name').fill('')
  await page.getByRole('button', { name: /^Task queues/ }).click()
  await toBroker(page, '/vhosts')
  await page.getByRole('button', { name: `More about vhost ${VHOST}` }).click()
  await page.getByRole('menuitem', { name: 'Delete vhost…' }).click()
  await dialog.getByRole('textbox').fill(VHOST)
  await dialog.getByRole('button', { name: /^Delete vhost and/ }).click()
  await expect(page.getByRole('cell', { name: VHOST })).toHaveCount(0)
  await toBroker(page)
  await page.getByRole('button', { name: `More about user ${USER}` }).click()
  await page.getByRole('menuitem', { name: 'Delete user…' }).click()
  await dialog.getByRole('textbox').fill(USER)
  await dialog.getByRole('button', { name: /^Delete user/ }).click()
  await expect(page.getByRole('button', { name: USER, exact: true })).toHaveCount(0)
  await expect(page.getByText(/backups\/definitions-lab-/).first()).toBeVisible()
})

test('keeps old figures with their age while the broker is away, and recovers by itself', async ({
  open
}) => {
  test.setTimeout(120_000)
  const { broker: real } = administrator().environment
  const management = new URL(real.management ?? '')
  const rest = await TcpProxy.to({ host: management.hostname, port: Number(management.port) })
  const amqp = await TcpProxy.to({ host: real.host, port: real.port })
  const own = ownState(state ?? '', (environment) => ({
    ...environment,
    broker: {
      ...environment.broker,
      host: '127.0.0.1',
      port: amqp.port,
      management: `http://127.0.0.1:${String(rest.port)}`
    }
  }))
  try {
    const { page } = await open({ folder: root, args: args(own.folder), theme: 'light' })
    await toBroker(page)
    await expect(page.getByText('medusa.faro')).toBeVisible()
    rest.refuse()
    await expect(page.getByText('RabbitMQ’s management plugin does not answer')).toBeVisible({
      timeout: 20_000
    })
    await expect(page.getByText('medusa.faro').first()).toBeVisible()
    await screenshot(page, 'broker-plugin-away')
    expect(await findings(page)).toEqual([])
    amqp.refuse()
    await expect(page.getByText('The broker does not answer').first()).toBeVisible({
      timeout: 30_000
    })
    await expect(page.getByText(/These figures were seen/)).toBeVisible()
    await screenshot(page, 'broker-away')
    amqp.relay()
    rest.relay()
    await expect(page.getByText(/These figures were seen/)).toHaveCount(0, { timeout: 30_000 })
    await expect(page.getByText('The broker does not answer')).toHaveCount(0, { timeout: 30_000 })
  } finally {
    own.remove()
    await rest.close()
    await amqp.close()
  }
})

test('shows what AMQP alone can tell where no plugin is set up, and the way to the set-up', async ({
  open
}) => {
  const own = ownState(state ?? '', (environment) => {
    const { host, port, tls, user } = environment.broker
    return { ...environment, broker: { host, port, tls, user } }
  })
  try {
    const { page } = await open({ folder: root, args: args(own.folder), theme: 'dark' })
    await toBroker(page)
    await expect(page.getByText('No management plugin is set up')).toBeVisible()
    const row = page.getByRole('row', { name: /medusa\.faro/ })
    await expect(row.getByRole('cell').nth(4)).toHaveText('1')
    await screenshot(page, 'broker-amqp-only')
    expect(await findings(page)).toEqual([])
    await page.getByRole('link', { name: 'Open set-up' }).click()
    await expect(page).toHaveURL(/#\/setup$/)
  } finally {
    own.remove()
  }
})
