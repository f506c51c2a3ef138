/** The pages of the clusters in every state, with a main process that says what the test says. */
import type { ElectronApplication, Page } from '@playwright/test'
import type { SettingsView } from '@shared/ipc/settings-view.js'
import type { TestStep } from '@shared/model/cluster-test.js'
import type { ClusterName } from '@shared/model/ids.js'
import type { EnvironmentSnapshot, Trial } from '@shared/model/watch.js'
import { aWatch, SEEN_AT } from '../renderer/features/clusters/a-watch.js'
import { answer, showEnvironment } from './cluster-doubles.js'
import { anyViolations, expect, screenshot, sidewaysPixels, test } from './fixtures.js'

const THEMES = ['dark', 'light'] as const
const SMALL = { width: 1024, height: 700 }

const cluster = (name: string): object => ({
  name,
  address: `${name}.example.org`,
  vhost: `medusa-${name}`,
  queue: `medusa.${name}`,
  httpfs: `http://${name}.example.org:14000/webhdfs/v1`,
  webhdfs: `http://${name}.example.org:9870/webhdfs/v1`,
  yarn: `http://${name}.example.org:8088`,
  workFolder: '/user/medusa/medusa',
  user: 'medusa',
  ssh: {
    host: `${name}.example.org`,
    port: 22,
    user: 'medusa',
    hostKey: 'SHA256:xwuatWzsZiFVnlB2YSZs03b/JQVwhhVSbbeoVhn2AlA'
  }
})
const settings = {
  file: '~/.config/medusa/settings.json',
  revision: 'r1',
  text: JSON.stringify({
    version: 1,
    current: 'research',
    environments: {
      research: { broker: {}, clusters: ['porto', 'lisbon', 'faro'].map(cluster) }
    }
  }),
  issues: [],
  damaged: null,
  newer: false,
  versions: [],
  restartNeeded: [],
  secrets: [{ environment: 'research', name: 'key:porto', place: 'session' }],
  keyring: { available: false, why: 'no keyring here' },
  schema: {}
} as unknown as SettingsView

const TRIALS: readonly Trial[] = [
  {
    kind: 'hdfs',
    target: 'GET http://porto.example.org:14000/webhdfs/v1/?op=LISTSTATUS',
    at: (SEEN_AT - 9_000) as Trial['at'],
    tookMs: 12,
    ok: true,
    says: '5.20 TB of 8.00 TB free',
    code: null,
    hint: null
  },
  {
    kind: 'yarn',
    target: 'GET http://porto.example.org:8088/ws/v1/cluster/metrics',
    at: (SEEN_AT - 30_000) as Trial['at'],
    tookMs: 3_000,
    ok: false,
    says: 'no answer within 3 s',
    code: 'CLUSTER_UNREACHABLE',
    hint: 'does the ResourceManager run, and does a firewall let us through?'
  }
]

async function show(
  page: Page,
  app: ElectronApplication,
  hash: string,
  watch: EnvironmentSnapshot = aWatch()
): Promise<void> {
  await page.clock.setFixedTime(SEEN_AT + 2_000)
  await answer(app, 'settings.read', { ok: true, value: settings })
  await answer(app, 'settings.check', {
    ok: true,
    value: { issues: [], changes: [], restartNeeded: [] }
  })
  await answer(app, 'environment.tried', { ok: true, value: TRIALS })
  await answer(app, 'clusters.read', { ok: true, value: cluster('porto') })
  await page.evaluate((to) => (location.hash = to), hash)
  await showEnvironment(app, watch)
}

async function pictured(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0)
  expect(await sidewaysPixels(page), name).toBe(0)
  expect(await anyViolations(page), name).toEqual([])
  await screenshot(page, name)
}

