/** A bare lab of a test's own: started, called, looked at from outside. */
import { createHash } from 'node:crypto'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ssh2RemoteShell } from '../../src/engine/adapters/ssh/ssh2-remote-shell.js'
import { SystemClock } from '../../src/engine/adapters/system/clock.js'
import { labFolder } from '../../src/lab/index.js'
import type { StepView } from '../../src/shared/model/setup.js'
import { siteSchema, type Site } from '../../src/shared/model/setup-site.js'
import { start, type Called } from './lab.js'
import { filesBelow } from './secret-scan.js'

export interface BareLab {
  readonly state: string
  readonly site: Site
  /** All that was written to standard output and standard error by now. */
  readonly said: () => string
  medusa(...args: readonly string[]): Promise<Called>
  /** `medusa doctor …`, step by step as each ended last. */
  doctor(...args: readonly string[]): Promise<readonly StepView[]>
  down(): Promise<void>
}

export async function bareLab(base: number, clouds: number): Promise<BareLab> {
  const state = await mkdtemp(join(tmpdir(), 'medusa-bare-lab-'))
  // The lab's user has to get through.
  await chmod(state, 0o755)
  let said = ''
  const medusa = async (...args: readonly string[]): Promise<Called> => {
    const called = await start(args, state).done
    said += called.stdout + called.stderr
    return called
  }
  const down = async (): Promise<void> => {
    await medusa('lab', 'down')
    await rm(state, { recursive: true, force: true })
  }
  const up = await medusa('lab', 'up', '--bare', '--clouds', String(clouds), '--base', String(base))
  if (up.code !== 0) {
    await down()
    throw new Error(`the bare lab did not start: ${up.stderr}`)
  }
  const text = await readFile(join(labFolder(state), 'site.json'), 'utf8')
  return {
    state,
    site: siteSchema.parse(JSON.parse(text)),
    said: () => said,
    medusa,
    doctor: async (...args) => {
      const { stdout } = await medusa('doctor', ...args, '--environment', 'lab', '--json')
      return stepsOf(stdout)
    },
    down
  }
}

/** Each step of the lines that `--json` writes, as it ended last. */
export function stepsOf(stdout: string): readonly StepView[] {
  const steps = new Map<string, StepView>()
  for (const line of stdout.split('\n').filter((one) => one !== '')) {
    const object = JSON.parse(line) as StepView & { readonly type: string }
    if (object.type === 'step') steps.set(object.id, object)
  }
  return [...steps.values()]
}

/** Path → SHA-256 of the files a cloud's user configured or may change; copies that set-up keeps are left out. */
export function configurationOf(
  { state }: BareLab,
  cloud: string
): Readonly<Record<string, string>> {
  const folder = join(labFolder(state), 'clouds', cloud)
  const files = { ...filesBelow(join(folder, 'conf')), ...peersConfiguration(folder) }
  return Object.fromEntries(
    Object.entries(files)
      .filter(([path]) => !/\.medusa-\d{8}T\d{6}Z$/.test(path))
      .map(([path, text]) => [path, createHash('sha256').update(text, 'latin1').digest('hex')])
  )
}

/** Name of a file that was kept → its content. */
export function backupsOf({ state }: BareLab, cloud: string): Readonly<Record<string, string>> {
  const folder = join(labFolder(state), 'clouds', cloud)
  const files = { ...filesBelow(join(folder, 'conf')), ...peersConfiguration(folder) }
  return Object.fromEntries(
    Object.entries(files).filter(([path]) => /\.medusa-\d{8}T\d{6}Z$/.test(path))
  )
}

function peersConfiguration(folder: string): Readonly<Record<string, string>> {
  try {
    return filesBelow(join(folder, 'home/.medusa/peers/conf'))
  } catch {
    return {} // before set-up
  }
}

type Definitions = Readonly<Record<string, unknown>>

/** The broker's definitions as its own tool exports them: needs no plugin. */
export async function exportedDefinitions({ site }: BareLab): Promise<Definitions> {
  if (site.broker.ssh === undefined) throw new Error('the broker of a bare lab has an ssh')
  const session = await new Ssh2RemoteShell({ clock: new SystemClock() }).open(site.broker.ssh)
  try {
    const { stdout } = await session.run(['rabbitmqctl', '--quiet', 'export_definitions', '-'])
    return sorted(JSON.parse(stdout) as Definitions)
  } finally {
    await session.close()
  }
}

/** The same through the management plugin, in milliseconds, as set-up's administrator. */
export async function definitions({ state, site }: BareLab): Promise<Definitions> {
  const file = join(state, 'setup/lab/passwords.json')
  const { admin } = JSON.parse(await readFile(file, 'utf8')) as { readonly admin: string }
  const { host, managementPort, adminUser } = site.broker
  const authorization = `Basic ${Buffer.from(`${adminUser}:${admin}`).toString('base64')}`
  const url = `http://${host}:${String(managementPort)}/api/definitions`
  const answer = await fetch(url, { headers: { authorization } })
  if (!answer.ok) throw new Error(`${url}: HTTP ${String(answer.status)}`)
  return sorted((await answer.json()) as Definitions)
}

/** Lists in an order of their own: the broker gives none. */
const sorted = (found: Definitions): Definitions =>
  Object.fromEntries(
    Object.entries(found).map(([name, value]) => [
      name,
      Array.isArray(value)
        ? [...(value as readonly unknown[])].sort((a, b) =>
            JSON.stringify(a) < JSON.stringify(b) ? -1 : 1
          )
        : value
    ])
  )
