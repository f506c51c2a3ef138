/** What is handed to people: installed, started and driven as it is, by an ordinary user with Chromium's sandbox on. */
import { expect, test as base } from '@playwright/test'
import { createHash } from 'node:crypto'
import { spawn, spawnSync } from 'node:child_process'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync
} from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { FUSES, readFuses } from '../../scripts/package/fuses.mjs'
import { DEPENDS } from '../../scripts/package/debian-package.mjs'
import { install, isRoot, output, packageFolder, type Installed, type User } from './installed.js'
import { openPackaged, type Packaged } from './open-packaged.js'

const screenshots = resolve(import.meta.dirname, '../../test-results/screenshots')
const lab = process.env['MEDUSA_TEST_LAB']
const PAGES = ['Overview', 'Runs', 'Clusters', 'Broker', 'Predict', 'Set-up', 'Settings', 'Actions']

const test = base.extend<
  { user: User; open: (args?: readonly string[], user?: User) => Promise<Packaged> },
  { installed: Installed }
>({
  installed: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads from the pattern which fixtures are wanted
    async ({}, use) => {
      const installed = install()
      await use(installed)
      installed.remove()
    },
    { scope: 'worker' }
  ],
  user: async ({ installed }, use) => use(installed.newUser()),
  open: async ({ installed, user }, use) => {
    const opened: Packaged[] = []
    await use(async (args = [], who = user) => {
      const packaged = await openPackaged(installed, who, [
        '--state',
        join(who.home, 'state'),
        ...args
      ])
      opened.push(packaged)
      return packaged
    })
    for (const packaged of opened) await packaged.close()
    await expect.poll(() => opened.flatMap((packaged) => packaged.processes())).toEqual([])
  }
})

test('installs with dpkg, every dependency met, without scripts and configuration files', ({
  installed
}) => {
  test.skip(!isRoot, 'dpkg installs as root only; the package was unpacked instead')
  const state = output([
    'dpkg-query',
    `--admindir=${installed.root}/var/lib/dpkg`,
    '-W',
    '-f',
    '${Status}|${Conffiles}',
    'medusa-console'
  ])
  expect(state).toBe('install ok installed|')
  const control = output(['dpkg-deb', '--ctrl-tarfile', installed.deb], {
    encoding: 'buffer' as never
  })
  const files = spawnSync('tar', ['-t'], { input: control }).stdout.toString().trim().split('\n')
  expect(files.sort()).toEqual(['./', './control', './md5sums'])
  expect(output(['dpkg', `--root=${installed.root}`, '--verify', 'medusa-console'])).toBe('')
  const sandbox = statSync(join(installed.root, 'opt/medusa-console/chrome-sandbox'))
  expect([sandbox.mode & 0o7777, sandbox.uid]).toEqual([0o4755, 0])
  for (const [name, target] of [
    ['medusa-console', installed.program],
    ['medusa', installed.commandLine]
  ] as const) {
    const link = join(installed.root, 'usr/bin', name)
    expect([lstatSync(link).isSymbolicLink(), realpathSync(link)]).toEqual([true, target])
  }
})

test('depends on every library that it is linked with', ({ installed }) => {
  const needed = output(['objdump', '-p', installed.program])
    .split('\n')
    .flatMap((line) => /NEEDED\s+(\S+)/.exec(line)?.[1] ?? [])
  const cache = output(['ldconfig', '-p'])
  const owners = needed.flatMap((library) => {
    const path = new RegExp(
      `^\\s*${library.replaceAll(/[.+]/g, '\\$&')} .*x86-64.*=> (\\S+)$`,
      'm'
    ).exec(cache)?.[1]
    if (path === undefined)
      return existsSync(join(installed.program, '..', library)) ? [] : [`nothing has ${library}`]
    const real = realpathSync(path)
    const found = [real, real.replace(/^\/usr/, '')]
      .map((each) => spawnSync('dpkg', ['-S', each]).stdout.toString())
      .find((each) => each !== '')
    return found === undefined ? [`no package has ${path}`] : [found.split(':')[0] ?? '']
  })
  const listed = DEPENDS.flatMap((each: string) => each.replace(/ \(.*\)/, '').split(' | '))
  expect(owners.filter((owner) => !listed.includes(owner))).toEqual([])
})

