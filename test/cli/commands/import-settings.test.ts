import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { main } from '../../../src/cli/program.js'
import { givenSecrets } from '../../../src/cli/settings/given-secrets.js'
import { readSettings } from '../../../src/cli/settings/settings-file.js'
import { SettingsFolder } from '../../../src/engine/adapters/files/settings-folder.js'
import { aSettingsText } from '../../support/a-settings-text.js'

let folder: string
let told: { readonly stdout: string[]; readonly stderr: string[] }
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medusa-import-settings-'))
  await mkdir(join(folder, 'medusa'))
  vi.stubEnv('XDG_CONFIG_HOME', folder)
  told = { stdout: [], stderr: [] }
  for (const stream of ['stdout', 'stderr'] as const)
    vi.spyOn(process[stream], 'write').mockImplementation(
      (text) => told[stream].push(String(text)) > 0
    )
})
afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

const put = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text)
  return join(folder, name)
}

test('prints the settings of Medusa’s files, and never the password', async () => {
  const settings = await put(
    'settings.json',
    '{"clusters": ["s8", "s9"], "faults": 1, "httpfs_port": 14000}'
  )
  const celery = await put('celeryconfig.py', 'BROKER_URL = "amqp://u:geheim@mq/v"\n')
  expect(await main(['import', settings, celery])).toBe(0)
  expect(JSON.parse(told.stdout.join(''))).toMatchObject({
    current: 'medusa',
    environments: {
      medusa: { broker: { host: 'mq', user: 'u' }, clusters: [{ name: 's8' }, { name: 's9' }] }
    }
  })
  expect(told.stderr.join('')).toContain('a broker password stands in the file')
  expect([...told.stdout, ...told.stderr].join('')).not.toContain('geheim')
})

test('writes a new file on request, and says in JSON what was found', async () => {
  const celery = await put('celeryconfig.py', 'BROKER_URL = "amqp://u:geheim@mq/v"\n')
  expect(await main(['import', celery, '--json', '--output', join(folder, 'new.json')])).toBe(0)
  expect(JSON.parse(told.stdout.join(''))).toMatchObject({
    type: 'imported-settings',
    secrets: [{ environment: 'medusa', name: 'broker' }]
  })
  expect(await readFile(join(folder, 'new.json'), 'utf8')).toContain('"host": "mq"')
  expect(await main(['import', celery, '--output', join(folder, 'new.json')])).toBe(2)
})

test('refuses what is no file of settings', async () => {
  expect(await main(['import', await put('x.json', '{"a": 1}')])).toBe(2)
  expect(told.stderr.join('')).toContain('x.json is no settings file that can be read here')
})

test('a damaged settings file: goes on with the last good copy, and names both', async () => {
  const settings = new SettingsFolder(join(folder, 'medusa'))
  await writeFile(settings.file, aSettingsText())
  await settings.notice(1)
  await writeFile(settings.file, '{"version": 1,')
  const warnings: string[] = []
  expect(await readSettings((text) => warnings.push(text))).toMatchObject({ current: 'research' })
  expect(warnings.join('\n')).toContain('settings.json is damaged: line 1, column 15')
  expect(warnings.join('\n')).toMatch(/The last good copy is used\. .*settings\.damaged-\d{4}/)
})

test('a damaged settings file without any good copy is an error that says where', async () => {
  await writeFile(join(folder, 'medusa/settings.json'), '{"environments": []}')
  await expect(readSettings(() => undefined)).rejects.toMatchObject({
    code: 'BAD_SETTINGS',
    message: expect.stringContaining('line 1, column 2: environments') as string
  })
})

test('takes secrets from standard input or a 0600 file', async () => {
  const given = JSON.stringify({ brokerPassword: 'p', keys: { porto: 'a'.repeat(64) } })
  const source = await givenSecrets('-', Readable.from([Buffer.from(given)]))
  expect([
    await source.get('x', 'broker'),
    await source.get('x', 'key:porto'),
    await source.get('x', 'key:faro')
  ]).toEqual(['p', 'a'.repeat(64), null])
  const file = await put('secrets.json', given)
  await expect(givenSecrets(file)).rejects.toMatchObject({ code: 'BAD_SETTINGS' })
  await expect(givenSecrets('-', Readable.from(['geheim']))).rejects.toMatchObject({
    message: 'standard input is no JSON'
  })
})