for (const theme of THEMES)
  test(`table and one cluster, ${theme}`, async ({ open }) => {
    const { app, page } = await open({ theme })
    await show(page, app, '#/clusters')
    await expect(page.getByRole('row', { name: /lisbon/ })).toContainText('degraded')
    await expect(page.getByRole('row', { name: /faro/ })).toContainText('ssh to faro')
    await pictured(page, `clusters-table-${theme}`)
    await page.getByLabel('Filter clusters').fill('nothing like it')
    await expect(page.getByRole('heading', { name: 'No cluster fits' })).toBeVisible()
    await pictured(page, `clusters-none-fits-${theme}`)

    await show(page, app, '#/clusters/porto')
    await expect(page.getByText('4.73 TiB free')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Remove…' })).toBeDisabled()
    await pictured(page, `clusters-porto-${theme}`)
    await show(page, app, '#/clusters/lisbon')
    await expect(page.getByText('most have C.UTF-8')).toBeVisible()
    await pictured(page, `clusters-lisbon-drift-${theme}`)
    await show(page, app, '#/clusters/faro')
    await expect(page.getByText('the broker has no management plugin').first()).toBeVisible()
    await pictured(page, `clusters-faro-silent-${theme}`)
  })

test('no cluster, one that is not there, and an environment that did not open', async ({
  open
}) => {
  const { app, page } = await open({ theme: 'light' })
  await show(page, app, '#/clusters', aWatch({ clusters: [], drift: [] }))
  await expect(page.getByRole('heading', { name: 'No clusters yet' })).toBeVisible()
  await pictured(page, 'clusters-empty-light')
  await show(page, app, '#/clusters/nobody')
  await answer(app, 'clusters.read', {
    ok: false,
    error: { code: 'CLUSTER_UNKNOWN', message: 'no' }
  })
  await page.reload()
  await expect(page.getByRole('heading', { name: /no cluster “nobody”/ })).toBeVisible()
  await pictured(page, 'clusters-unknown-light')
})

const step = (id: string, title: string, change: Partial<TestStep> = {}): TestStep => ({
  id,
  title,
  state: 'ok',
  found: 'as it should be',
  error: null,
  key: null,
  tookMs: 140,
  ...change
})
const changedKey = step('ssh', 'Host key', {
  state: 'failed',
  found: null,
  error: {
    code: 'HOST_KEY_CHANGED',
    message: 'porto.example.org:22 shows another key than the one of line 12 of ~/.ssh/known_hosts',
    hint: 'somebody may be listening in between; nothing was sent. Ask whoever runs the host for its fingerprint, and compare with both below'
  },
  key: {
    of: { type: 'cluster' },
    host: 'porto.example.org',
    port: 22,
    type: 'ssh-ed25519',
    fingerprint: 'SHA256:PFKMnTe3XXQKwVo5jbnBmj0VfXEALEcGSza/TY76RXk',
    standing: 'changed',
    expected: {
      fingerprint: 'SHA256:xwuatWzsZiFVnlB2YSZs03b/JQVwhhVSbbeoVhn2AlA',
      by: 'line 12 of ~/.ssh/known_hosts'
    },
    notes: []
  }
})

for (const theme of THEMES)
  test(`adding: hosts of the ssh configuration, mistakes, a changed key, ${theme}`, async ({
    open
  }) => {
    const { app, page } = await open({ theme })
    await show(page, app, '#/clusters/new')
    await page.getByRole('button', { name: 'Take from ~/.ssh/config…' }).click()
    await expect(page.getByRole('dialog')).toContainText('through bastion')
    await pictured(page, `clusters-ssh-hosts-${theme}`)
    await page.getByRole('button', { name: /^porto/ }).click()
    await expect(page.getByLabel('Host', { exact: true }).first()).toHaveValue('porto.example.org')
    await expect(page.getByText('There is a cluster “porto” already')).toBeHidden() // not touched yet
    await pictured(page, `clusters-form-${theme}`)

    await page.getByLabel('Name', { exact: true }).fill('my cloud')
    await expect(page.getByText('A space is not allowed')).toBeVisible()
    await answer(app, 'settings.check', {
      ok: true,
      value: {
        issues: [
          {
            path: ['environments', 'research', 'clusters', 3, 'ssh', 'hostKey'],
            message: 'Invalid input',
            from: null,
            to: null
          }
        ],
        changes: [],
        restartNeeded: []
      }
    })
    await page.getByRole('button', { name: 'Add cluster' }).click()
    await expect(page.getByText('2 fields need another look')).toBeVisible()
    await expect(page.getByLabel('Name', { exact: true })).toBeFocused()
    await pictured(page, `clusters-form-mistakes-${theme}`)

    await page.getByLabel('Name', { exact: true }).fill('braga')
    await answer(app, 'clusters.test', {
      ok: true,
      value: [
        changedKey,
        step('login', 'Login', {
          state: 'skipped',
          found: 'nothing is sent to a host whose key is not certain',
          tookMs: null
        }),
        step('httpfs', 'HttpFS', {
          state: 'failed',
          found: null,
          error: {
            code: 'HDFS_ERROR',
            message:
              'listing / as "medusa" was refused: HttpFS runs as "httpfs", and the NameNode does not let that user act for "medusa"',
            hint: 'put hadoop.proxyuser.httpfs.hosts and hadoop.proxyuser.httpfs.groups into core-site.xml of the NameNode, then run: hdfs dfsadmin -refreshSuperUserGroupsConfiguration'
          }
        }),
        step('webhdfs', 'WebHDFS', { found: 'lists / as medusa: 3 entries' }),
        step('yarn', 'YARN', {
          state: 'warning',
          found: 'ResourceManager 3.4.2, started',
          error: {
            code: 'CLUSTER_UNREACHABLE',
            message: 'no NodeManager is there, so no job would start',
            hint: 'start one on the cluster: yarn --daemon start nodemanager'
          }
        }),
        step('broker', 'Broker', { found: 'vhost medusa-braga is open' })
      ]
    })
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await expect(page.getByText('A host shows another key than before')).toBeVisible()
    const shown = page.getByRole('region', { name: 'Test' })
    await expect(shown).toContainText('SHA256:PFKMnTe3XXQKwVo5jbnBmj0VfXEALEcGSza/TY76RXk')
    await expect(shown).toContainText('SHA256:xwuatWzsZiFVnlB2YSZs03b/JQVwhhVSbbeoVhn2AlA')
    await expect(shown.getByRole('button', { name: /trust/i })).toHaveCount(0)
    await pictured(page, `clusters-test-changed-key-${theme}`)

    // What was typed is there after another page, and after the window's page was loaded anew.
    await page.evaluate(() => (location.hash = '#/clusters'))
    await expect(page.getByRole('row', { name: /porto/ })).toBeVisible()
    await page.evaluate(() => (location.hash = '#/clusters/new'))
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue('braga')
    await page.reload()
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue('braga')
    await page.getByRole('button', { name: 'Discard…' }).click()
    await page.getByRole('button', { name: 'Discard', exact: true }).click()
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue('')
  })

test('a key on first use is shown, compared, trusted, and tested with', async ({ open }) => {
  const { app, page } = await open({ theme: 'light' })
  await show(page, app, '#/clusters/porto/edit')
  await expect(page.getByLabel('Name', { exact: true })).toBeDisabled()
  const firstUse = step('ssh', 'Host key', {
    state: 'asks',
    found: 'a ssh-ed25519 key that is not known yet',
    key: { ...changedKey.key!, standing: 'first-use', expected: null }
  })
  await answer(app, 'clusters.test', { ok: true, value: [firstUse] })
  await page.getByRole('button', { name: 'Test', exact: true }).click()
  await expect(page.getByText('ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub')).toBeVisible()
  await pictured(page, 'clusters-test-first-use-light')
  await answer(app, 'clusters.test', { ok: true, value: [step('ssh', 'Host key')] })
  await page.getByRole('button', { name: 'Trust this key and go on' }).click()
  await expect(page.getByText('all passed')).toBeVisible()
  await expect(page.getByLabel('Host key')).toHaveValue(changedKey.key!.fingerprint)
})

test('removing names what is not touched, and wants the name typed', async ({ open }) => {
  const { app, page } = await open({ theme: 'dark' })
  await show(page, app, '#/clusters/lisbon')
  await page.getByRole('button', { name: 'Remove…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('its files in HDFS')
  await expect(dialog.getByRole('button', { name: 'Remove cluster lisbon' })).toBeDisabled()
  await pictured(page, 'clusters-remove-dark')
  await dialog.getByRole('textbox').fill('lisbon')
  await answer(app, 'settings.save', { ok: true, value: { saved: true, view: settings } })
  await dialog.getByRole('button', { name: 'Remove cluster lisbon' }).click()
  await expect(page.getByText('lisbon is removed from research')).toBeVisible()
  await expect(page.getByRole('row', { name: /porto/ })).toBeVisible()
})

test('all of it at 1024 × 700, and the environment the lab writes itself', async ({ open }) => {
  const { app, page } = await open({ theme: 'light', size: SMALL })
  await show(page, app, '#/clusters')
  await expect(page.getByRole('row', { name: /lisbon/ })).toBeVisible()
  await pictured(page, 'clusters-table-1024x700')
  await show(page, app, '#/clusters/porto')
  await expect(page.getByText('4.73 TiB free')).toBeVisible()
  await pictured(page, 'clusters-porto-1024x700')
  await show(page, app, '#/clusters/porto/edit')
  await expect(page.getByLabel('Address')).toHaveValue('porto.example.org')
  await pictured(page, 'clusters-form-1024x700')
  await show(page, app, '#/clusters/new', aWatch({ environment: 'lab' }))
  await expect(
    page.getByRole('heading', { name: /not an environment of the settings/ })
  ).toBeVisible()
  await pictured(page, 'clusters-lab-1024x700')
})

test('a thousand clusters scroll, and only some rows are drawn', async ({ open }) => {
  const { app, page } = await open({ theme: 'dark' })
  const [first] = aWatch().clusters
  const clusters = Array.from({ length: 1_000 }, (_, index) => ({
    ...first!,
    name: `cloud-${String(index)}` as ClusterName
  }))
  await show(page, app, '#/clusters', aWatch({ clusters, drift: [] }))
  await expect(page.getByRole('row', { name: /cloud-0 / })).toBeVisible()
  expect(await page.getByRole('row').count()).toBeLessThan(80)
  await page.locator('.table-wrap').evaluate((table) => table.scrollTo(0, table.scrollHeight))
  await expect(page.getByRole('row', { name: /cloud-999/ })).toBeVisible()
  await pictured(page, 'clusters-thousand-dark')
})