test('is the same bit for bit when it is made again', ({ installed }, { outputDir }) => {
  test.setTimeout(120_000)
  const [again, maker] = [join(outputDir, 'again'), resolve(import.meta.dirname, 'make-again.mjs')]
  mkdirSync(again, { recursive: true })
  output([process.execPath, maker, again], {
    timeout: 110_000,
    stdio: 'pipe',
    env: { ...process.env, TZ: 'Asia/Tokyo' }
  })
  const digest = (file: string): string =>
    createHash('sha256').update(readFileSync(file)).digest('hex')
  expect(digest(join(again, installed.deb.slice(packageFolder().length)))).toBe(
    digest(installed.deb)
  )
})

test('the desktop finds it: entry, icons, and the type of job files', ({ installed, user }) => {
  const share = join(installed.root, 'usr/share')
  const entry = Object.fromEntries(
    readFileSync(join(share, 'applications/medusa-console.desktop'), 'utf8')
      .split('\n')
      .flatMap((line) =>
        line.includes('=')
          ? [[line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]]
          : []
      )
  ) as Record<string, string>
  expect(entry).toMatchObject({
    Type: 'Application',
    Exec: '/usr/bin/medusa-console %f',
    Icon: 'medusa-console',
    MimeType: 'application/x-medusa-job+yaml;application/x-medusa-job+json;'
  })
  const validator = spawnSync('desktop-file-validate', [
    join(share, 'applications/medusa-console.desktop')
  ])
  if (validator.error === undefined)
    expect([validator.status, validator.stdout.toString()]).toEqual([0, ''])
  for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) {
    const picture = readFileSync(
      join(share, `icons/hicolor/${String(size)}x${String(size)}/apps/medusa-console.png`)
    )
    expect([
      picture.toString('latin1', 1, 4),
      picture.readUInt32BE(16),
      picture.readUInt32BE(20)
    ]).toEqual(['PNG', size, size])
  }
  // What the trigger of shared-mime-info does on a machine.
  output(['update-mime-database', join(share, 'mime')], { stdio: 'pipe' })
  const types = ['words.medusa.yaml', 'words.medusa.yml', 'words.medusa.json', 'words.yaml'].map(
    (name) => {
      const file = join(user.home, name)
      writeFileSync(file, 'name: words\n')
      const env = { ...user.env, XDG_DATA_DIRS: `${share}:/usr/share` }
      return /content-type: (\S+)/.exec(
        output(['gio', 'info', '-a', 'standard::content-type', file], { env })
      )?.[1]
    }
  )
  expect(types).toEqual([
    'application/x-medusa-job+yaml',
    'application/x-medusa-job+yaml',
    'application/x-medusa-job+json',
    'application/x-yaml'
  ])
})

test('19. the fuses of the shipped program are as they are meant', async ({ installed, user }) => {
  expect(await readFuses(createRequire(import.meta.url), installed.program)).toEqual(FUSES)
  // Each would print 42 or wait for a debugger if its fuse were open.
  const script = join(user.home, 'intruder.cjs')
  writeFileSync(script, 'process.stdout.write("42")')
  const [command, ...args] = user.command(installed.program, [
    '--no-sandbox',
    '--inspect-brk=0',
    '--cli',
    '--help'
  ])
  const env = { ...user.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require ${script}` }
  const { status, stdout, stderr } = spawnSync(command, args, { env, timeout: 20_000 })
  expect([
    status,
    stdout.toString().includes('Usage: medusa'),
    stdout.toString().includes('42')
  ]).toEqual([0, true, false])
  expect(stderr.toString()).not.toContain('Debugger listening')
})

test('4. runs for an ordinary user with the sandbox on: no renderer without filtered system calls', async ({
  open
}) => {
  const { page, processes } = await open()
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
  await expect.poll(() => processes().some((each) => each.type === 'renderer')).toBe(true)
  const all = processes()
  const renderers = all.filter((each) => each.type === 'renderer')
  expect(renderers.map(({ seccomp }) => seccomp)).toEqual(renderers.map(() => 2))
  if (renderers.every(({ user }) => user !== 0))
    expect(renderers.every(({ numbers }) => numbers.length > 1)).toBe(true)
  expect(all.filter(({ user, type }) => user === 0 && type !== 'zygote')).toEqual([])
})

test('shows every page, in both themes, and none complains', async ({ open }) => {
  const { page, complaints, said } = await open()
  mkdirSync(screenshots, { recursive: true })
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    for (const name of PAGES) {
      await page.locator('nav .nav-item').filter({ hasText: name }).click()
      await expect(page).toHaveTitle(new RegExp(`^${name}`))
    }
    await page.screenshot({ path: join(screenshots, `package-settings-${theme}.png`) })
    await page.locator('nav .nav-item').filter({ hasText: 'Overview' }).click()
    await page.screenshot({ path: join(screenshots, `package-overview-${theme}.png`) })
  }
  expect(complaints).toEqual([])
  expect(said()).not.toContain('medusa:')
})

test('is the command line, too: without a display, with its own exit codes', ({
  installed,
  user
}) => {
  const env = { ...user.env, DISPLAY: undefined, XAUTHORITY: undefined }
  const medusa = (...words: string[]) => {
    const [command, ...args] = user.command(installed.commandLine, words)
    const { status, stdout, stderr } = spawnSync(command, args, { env, timeout: 30_000 })
    return { status, stdout: stdout.toString(), stderr: stderr.toString() }
  }
  const state = join(user.home, 'state')
  expect(medusa('runs', '--json', '--state', state)).toEqual({ status: 0, stdout: '', stderr: '' })
  expect(medusa('--help').stdout).toContain('Usage: medusa')
  expect(medusa('nonsense')).toMatchObject({ status: 2 })
  expect(medusa('run', join(user.home, 'none.yaml'), '--state', state).status).toBe(2)
})

test('the packaged command line greets the clouds of a lab', ({ installed }) => {
  test.skip(lab === undefined, 'MEDUSA_TEST_LAB names no running lab')
  const said = output([
    installed.commandLine,
    'hello',
    '--state',
    lab ?? '',
    '--environment',
    'lab'
  ])
  for (const cloud of ['porto', 'lisbon', 'faro']) expect(said).toContain(cloud)
})

test('asks before it runs a job file that the desktop opens, and a second one goes to the same window', async ({
  open,
  installed,
  user
}) => {
  const files = ['first', 'second'].map((name) => join(user.home, `${name}.medusa.yaml`))
  for (const file of files) writeFileSync(file, 'name: words\n')
  // No environment: it cannot be asked about, so the page says why, and keeps the file.
  const { page } = await open([files[0] ?? ''])
  await expect(page.getByText('first.medusa.yaml').first()).toBeVisible()
  const [command, ...args] = user.command(installed.program, [
    `--user-data-dir=${join(user.home, 'data')}`,
    files[1] ?? ''
  ])
  const second = spawn(command, args, { env: user.env, stdio: 'ignore' })
  const code = await new Promise((done) => second.once('exit', done))
  expect(code).toBe(0)
  await expect(page.getByText('second.medusa.yaml').first()).toBeVisible()
})

test('ends at once when it is told to, and leaves nothing behind', async ({ open }) => {
  const packaged = await open()
  await expect(packaged.page.getByRole('navigation', { name: 'Main' })).toBeVisible()
  expect(await packaged.close()).toBe(0)
  await expect.poll(() => packaged.processes()).toEqual([])
})
